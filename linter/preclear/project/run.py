"""A project: many documents that are checked together."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from preclear.config import ConfigError
from preclear.project.builder import ResultsBuilder
from preclear.project.checker import FileChecker, collect_garbage_batch, pause_garbage_collector
from preclear.project.file_result import FileResult
from preclear.project.inputs import select_inputs
from preclear.project.settings import MAX_JOBS, CheckOptions, OptionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from preclear.config import Settings
    from preclear.engine import Baseline, BaselineEntry
    from preclear.project.baseline import BaselineUpdate
    from preclear.project.inputs import Input, Inputs
    from preclear.project.notes import Note, Problem
    from preclear.project.report_details import ReportDetails
    from preclear.project.results import CheckResults
    from preclear.project.run_memory import RunMemory
    from preclear.project.workers import WorkerPool


class Project:
    """Many documents that are checked together, with the same options.

    `stdin` is standard input, for the path `-`; None if it is closed. `report_problem` is called during a check with
    each reason why something can't be checked. The results contain these problems too.
    """

    def __init__(
        self,
        options: CheckOptions | None = None,
        *,
        stdin: BinaryIO | None = None,
        report_problem: Callable[[Problem], None] | None = None,
    ) -> None:
        self._options = options or CheckOptions()
        self._stdin = stdin
        self._report_problem = report_problem

    def check(self, paths: Sequence[str] = ()) -> CheckResults:
        """Check `paths`: files, folders, patterns, `-` for standard input.

        Without paths, the documents that the current folder's config lists are checked, or else the folder. Files found
        in folders or by patterns are skipped if they aren't OpenAPI documents; fragments are checked with their
        documents. A problem of one document never hides another document.

        Raises ConfigError if the config in the options can't be used, PackError if there are no rules, BaselineError if
        the baseline can't be read, and OptionError for selectors that select nothing.
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
        return ProjectRun(self._options, self._stdin, self._report_problem)


