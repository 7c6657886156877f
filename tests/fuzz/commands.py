"""One broken config or answer through the command that reads it."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from preclear.cli import main
from tests.fuzz.problem import SECONDS, Problem, Tried, acting, raised

if TYPE_CHECKING:
    from tests.fuzz.mutants import Mutant

EXIT_CODES = (0, 1, 2)


def examine_command(mutant: Mutant) -> Tried:
    """Run the command in this process, whose standard streams are replaced meanwhile, and look at what it writes."""
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryFile() as written:
        folder = Path(name)
        arguments = _arguments(mutant, folder)
        before = Path.cwd()
        os.chdir(folder)
        started = process_time()
        try:
            code = _run_with_output_to(written.fileno(), arguments)
        except Exception as error:
            return Tried((raised(error),), 0, False, process_time() - started)
        finally:
            os.chdir(before)
        seconds = process_time() - started
        written.seek(0)
        text = written.read().decode("utf-8", "replace")
    problems = acting(text.split("\n"))
    if code not in EXIT_CODES:
        problems.append(Problem("exit code", f"exit code {code}", text[-2000:]))
    if "internal error" in text or "Traceback" in text:
        problems.append(Problem("internal error", text[text.find("internal error") :][:200], text[-2000:]))
    if seconds > SECONDS + len(mutant.data) / 1e6:
        problems.append(Problem("slow", f"more than {SECONDS:.0f} s", f"{seconds:.1f} s"))
    return Tried(tuple(problems), text.count("\n"), code != EXIT_CODES[-1], seconds)


def _arguments(mutant: Mutant, folder: Path) -> list[str]:
    """The command line; what it needs is written to `folder`."""
    if mutant.label.startswith("config:"):
        (folder / "preclear.toml").write_bytes(mutant.data)
        (folder / mutant.file.name).write_bytes(mutant.file.read_bytes())
        return ["check", "--output-format", "concise", mutant.file.name]
    (folder / "answer.json").write_bytes(mutant.data)
    return ["map", str(mutant.file), "answer.json"]


def _run_with_output_to(target: int, arguments: list[str]) -> int:
    kept = {number: os.dup(number) for number in (1, 2)}
    try:
        for number in kept:
            os.dup2(target, number)
        try:
            return main(arguments)
        except SystemExit as error:
            return error.code if isinstance(error.code, int) else 1
        finally:
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
    finally:
        for number, copy in kept.items():
            os.dup2(copy, number)
            os.close(copy)
