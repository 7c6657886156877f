"""The command line of the benchmark: `python benchmarks/run.py`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.inputs import Input, generate
from benchmarks.measure import MAXRSS_UNIT, Cell, command_for, count_instructions, measure_all
from benchmarks.table import (
    do_bars_hold,
    format_growth,
    format_header,
    format_markdown,
    format_row,
    format_size,
)
from benchmarks.tools import BEFORE, OWN, PYTHON, REDOCLY, RUST, SPECTRAL, Tool, find_tools, version_of

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZES = (1000, 10000)
WITH_BARS = (OWN, BEFORE, REDOCLY, RUST)
COUNTABLE = (OWN, BEFORE, RUST)  # Redocly compiles while it runs, which takes minutes in valgrind


def main() -> None:
    """Run the benchmark. The exit code is 1 if `--bars` is given and a bar doesn't hold."""
    parser = _parser()
    options = parser.parse_args()
    if missing := [str(file) for file in options.files if not file.is_file()]:
        parser.error(f"there is no file `{missing[0]}`")
    if options.instructions and not shutil.which("valgrind"):
        parser.error("`--instructions` needs valgrind, which isn't installed")
    if options.instructions and (options.bars or options.markdown):
        parser.error("`--bars` and `--markdown` need times, and `--instructions` counts instead")
    tools = find_tools(redocly=options.redocly, spectral=options.spectral, own=options.preclear, before=options.before)
    timed = (
        WITH_BARS if options.bars else (*WITH_BARS, SPECTRAL) if options.markdown else (*WITH_BARS, SPECTRAL, PYTHON)
    )
    kept = COUNTABLE if options.instructions else timed
    tools = [tool for tool in tools if tool.name in kept and tool.name not in options.skip]
    if options.bars and not {REDOCLY, RUST} <= {tool.name for tool in tools}:
        parser.error(f"`--bars` needs both `{REDOCLY}` and `{RUST}`")
    with tempfile.TemporaryDirectory() as folder:
        inputs = generate(Path(folder), options.sizes, options.many, by_size=not options.only_files)
        inputs += [Input(file.name, (file.absolute(),)) for file in options.files]
        work = Path(folder) / "work"
        work.mkdir()
        if not inputs:
            parser.error("there is nothing to measure")
        if options.instructions:
            _count(inputs, tools, work)
        else:
            is_good = _measure(inputs, tools, work, options)
            floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MAXRSS_UNIT / 1e6
            print(f"\nA peak under {floor:.0f} MB would be this process's own and not the tool's.", file=sys.stderr)
            raise SystemExit(0 if is_good else 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python benchmarks/run.py",
        description="Measure preclear against other tools that check OpenAPI documents.",
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="documents to measure as well")
    parser.add_argument("--only-files", action="store_true", help="leave out the documents of 5 KB to 4 MB")
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=SIZES, help="operations of documents without details (1000 10000)"
    )
    parser.add_argument("--many", type=int, default=64, help="documents checked in one run (default 64; 0: none)")
    parser.add_argument(
        "--bars", action="store_true", help="print the highest ratios allowed; exit 1 if one is exceeded"
    )
    parser.add_argument("--markdown", action="store_true", help="print the table of docs/performance.md")
    parser.add_argument("--instructions", action="store_true", help="count instructions with valgrind instead of times")
    parser.add_argument("--redocly", metavar="PATH", help="the redocly command, if it isn't on PATH")
    parser.add_argument("--spectral", metavar="PATH", help="the spectral command; without it, Spectral isn't measured")
    parser.add_argument("--preclear", metavar="PATH", help="the preclear to measure (default: the one of this Python)")
    parser.add_argument("--before", metavar="PATH", help="an older preclear to measure beside it")
    parser.add_argument("--skip", action="append", default=[], metavar="TOOL", help="a tool to leave out")
    parser.add_argument("--runs", type=int, default=5, help="runs of each tool on each input (default 5)")
    parser.add_argument("--timeout", type=float, default=120, help="time limit of a run in seconds (default 120)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every run to this file")
    return parser


def _measure(inputs: Sequence[Input], tools: Sequence[Tool], work: Path, options: argparse.Namespace) -> bool:
    """Measure and print, and return whether no bar is exceeded."""
    versions = {tool.name: version_of(tool) for tool in tools}
    names = ", ".join(f"{name} {version or '(version unknown)'}" for name, version in versions.items())
    output = sys.stderr if options.markdown else sys.stdout
    print(names, *format_header(list(versions), has_bars=options.bars), sep="\n", file=output, flush=True)
    rows: list[list[Cell]] = []
    for row in measure_all(inputs, tools, options.runs, work, options.timeout):
        print(*format_row(row, has_bars=options.bars), sep="\n", file=output, flush=True)
        rows.append(row)
    if lines := list(format_growth(rows)):
        print("CPU milliseconds per operation", *lines, sep="\n", file=output)
    if options.markdown:
        print(*format_markdown(rows), sep="\n")
    if options.json:
        options.json.write_text(_format_json(rows, versions), encoding="utf-8")
    return not options.bars or all(do_bars_hold(row) for row in rows)


def _format_json(rows: Sequence[Sequence[Cell]], versions: dict[str, str]) -> str:
    """Return every run as JSON."""
    results = [
        {
            "file": cell.input.name,
            "bytes": cell.input.size,
            "operations": cell.input.operations,
            "tool": cell.tool.name,
            "cpu_seconds": cell.cpu,
            "peak_mb": cell.memory,
            "runs": [sample._asdict() for sample in cell.samples],
        }
        for row in rows
        for cell in row
    ]
    machine = {"system": platform.platform(), "processors": os.cpu_count(), "python": platform.python_version()}
    return json.dumps({"machine": machine, "versions": versions, "results": results}, indent=2) + "\n"


def _count(inputs: Sequence[Input], tools: Sequence[Tool], work: Path) -> None:
    """Print the millions of instructions of each tool."""
    print(f"{'millions of instructions':<34}" + "".join(f"{tool.name:>26}" for tool in tools))
    for subject in inputs:
        row = f"{subject.name[:23]:<24}{format_size(subject.size):>10}"
        for tool in tools:
            found = count_instructions(command_for(tool, subject), work)
            row += f"{'?' if found is None else format(found / 1e6, ',.1f'):>26}"
        print(row, flush=True)


if __name__ == "__main__":
    main()
