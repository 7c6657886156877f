"""A project: many documents that are checked together."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from preclear.project.checker import pause_garbage_collector
from preclear.project.run import ProjectRun
from preclear.project.settings import CheckOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from preclear.project.notes import Problem
    from preclear.project.results import BaselineUpdate, CheckResults
    from preclear.project.settings import ReportProgress


class Project:
    """Many documents that are checked together, with the same options.

    `stdin` is standard input, for the path `-`; None if it is closed. `report_problem` is called during a check with
    each reason why something can't be checked. The results contain these problems too. `report_progress` is called
    before each file with its 1-based number, the number of files, and its display path.
    """

    def __init__(
        self,
        options: CheckOptions | None = None,
        *,
        stdin: BinaryIO | None = None,
        report_problem: Callable[[Problem], None] | None = None,
        report_progress: ReportProgress | None = None,
    ) -> None:
        self._options = options or CheckOptions()
        self._stdin = stdin
        self._report_problem = report_problem
        self._report_progress = report_progress

    def check(self, paths: Sequence[str] = ()) -> CheckResults:
        """Check `paths`: files, folders, patterns, `-` for standard input.

        Without paths, the documents that the current folder's config lists are checked, or else the folder. Files found
        in folders or by patterns are skipped if they aren't OpenAPI documents; fragments are checked with their
        documents. A problem of one document never hides another document.

        Raises ConfigError if the config in the options can't be used, PackError if there are no rules, BaselineError if
        the baseline can't be read, and OptionError for selectors that select nothing and for a revision that doesn't
        exist.
        """
        with pause_garbage_collector():
            run = self._new_run()
            run.read_baseline()
            return run.check(paths)

    def update_baseline(self, paths: Sequence[str] = (), *, only_remove: bool = False) -> BaselineUpdate:
        """Check `paths` and update the baseline: add new findings and remove fixed ones.

        With `only_remove`, none are added. Raises the errors of `check`. Raises BaselineError, and writes nothing, if a
        file can't be checked or no document is found.
        """
        with pause_garbage_collector():
            return self._new_run().update_baseline(paths, only_remove=only_remove)

    def _new_run(self) -> ProjectRun:
        return ProjectRun(self._options, self._stdin, self._report_problem, report_progress=self._report_progress)
