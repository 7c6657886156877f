"""Measure what a command costs: CPU time and peak memory, or processor instructions."""

from __future__ import annotations

import os
import re
import signal
import statistics
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.tools import environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from benchmarks.inputs import Input
    from benchmarks.tools import Tool

MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes; getrusage(2) counts in kilobytes on Linux
CACHEGRIND = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null")


class Sample(NamedTuple):
    """One run: CPU time in seconds, user and system; peak memory in MB; exit code, None after a timeout."""

    cpu: float
    memory: float
    exit_code: int | None
    failed: bool


class Cell(NamedTuple):
    """All runs of one tool on one input. The medians are None if a run failed."""

    input: Input
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


def command_for(tool: Tool, subject: Input) -> tuple[str, ...]:
    """Return the command line that runs a tool once on all files of an input."""
    return (*tool.command, *map(str, subject.paths), *tool.after)


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
    inputs: Sequence[Input], tools: Sequence[Tool], runs: int, folder: Path, timeout: float
) -> Iterator[list[Cell]]:
    """Measure input by input. The tools take turns, so that a busy machine affects all of them.

    An extra run of each tool comes first and doesn't count, because Python may write its bytecode then.
    """
    for tool in tools:
        measure(command_for(tool, inputs[0]), tool.works, folder, timeout)
    for subject in inputs:
        cells = [Cell(subject, tool, []) for tool in tools]
        for turn in range(runs):
            for cell in cells:
                if cell.failed:
                    continue
                print(f"\r{subject.name}: run {turn + 1} of {runs}: {cell.tool.name:<30}", end="", file=sys.stderr)
                cell.samples.append(measure(command_for(cell.tool, subject), cell.tool.works, folder, timeout))
        print("\r" + " " * 78 + "\r", end="", file=sys.stderr)
        yield cells


def count_instructions(command: Sequence[str], folder: Path) -> int | None:
    """Count the instructions of a command with valgrind, the same on every run; None if the count isn't known."""
    log = folder / "cachegrind.log"
    log.unlink(missing_ok=True)
    subprocess.run(
        [*CACHEGRIND, f"--log-file={log}", *command],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    found = re.search(r"I +refs: +([\d,]+)", log.read_text()) if log.exists() else None
    return int(found[1].replace(",", "")) if found else None
