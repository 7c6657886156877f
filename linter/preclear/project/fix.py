"""A run that fixes: it checks, writes the edits of its findings into the files, and reports what is left."""

from __future__ import annotations

import gc
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from preclear.edit import CollectedReport, FixableDocument, Fixes, FixOptions, fix_documents
from preclear.engine import UNUSED_SUPPRESSION
from preclear.project.checker import pause_garbage_collector, read_stdin_stream
from preclear.project.fix_files import FixError, connect_files, is_fixable, write_fixes
from preclear.project.results import CheckedFile, FileResult, is_unchecked
from preclear.project.run import ProjectRun, RunMemory
from preclear.project.search import STDIN, make_input
from preclear.project.settings import OptionError
from preclear.source import EDIT_LEVEL_RANK, resolve_links

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import Literal

    from preclear.project.checker import FileChecker
    from preclear.project.notes import Problem
    from preclear.project.results import CheckResults
    from preclear.project.settings import CheckOptions, ReportProgress
    from preclear.source import Document, EditLevel, Kind, Report


def fix_paths(
    paths: Sequence[str],
    options: CheckOptions,
    level: Literal["safe", "rename"],
    *,
    is_dry_run: bool = False,
    stdin: BinaryIO | None = None,
    report_problem: Callable[[Problem], None] | None = None,
    report_progress: ReportProgress | None = None,
    texts: Mapping[str, bytes] | None = None,
) -> CheckResults:
    """Check `paths` as `Project.check` does, fix what is reported, and return what is left and what was fixed.

    Edits up to `level` are made. All changed files are written together at the end, or none; with `is_dry_run`, none
    are. What is left is in any case what a check of the fixed texts reports. The text of standard input isn't written:
    it is in the results.

    `texts` are fixed in place of files, by the files' resolved paths, and never written: that takes `is_dry_run`.

    Raises the errors of `Project.check`, OptionError for options that adapt documents, and FixError if a file can't be
    written.
    """
    if options.adapt:
        raise OptionError("an adapted document can't be fixed: its text isn't the one in the file", "adapt")
    for option in (("adapt", name) for name in ("include", "exclude", "overlays")):
        for settings in options.settings:
            if option in settings:
                message = "a selection and overlays make another document, whose text isn't the one in the file"
                raise OptionError(f"{message}; expected neither, to fix the file", settings[option].origin)
    with pause_garbage_collector():
        fix_run = _FixRun(options, level, stdin, report_progress, texts or {})
        return fix_run.run(paths, is_dry_run=is_dry_run, report_problem=report_problem)


