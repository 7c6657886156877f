"""A run over many documents: from paths to results."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from preclear._records import replace
from preclear.config import ConfigError
from preclear.project.checker import FileChecker
from preclear.project.results import FileResult, ResultsBuilder
from preclear.project.run.input_checker import InputChecker
from preclear.project.search import SearchOptions, SelectedInputs, select_inputs
from preclear.project.settings import MAX_JOBS, CheckOptions, OptionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from preclear.config import Settings
    from preclear.engine import Baseline, BaselineEntry
    from preclear.project.notes import Note, Problem
    from preclear.project.references import ReferenceScanner
    from preclear.project.results import BaselineUpdate, CheckResults, ReportDetails
    from preclear.project.run.roots import Fragment
    from preclear.project.run.run_memory import RunMemory
    from preclear.project.search import Input, Inputs
    from preclear.project.settings import ReportProgress


class ProjectRun:
    """A single run: checks files and the documents that they are parts of, and compares them with the baseline."""

    def __init__(
        self,
        options: CheckOptions,
        stdin: BinaryIO | None = None,
        report_problem: Callable[[Problem], None] | None = None,
        memory: RunMemory | None = None,
        report_progress: ReportProgress | None = None,
        checker: FileChecker | None = None,
        scanner: ReferenceScanner | None = None,
    ) -> None:
        """Results in `memory` are used, and others are added to it. `checker` and `scanner` can be another run's.

        Raises the errors of `FileChecker`, and OptionError for an invalid number of jobs.
        """
        if options.jobs is not None and not 1 <= options.jobs <= MAX_JOBS:
            raise OptionError(f"`jobs` is {options.jobs}; expected a number from 1 to {MAX_JOBS}", "jobs")
        self._options = options
        self._builder = ResultsBuilder(report_problem, None if memory is None else memory.added.append)
        self.checker: FileChecker = checker or FileChecker(options, stdin)
        self._scanner = scanner
        self._inputs = InputChecker(options, self.checker, memory, report_progress)
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
            self._inputs.close()

    def update_baseline(self, paths: Sequence[str], *, only_remove: bool) -> BaselineUpdate:
        """Check `paths` and write the baseline, as `Project.update_baseline` does."""
        from preclear.engine import Baseline, read_baseline
        from preclear.project.results import write_baseline_update

        file = self.baseline_file()
        baseline = self.baseline = read_baseline(file) if only_remove else Baseline(file)
        results = self.check(paths)
        return write_baseline_update(baseline, self._stale_entries(), results, only_remove=only_remove)

    def _check(self, paths: Sequence[str]) -> CheckResults:
        builder, options = self._builder, self._options
        search = SearchOptions(self.checker.resolver.find_config, options.force_exclude, self.checker.has_text)
        selected = self._select_inputs(paths, search)
        search_notes, excluded = selected.inputs.notes, selected.inputs.excluded
        comparison = self._inputs.compare(selected.inputs)
        if comparison is not None and comparison.unchanged_count:
            selected = SelectedInputs((), comparison.inputs)
        self._add_inputs(selected.inputs)
        other_files: list[FileResult] = []
        results: Iterable[FileResult | Problem] = self._check_inputs(selected.inputs.files)
        if comparison is not None:
            results = comparison.check_sharing([*results], self._check_again, self._inputs.observe_old)
            builder.total += len(results) - len(selected.inputs.files)
        for result in results:
            if not isinstance(result, FileResult):
                builder.add_problem(result)
                builder.unchecked += 1
            elif result.is_document:
                builder.add(result)
            else:
                other_files.append(result)
        if other_files or excluded:
            self._add_other_files(other_files, excluded, selected.inputs, search)
        if builder.ignore_uses is not None and options.use_ignores and not builder.unchecked:
            for finding, settings in builder.ignore_uses.findings(self.checker.resolver, selected):
                if comparison is None or not comparison.has_unused_ignore(finding, self.checker.resolver):
                    builder.add_finding(finding, settings)
        may_be_empty = options.openapi_only or (comparison is not None and comparison.unchanged_count > 0)
        built = builder.build(self._first_notes(), search_notes, may_be_empty=may_be_empty)
        return replace(built, details=self._build_details()) if options.details else built

    def _check_again(self, inputs: Sequence[Input]) -> Iterator[FileResult | Problem]:
        self._inputs.forget(inputs)
        return self._check_inputs(inputs)

    def _build_details(self) -> ReportDetails:
        from preclear.engine import all_kinds
        from preclear.project.results import DetailsCollector, list_kinds

        collector = self._builder.details or DetailsCollector()
        if "kinds" not in self._options.details:
            return collector.build(())
        selections = map(self.checker.resolver.selection, self._settings.values())
        return collector.build(list_kinds(all_kinds(self.checker.rules), selections))

    def _select_inputs(self, paths: Sequence[str], options: SearchOptions) -> SelectedInputs:
        """Select the files to check."""
        from preclear.project.search import has_config_name, select_with_configs

        if not any(map(has_config_name, paths)):
            return select_inputs(paths, None if paths else self._current_settings(), options)
        return select_with_configs(paths, self.checker.resolver, options, self._add_broken_config)

    def _add_broken_config(self, error: ConfigError) -> None:
        """Add a config among the paths that can't be used: no document that has it is checked."""
        from preclear.project.notes import BrokenConfig

        self._builder.add_problem(BrokenConfig(error))
        self._builder.total += 1
        self._builder.unchecked += 1

    def _add_inputs(self, inputs: Inputs) -> None:
        """Count the inputs, and add a problem for each unmatched pattern and unlisted folder."""
        self._builder.total += len(inputs.files) + len(inputs.unmatched) + len(inputs.unlisted)
        for pattern in inputs.unmatched:
            self._builder.add_problem(pattern)
            self._builder.unchecked += not self._options.openapi_only
        for folder in inputs.unlisted:
            self._builder.add_problem(folder)
            self._builder.unchecked += 1

    def _add_other_files(
        self, other_files: Sequence[FileResult], excluded: Sequence[Input], inputs: Inputs, options: SearchOptions
    ) -> None:
        """Handle files that aren't OpenAPI documents: check the roots of fragments, and skip the other found files.

        The documents of `excluded` files are checked, too.
        """
        from preclear.project.references import DocumentSearch
        from preclear.project.run.roots import FragmentRoots

        search = DocumentSearch(self.checker.settings_for, options, root=self._options.root, scanner=self._scanner)
        roots = FragmentRoots(self._builder, self._check_inputs, search, inputs.files)
        for file in roots.add_documents(other_files, self._find_fragments(excluded)):
            if self._builder.may_be_unread(file.input.file):
                continue
            if self.checker.is_skippable(file.input):
                self._builder.skipped.append(file.input.display_path)
            else:
                roots.note_unreferenced(file)
                self._builder.add(file)

    def _find_fragments(self, inputs: Iterable[Input]) -> Iterator[Fragment]:
        from preclear.project.run.roots import Fragment

        for input in inputs:
            try:
                yield Fragment(input, self.checker.settings_for(input))
            except ConfigError as error:
                self._add_broken_config(error)

    def _check_inputs(self, inputs: Sequence[Input]) -> Iterator[FileResult | Problem]:
        """Check files and yield the result or the problem of each, in order."""
        for result in self._inputs.check(inputs):
            if isinstance(result, FileResult):
                self._settings[id(result.settings)] = result.settings
                self._add_to_baseline(result)
            yield result

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

    def _first_notes(self) -> Iterator[Note]:
        yield from self._baseline_notes()
        comparison = self._inputs.comparison
        if comparison is not None:
            yield from comparison.make_notes(len(self._builder.old_findings), is_all=not self._builder.checked)

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