class ProjectRun:
    """A single run: checks files and the documents that they are parts of, and compares them with the baseline."""

    def __init__(
        self,
        options: CheckOptions,
        stdin: BinaryIO | None = None,
        report_problem: Callable[[Problem], None] | None = None,
        memory: RunMemory | None = None,
    ) -> None:
        """Results in `memory` are used, and others are added to it.

        Raises the errors of `FileChecker`, and OptionError for an invalid number of jobs.
        """
        if not 1 <= options.jobs <= MAX_JOBS:
            raise OptionError(f"`jobs` is {options.jobs}; expected a number from 1 to {MAX_JOBS}", "jobs")
        self._options = options
        self._builder = ResultsBuilder(report_problem, None if memory is None else memory.added.append)
        self.checker = FileChecker(options, stdin)
        self._memory = memory
        self._pool: WorkerPool | None = None
        self._settings: dict[int, Settings] = {}

    @property
    def baseline(self) -> Baseline | None:
        """The baseline. It must be set before files are checked."""
        return self.checker.baseline

    @baseline.setter
    def baseline(self, baseline: Baseline) -> None:
        self.checker.baseline = baseline

    def baseline_file(self) -> Path:
        """Return the path of the baseline: from the options, else next to the current folder's config or `.git`."""
        from preclear.engine import default_baseline_path

        if self._options.baseline is not None:
            return self._options.baseline
        settings = self._current_settings()
        config = settings.config if settings is not None else None
        return default_baseline_path(config.folder if config is not None else None, Path.cwd())

    def read_baseline(self) -> None:
        """Read the baseline, if there is one. Raises BaselineError."""
        file = self.baseline_file()
        if self._options.baseline is not None or os.path.lexists(file):
            from preclear.engine import read_baseline

            self.baseline = read_baseline(file)

    def check(self, paths: Sequence[str]) -> CheckResults:
        """Check `paths`, as `Project.check` does."""
        try:
            return self._check(paths)
        finally:
            if self._pool is not None:
                self._pool.close()

    def update_baseline(self, paths: Sequence[str], *, only_remove: bool) -> BaselineUpdate:
        """Check `paths` and write the baseline, as `Project.update_baseline` does."""
        from preclear.engine import Baseline, read_baseline
        from preclear.project.baseline import write_baseline_update

        file = self.baseline_file()
        baseline = self.baseline = read_baseline(file) if only_remove else Baseline(file)
        results = self.check(paths)
        return write_baseline_update(baseline, self._stale_entries(), results, only_remove=only_remove)

    def _check(self, paths: Sequence[str]) -> CheckResults:
        builder, options = self._builder, self._options
        selected = select_inputs(paths, None if paths else self._current_settings())
        self._add_inputs(selected.inputs)
        other_files: list[FileResult] = []
        for result in self._check_inputs(selected.inputs.files):
            if not isinstance(result, FileResult):
                builder.add_problem(result)
                builder.unchecked += 1
            elif result.is_document:
                builder.add(result)
            else:
                other_files.append(result)
        if other_files:
            self._add_other_files(other_files)
        if builder.ignore_uses is not None and options.use_ignores and not builder.unchecked:
            for finding, settings in builder.ignore_uses.findings(self.checker.resolver, selected):
                builder.add_finding(finding, settings)
        results = builder.build(self._baseline_notes(), openapi_only=options.openapi_only)
        return replace(results, details=self._build_details()) if options.details else results

    def _build_details(self) -> ReportDetails:
        from preclear.engine import all_kinds
        from preclear.project.report_details import DetailsCollector, list_kinds

        collector = self._builder.details or DetailsCollector()
        if "kinds" not in self._options.details:
            return collector.build(())
        selections = map(self.checker.resolver.selection, self._settings.values())
        return collector.build(list_kinds(all_kinds(self.checker.rules), selections))

    def _add_inputs(self, inputs: Inputs) -> None:
        """Count the inputs, and add a problem for each unmatched pattern and unlisted folder."""
        self._builder.total = len(inputs.files) + len(inputs.unmatched) + len(inputs.unlisted)
        for pattern in inputs.unmatched:
            from preclear.project.notes import UnmatchedPattern

            self._builder.add_problem(UnmatchedPattern(pattern))
            self._builder.unchecked += not self._options.openapi_only
        for folder in inputs.unlisted:
            self._builder.add_problem(folder)
            self._builder.unchecked += 1

    def _add_other_files(self, other_files: Sequence[FileResult]) -> None:
        """Handle files that aren't OpenAPI documents: check the roots of fragments, and skip the other found files."""
        from preclear.project.roots import FragmentRoots

        roots = FragmentRoots(self._builder, self._check_inputs)
        for file in [file for file in other_files if not roots.is_covered(file)]:
            if self._builder.may_be_unread(file.input.file):
                continue
            if self._options.openapi_only or not file.input.is_named:
                self._builder.skipped.append(file.input.display_path)
            else:
                self._builder.add(file)

    def _check_inputs(self, inputs: Sequence[Input]) -> Iterator[FileResult | Problem]:
        """Check files and yield the result or the problem of each, in order."""
        memory = self._memory
        results = self._check_new(inputs) if memory is None else self._check_remembered(inputs, memory)
        for number, result in enumerate(results, 1):
            if isinstance(result, FileResult):
                self._settings[id(result.settings)] = result.settings
                self._add_to_baseline(result)
            yield result
            collect_garbage_batch(number)

    def _check_remembered(self, inputs: Sequence[Input], memory: RunMemory) -> Iterator[FileResult | Problem]:
        """Yield the results of files from the memory. Check those that aren't in it, and add them."""
        new_results = self._check_new([input for input in inputs if input not in memory.results])
        for input in inputs:
            if input not in memory.results:
                memory.results[input] = next(new_results)
            yield memory.results[input]

    def _check_new(self, inputs: Sequence[Input]) -> Iterator[FileResult | Problem]:
        if self._options.jobs > 1 and sum(input.file is not None for input in inputs) > 1:
            return self._open_pool().results(inputs)
        return map(self.checker.summarize, inputs)

    def _open_pool(self) -> WorkerPool:
        if self._pool is None:
            from preclear.project.workers import WorkerPool

            self._pool = WorkerPool(self._options, self.checker)
        return self._pool

    def _add_to_baseline(self, result: FileResult) -> None:
        if self.baseline is not None and result.baseline_use is not None:
            self.baseline.add(result.baseline_use, self.checker.resolver.selection(result.settings))

    def _current_settings(self) -> Settings | None:
        """Return the settings of the current folder. Return None and add a problem if its config can't be used."""
        try:
            return self.checker.resolver.resolve()
        except ConfigError as error:
            from preclear.project.notes import BrokenConfig

            self._builder.add_problem(BrokenConfig(error))
            return None

    def _baseline_notes(self) -> Iterator[Note]:
        """Yield notes about known findings that aren't reported, and about stale entries."""
        if self.baseline is None:
            return
        from preclear.config import format_path
        from preclear.project.notes import KnownFindings, StaleEntries

        display_path = format_path(str(self.baseline.file))
        count = len(self.baseline.known_entries)
        if count and self._options.use_ignores:
            yield KnownFindings(count, display_path)
        stale = self._stale_entries()
        if stale:
            yield StaleEntries(stale, display_path)

    def _stale_entries(self) -> list[BaselineEntry]:
        """Return the entries of the baseline that are no longer found."""
        from preclear.engine import all_kinds

        return self.baseline.stale_entries(all_kinds(self.checker.rules)) if self.baseline is not None else []
