"""The progress of a check that takes longer than a second, on standard error if that is a terminal."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.cli.terminal.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event, Thread
    from types import TracebackType

    from preclear.project import Problem

DELAY = 1.0
"""Seconds before anything is shown, and before the seconds of a single file are."""

_MIN_PATH_WIDTH = 12  # cells of a path in a line with words
_INTERVAL = 0.2  # seconds between two looks at what is checked


class _Step(NamedTuple):
    number: int
    total: int
    path: str
    start: float


class CheckProgress:
    """A line that says which file is checked. Use it in a `with` statement, and print problems with it.

    The check only says where it is; a thread of its own writes, so that a large document doesn't stop the seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` returns a time in seconds."""
        from threading import Lock

        self._clock = clock
        self._start = clock()
        self._progress = Progress("")
        self._step: _Step | None = None
        self._lock = Lock()
        self._thread: tuple[Thread, Event] | None = None

    def __enter__(self) -> CheckProgress:
        if self._progress.is_enabled:
            from threading import Event, Thread

            end = Event()
            thread = Thread(target=self._run, args=(end,), name="preclear progress", daemon=True)
            self._thread = thread, end
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._thread is not None:
            thread, end = self._thread
            end.set()
            thread.join()
        self._progress.end()

    def __call__(self, number: int, total: int, path: str) -> None:
        """Say that the file `path`, the 1-based `number` of `total`, is checked now."""
        self._step = _Step(number, total, path, self._clock())

    def report_problem(self, problem: Problem) -> None:
        """Print why something isn't checked, where the line is."""
        from preclear.cli.terminal.messages import print_problem

        with self._lock:
            self._progress.end()
            print_problem(problem)

    def update(self) -> None:
        """Show the line as it is now."""
        from preclear.project import STDIN_DISPLAY_PATH

        step, now = self._step, self._clock()
        if step is None or now - self._start < DELAY or step.path == STDIN_DISPLAY_PATH:
            return  # standard input can be typed on the same terminal
        with self._lock:
            self._progress.show(_format_step(step, now - step.start, self._progress.max_width))

    def _run(self, end: Event) -> None:
        is_ended = end.wait(DELAY)
        while not is_ended:
            self.update()
            is_ended = end.wait(_INTERVAL)


def _format_step(step: _Step, seconds: float, width: int) -> str:
    """Format a line of at most `width` cells: `checking 37 of 200 files: apis/pets.yaml … 4 s`."""
    from preclear.report import measure_width

    start = "checking " if step.total == 1 else f"checking {step.number:,} of {step.total:,} files: "
    end = f" … {int(seconds)} s" if seconds >= DELAY else ""
    if len(start) + len(end) + _MIN_PATH_WIDTH > width:
        start = "" if step.total == 1 else f"{step.number:,}/{step.total:,} "
    room = max(1, width - len(start) - len(end))
    path = step.path
    if measure_width(path) > room:
        path = f"…{path[-room:]}"
        while len(path) > 1 and measure_width(path) > room:
            path = f"…{path[2:]}"
    return start + path + end