class _FixRun:
    def __init__(
        self,
        options: CheckOptions,
        level: Literal["safe", "rename"],
        stdin: BinaryIO | None,
        report_progress: ReportProgress | None,
        texts: Mapping[str, bytes],
    ) -> None:
        self._options = options
        self._texts = texts
        self._report_progress = report_progress
        self._level: EditLevel = level
        self._stdin = stdin
        self._stdin_data: bytes | None = None
        self._is_stdin_complete = False
        self._stdin_document: Document | None = None
        self._memory = RunMemory(has_renames=level == "rename")

    def run(
        self, paths: Sequence[str], *, is_dry_run: bool, report_problem: Callable[[Problem], None] | None
    ) -> CheckResults:
        first_run = ProjectRun(self._options, memory=self._memory, report_progress=self._report_progress)
        first_run.checker.replace_texts(self._texts)
        if STDIN in paths:
            self._read_stdin(first_run.checker)
        first_run.read_baseline()
        first_run.check(paths)
        groups = [files for files in connect_files(self._memory.added) if is_fixable(files, self._level)]
        fixes = _join_fixes(
            self._fix_group(first_run.checker, files, number, len(groups)) for number, files in enumerate(groups, 1)
        )
        if not is_dry_run:
            write_fixes(file for file in fixes.files if file.key != STDIN)
        if self._is_stdin_complete:
            fixes = fixes._replace(stdin=self._stdin_data)
        self._memory.added.clear()
        last_run = ProjectRun(self._options, self._open_stdin(), report_problem, self._memory)
        last_run.read_baseline()
        return replace(last_run.check(paths), fixes=fixes)

    def _read_stdin(self, checker: FileChecker) -> None:
        """Read standard input, which every round checks again."""
        from preclear.config import ConfigError

        try:
            limit = checker.settings_for(make_input(STDIN)).limits.file_bytes
        except ConfigError:
            return  # it isn't checked
        data = read_stdin_stream(self._stdin, limit + 1)
        if isinstance(data, bytes):
            self._stdin_data = data
            self._is_stdin_complete = len(data) <= limit
        checker.stdin = self._open_stdin()

    def _open_stdin(self) -> BinaryIO | None:
        return self._stdin if self._stdin_data is None else BytesIO(self._stdin_data)

    def _fix_group(self, checker: FileChecker, files: Sequence[FileResult], number: int, total: int) -> Fixes:
        """Fix documents that share files, the 1-based `number` of `total`. Their new results replace the old ones."""
        if self._report_progress is not None:
            self._report_progress(number, total, files[0].input.display_path)
        results: dict[Path | None, CheckedFile] = {}

        def check(texts: Mapping[str, bytes]) -> list[FixableDocument]:
            results.clear()
            checker.replace_texts({**self._texts, **{key: text for key, text in texts.items() if key != STDIN}})
            if self._stdin_data is not None:
                checker.stdin = BytesIO(texts.get(STDIN, self._stdin_data))
            documents = [self._check(checker, file, results) for file in files]
            return _without_used_suppressions(documents, results.values())

        limits = files[0].settings.limits
        fixes, data = fix_documents(check, FixOptions(self._level, limits, self._identify, _editable_files(files)))
        self._stdin_data = data.get(STDIN, self._stdin_data)
        for file in files:
            self._memory.results[file.input] = checker.make_result(file.input, results[file.input.file])
        results.clear()
        gc.collect()
        return fixes

    def _check(
        self, checker: FileChecker, file: FileResult, results: dict[Path | None, CheckedFile]
    ) -> FixableDocument:
        reports: list[CollectedReport] = []

        def observe(kind: Kind, report: Report) -> None:
            if report.edit is not None and EDIT_LEVEL_RANK[report.edit.level] <= EDIT_LEVEL_RANK[self._level]:
                reports.append(CollectedReport(kind, report))

        checked = checker.check(file.input, observe)
        if not isinstance(checked, CheckedFile):
            raise FixError(f"{checked.text}; nothing was written")
        results[file.input.file] = checked
        result = checked.check_result
        if file.input.file is None:
            self._stdin_document = result.document
        connector = result.connector if result.document.source_map is None else None
        is_complete = connector is not None and not is_unchecked(result)
        is_withheld = not result.document.text
        description = None if connector is None else connector.api
        return FixableDocument(result.document, description, [] if is_withheld else reports, is_complete)

    def _identify(self, document: Document) -> str:
        """Return the resolved path of the file; `-` for standard input, also if it has a name."""
        is_stdin = document.file is None or document is self._stdin_document
        return STDIN if is_stdin or document.file is None else resolve_links(document.file)


def _editable_files(files: Iterable[FileResult]) -> frozenset[str] | None:
    """Return the keys of the files that may be edited: with standard input, only those that other documents use."""
    files = list(files)
    if all(file.input.file is not None for file in files):
        return None
    return frozenset({STDIN}).union(*(file.real_files for file in files if file.input.file is not None))


def _without_used_suppressions(
    documents: Sequence[FixableDocument], results: Iterable[CheckedFile]
) -> list[FixableDocument]:
    """Return the documents without reports about suppressions that one document doesn't need, but another does."""
    used = {
        (place.document.path, place.span) for checked in results for place in checked.check_result.used_suppressions
    }

    def is_used(report: CollectedReport) -> bool:
        place = report.report.location.place
        return report.kind is UNUSED_SUPPRESSION and (place.document.path, place.span) in used

    return [
        document._replace(reports=[report for report in document.reports if not is_used(report)])
        for document in documents
    ]


def _join_fixes(all_fixes: Iterable[Fixes]) -> Fixes:
    fixes = list(all_fixes)
    return Fixes(
        tuple(finding for part in fixes for finding in part.fixed),
        tuple(finding for part in fixes for finding in part.unfixed),
        tuple(sorted((file for part in fixes for file in part.files), key=lambda file: file.path)),
        all(part.is_complete for part in fixes),
    )
