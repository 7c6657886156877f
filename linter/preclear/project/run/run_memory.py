"""The results of a run's files, for another run over the same files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.project.notes import Problem
    from preclear.project.results import FileResult
    from preclear.project.search import Input
    from preclear.project.since import Comparison


class RunMemory:
    """What a run found out about its files. A run checks only files that aren't in its memory.

    `results` has the result or the problem of each checked file. `added` are the results that the run reports, in their
    order. `used` are the files that the run needed, reported or not. `comparison` is the one with a revision, if the
    run has one.
    """

    def __init__(self, *, has_renames: bool = False) -> None:
        """`has_renames` says that names can change between the runs."""
        self.has_renames = has_renames
        self.results: dict[Input, FileResult | Problem] = {}
        self.added: list[FileResult] = []
        self.used: set[Input] = set()
        self.comparison: Comparison | None = None

    def forget(self, inputs: Iterable[Input]) -> None:
        """Let the next run check these files again."""
        for input in inputs:
            self.results.pop(input, None)
