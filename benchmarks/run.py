"""Measure CPU time and peak memory of preclear and other tools on the same files.

`python benchmarks/run.py [FILE …]`. See benchmarks/README.md for what is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
SIZES = (100, 1000, 10000)
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes; getrusage(2) counts in kilobytes on Linux


class Tool(NamedTuple):
    """A tool: its command before and `after` the file's path, and the exit codes of a run that worked."""

    name: str
    command: tuple[str, ...]
    version: tuple[str, ...]
    after: tuple[str, ...] = ()
    works: tuple[int, ...] = (0, 1)


class File(NamedTuple):
    """A document, and the number of its operations; None if the document wasn't generated."""

    path: Path
    operations: int | None


class Sample(NamedTuple):
    """One run: CPU time in seconds, user and system; peak memory in MB; exit code, None after a timeout."""

    cpu: float
    memory: float
    exit_code: int | None
    failed: bool


class Cell(NamedTuple):
    """All runs of one tool on one file. The medians are None if a run failed."""

    file: File
    tool: Tool
    samples: list[Sample]

    @property
    def cpu(self) -> float | None:
        """The median CPU time in seconds."""
        return None if self.failed else statistics.median(sample.cpu for sample in self.samples)

    @property
    def memory(self) -> float | None:
        """The median peak memory in MB."""
        return None if self.failed else statistics.median(sample.memory for sample in self.samples)

    @property
    def failed(self) -> bool:
        """Whether any run failed."""
        return any(sample.failed for sample in self.samples)


def find_tools(redocly: str | None) -> list[Tool]:
    """Return preclear and the other tools that are installed."""
    python = sys.executable
    own = (python, "-m", "preclear")
    tools = [Tool("preclear", (*own, "check"), (*own, "--version"), ("--fail-on", "never"), works=(0,))]
    if path := shutil.which(redocly or "redocly"):
        path = str(Path(path).absolute())
        tools.append(Tool("redocly", (path, "lint", "--extends=recommended"), (path, "--version")))
    elif redocly:
        raise SystemExit(f"`{redocly}` is not a command that can be run")
    validator = (python, "-m", "openapi_spec_validator")
    if subprocess.run([*validator, "--version"], capture_output=True, timeout=60, check=False).returncode == 0:
        tools.append(Tool("openapi-spec-validator", validator, (*validator, "--version")))
    rust = "openapi-spec-validator-rs"
    if path := shutil.which(rust, path=os.pathsep.join((str(Path(python).parent), os.environ.get("PATH", "")))):
        tools.append(Tool(rust, (path,), (path, "--version")))
    return tools


def environment() -> dict[str, str]:
    """Return this process's variables, without telemetry and with absolute import paths."""
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    absolute = os.pathsep.join(str(Path(path).absolute()) for path in paths if path)
    return {**os.environ, "PYTHONPATH": absolute, "REDOCLY_TELEMETRY": "off", "NO_COLOR": "1"}


def version_of(tool: Tool) -> str:
    """Return a tool's version: the first number with dots that it prints, or an empty text."""
    run = subprocess.run(tool.version, capture_output=True, text=True, env=environment(), timeout=60, check=False)
    found = re.search(r"\b\d+\.\d+(\.\d+)*\S*", run.stdout) if run.returncode == 0 else None
    return found[0] if found else ""


def measure(command: Sequence[str], works: Sequence[int], folder: Path, timeout: float) -> Sample:
    """Run a command in `folder`, which has no configuration, and measure it.

    The output goes to a file. If it has a Python traceback, the run failed, whatever the exit code is.
    """
    late = threading.Event()
    with (folder / "output").open("w+b") as output:
        child = subprocess.Popen(
            command,
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )

        def stop() -> None:
            late.set()
            os.killpg(child.pid, signal.SIGKILL)  # not `child.kill`, which would wait for the child as well

        timer = threading.Timer(timeout, stop)
        timer.start()
        try:
            _, status, used = os.wait4(child.pid, 0)
        except BaseException:
            os.killpg(child.pid, signal.SIGKILL)
            raise
        finally:
            timer.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        traceback = b"Traceback (most recent call last)" in output.read(1_000_000)
    code = None if late.is_set() else child.returncode
    return Sample(
        used.ru_utime + used.ru_stime, used.ru_maxrss * MAXRSS_UNIT / 1e6, code, traceback or code not in works
    )


def measure_all(
    files: Sequence[File], tools: Sequence[Tool], runs: int, folder: Path, timeout: float
) -> Iterator[list[Cell]]:
    """Measure file by file. The tools take turns, so that a busy machine affects all of them."""
    for file in files:
        cells = [Cell(file, tool, []) for tool in tools]
        for turn in range(runs):
            for cell in cells:
                if cell.failed:
                    continue
                print(f"\r{file.path.name}: run {turn + 1} of {runs}: {cell.tool.name:<30}", end="", file=sys.stderr)
                command = (*cell.tool.command, str(file.path), *cell.tool.after)
                cell.samples.append(measure(command, cell.tool.works, folder, timeout))
        print("\r" + " " * 78 + "\r", end="", file=sys.stderr)
        yield cells


def table(cells: Sequence[Cell]) -> Iterator[str]:
    """Yield the rows of one file. The last two columns are preclear's figures divided by the other tool's."""
    own, size = cells[0], cells[0].file.path.stat().st_size
    yield f"{own.file.path.name} ({size / 1000:,.0f} KB)"
    yield f"  {'':<26}{'CPU s':>9}{'MB':>8}{'CPU ratio':>12}{'MB ratio':>10}"
    for cell in cells:
        cpu, memory = cell.cpu, cell.memory
        if cpu is None or memory is None:
            code = cell.samples[-1].exit_code
            why = "ran out of time" if code is None else f"failed, exit code {code}"
            yield f"  {cell.tool.name:<26}  {why}"
            continue
        row = f"  {cell.tool.name:<26}{cpu:>9.3f}{memory:>8.0f}"
        if cell is not own and own.cpu is not None and own.memory is not None:
            row += f"{own.cpu / max(cpu, 1e-6):>11.2f}x{own.memory / memory:>9.2f}x"
        yield row
    yield ""


def growth(cells: Sequence[Cell]) -> Iterator[str]:
    """Yield the cost of an operation at each size, and of each additional one, which excludes the start-up."""
    measured = [(cell, cell.file.operations, cell.cpu) for cell in cells]
    for suffix in ("yaml", "json"):
        rows: dict[str, list[tuple[int, float]]] = {}
        for cell, operations, cpu in measured:
            if operations is not None and cpu is not None and cell.file.path.suffix == f".{suffix}":
                rows.setdefault(cell.tool.name, []).append((operations, cpu))
        for name, points in rows.items():
            points.sort()
            each = ", ".join(f"{cpu / count * 1000:.3f} ({count:,})" for count, cpu in points)
            steps = ", ".join(
                f"{(cpu - before) / (count - fewer) * 1000:.3f} ({fewer:,} to {count:,})"
                for (fewer, before), (count, cpu) in pairwise(points)
            )
            yield f"  {suffix} {name:<26} {each}; each additional one: {steps or 'one size only'}"


def as_json(cells: Sequence[Cell], versions: dict[str, str]) -> str:
    """Return every run as JSON."""
    results = [
        {
            "file": cell.file.path.name,
            "bytes": cell.file.path.stat().st_size,
            "operations": cell.file.operations,
            "tool": cell.tool.name,
            "cpu_seconds": cell.cpu,
            "peak_mb": cell.memory,
            "runs": [sample._asdict() for sample in cell.samples],
        }
        for cell in cells
    ]
    machine = {"system": platform.platform(), "processors": os.cpu_count(), "python": platform.python_version()}
    return json.dumps({"machine": machine, "versions": versions, "results": results}, indent=2) + "\n"


def make(folder: Path, sizes: Sequence[int]) -> list[File]:
    """Write the documents from a separate process, so that this one stays small.

    A child process starts with its parent's memory, and Linux counts that as the child's peak.
    """
    command = [sys.executable, "-m", "benchmarks.documents", str(folder), *map(str, sizes)]
    subprocess.run(command, cwd=ROOT, env=environment(), timeout=600, check=True)
    return [File(folder / f"{n}-operations.{suffix}", n) for suffix in ("yaml", "json") for n in sizes]


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description="Measure preclear against other tools that check OpenAPI documents.")
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="documents to measure besides the generated ones"
    )
    parser.add_argument("--redocly", metavar="PATH", help="the redocly command, if it isn't on PATH")
    parser.add_argument("--runs", type=int, default=5, help="runs of each tool on each file (default 5)")
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=SIZES, help="numbers of operations of the generated documents"
    )
    parser.add_argument("--skip", action="append", default=[], metavar="TOOL", help="a tool to leave out")
    parser.add_argument("--timeout", type=float, default=120, help="time limit of a run in seconds (default 120)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every run to this file")
    options = parser.parse_args()
    if missing := [str(file) for file in options.files if not file.is_file()]:
        parser.error(f"there is no file `{missing[0]}`")
    tools = [tool for tool in find_tools(options.redocly) if tool.name not in options.skip]
    versions = {tool.name: version_of(tool) for tool in tools}
    print(", ".join(f"{name} {version or '(version unknown)'}" for name, version in versions.items()))
    cells: list[Cell] = []
    with tempfile.TemporaryDirectory() as folder:
        files = make(Path(folder), options.sizes) + [File(file.absolute(), None) for file in options.files]
        work = Path(folder) / "work"
        work.mkdir()
        for row in measure_all(files, tools, options.runs, work, options.timeout):
            print(*table(row), sep="\n", flush=True)
            cells += row
        if lines := list(growth(cells)):
            print("CPU milliseconds per operation", *lines, sep="\n")
        if options.json:
            options.json.write_text(as_json(cells, versions), encoding="utf-8")
    floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MAXRSS_UNIT / 1e6
    print(f"\nA peak under {floor:.0f} MB would be this process's own and not the tool's.")


if __name__ == "__main__":
    main()
