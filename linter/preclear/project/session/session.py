"""Checks that are repeated while files are edited: each checks again only what can have another result."""

from __future__ import annotations

import gc
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from preclear.engine import CancelledCheckError, continue_check
from preclear.project.checker import MAX_NEW_OBJECTS, count_new_objects, pause_garbage_collector
from preclear.project.references import ReferenceScanner
from preclear.project.results import CheckedFile, FileResult
from preclear.project.run import ProjectRun, RunMemory
from preclear.project.search import file_identity
from preclear.project.session.reference_search import ReferenceSearch
from preclear.project.session.session_checker import SessionChecker
from preclear.project.session.signatures import FileSignatures
from preclear.source import FileCache, OverlayFileSystem, resolve_links

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence

    from preclear.engine import Checkpoint
    from preclear.project.results import CheckResults
    from preclear.project.search import Input
    from preclear.project.session.reference_search import SearchProblem
    from preclear.project.settings import CheckOptions, ReportDetail, ReportProgress

MAX_GARBAGE_BYTES = 2_000_000
"""The total size of the documents that are checked before their models are freed. Models are ten times as large."""


class CheckSession:
    """Checks of the same options over texts that change. All calls come from one thread.

    A check has the results that `Project.check` would have if the texts were in the files. The session keeps the
    results of documents whose files, settings and baseline haven't changed. A revision in `options` has no effect. A
    text whose file doesn't exist can be named and referred to, but no search in folders finds it.
    """

    def __init__(self, options: CheckOptions) -> None:
        self.checkpoint: Checkpoint = continue_check
        """Is called between the steps of all that the session does, and can end it with a CancelledCheckError."""
        self._options = options._replace(jobs=1, since=None)
        self._texts: Mapping[str, bytes] = {}
        self._files = OverlayFileSystem({})
        self._cache = FileCache(files=self._files)
        self._scanner = ReferenceScanner(is_keeping=True)
        self._scanner.checkpoint = self._pass_checkpoint
        self._reference_search = ReferenceSearch(self._options, self._pass_checkpoint)
        self._signatures = FileSignatures()
        self._memory = RunMemory()
        self._checker: SessionChecker | None = None
        self._baseline_file: str | None = None
        self._garbage_objects = 0

    def check(
        self,
        paths: Sequence[str],
        texts: Mapping[str, bytes],
        *,
        documents: Iterable[str] = (),
        report_progress: ReportProgress | None = None,
    ) -> CheckResults:
        """Check `paths` with `texts` in place of files, by the files' resolved paths.

        `documents` are resolved paths of files whose faults are reported even if they aren't OpenAPI. `report_progress`
        is called before each file. Raises the errors of `Project.check`.
        """
        with self._pause_garbage_collector():
            results = self._check(paths, dict(texts), frozenset(documents), report_progress)
        self._collect_garbage()
        return results

    def check_for_fixes(self, paths: Sequence[str]) -> CheckResults:
        """Return the results of the last check, which was of `paths`, with the fixes of all findings."""
        checker = self._checker
        fixes: frozenset[ReportDetail] = frozenset({"fixes"})
        details = self._options.details | fixes
        memory = RunMemory()
        with self._pause_garbage_collector():
            if checker is None:
                raise ValueError("nothing was checked")
            for input, result in self._memory.results.items():
                memory.results[input] = result
                file = checker.load(input) if isinstance(result, FileResult) and result.findings.findings else None
                if isinstance(file, CheckedFile):
                    memory.results[input] = checker.make_result(input, file, details)
            return self._make_run(checker, memory, self._options._replace(details=details)).check(paths)

    def load_checked_files(self, file: str) -> tuple[CheckedFile, ...]:
        """Return the documents of the last check that have the file at `file`, a resolved path, as a part."""
        checker = self._checker
        if checker is None:
            return ()
        with self._pause_garbage_collector():
            files = [
                checker.load(input)
                for input, result in self._memory.results.items()
                if isinstance(result, FileResult) and result.is_document and file in result.real_files
            ]
        return tuple(checked for checked in files if isinstance(checked, CheckedFile))

    def load_documents_with(
        self, files: Collection[str], report_problem: Callable[[SearchProblem], None]
    ) -> Iterator[CheckedFile]:
        """Yield all documents of the project that have one of `files`, resolved paths, as a part.

        First come those of the last check, then those in which no open file is: no rule has run on these.
        `report_problem` is called with each reason why documents may be missing.
        """
        checker = self._checker
        if checker is None:
            return
        results = [result for result in self._memory.results.values() if isinstance(result, FileResult)]
        known = {
            str(file_identity(result.input.file))
            for result in results
            if result.input.file is not None and result.is_document and result.is_loaded
        }
        with self._pause_garbage_collector():
            for result in results:
                if result.is_document and not result.real_files.isdisjoint(files):
                    checked = checker.load(result.input)
                    if isinstance(checked, CheckedFile):
                        yield checked
            yield from self._reference_search.load_documents(files, known, self._texts, report_problem)

    @property
    def documents(self) -> set[str]:
        """The resolved paths of the OpenAPI documents of the last check."""
        results = self._memory.results.values()
        return {
            result.real_file
            for result in results
            if isinstance(result, FileResult) and result.is_document and result.real_file is not None
        }

    def _check(
        self,
        paths: Sequence[str],
        texts: Mapping[str, bytes],
        documents: frozenset[str],
        report_progress: ReportProgress | None,
    ) -> CheckResults:
        read_at = time.time_ns()
        checker = self._refresh(texts, documents)
        self._memory.used.clear()
        try:
            results = self._make_run(checker, self._memory, self._options, report_progress).check(paths)
        finally:  # a baseline that can't be read ends the check, but configs have been read before
            self._memory.added.clear()
            self._signatures.sign(self._list_files(checker), read_at)
        self._forget_unused(checker)
        return results

    def _make_run(
        self,
        checker: SessionChecker,
        memory: RunMemory,
        options: CheckOptions,
        report_progress: ReportProgress | None = None,
    ) -> ProjectRun:
        """Make a run that has read the baseline. If that has changed since the last run, nothing else is known."""
        checker.baseline = None
        run = ProjectRun(
            options, memory=memory, report_progress=report_progress, checker=checker, scanner=self._scanner
        )
        baseline_file = os.path.abspath(run.baseline_file())
        if baseline_file != self._baseline_file:
            self._baseline_file = baseline_file
            memory.results.clear()
        run.read_baseline()
        return run

    def _refresh(self, texts: Mapping[str, bytes], documents: frozenset[str]) -> SessionChecker:
        """Forget what can be different from the last check; return the checker. Raises the errors of FileChecker."""
        self._texts = texts
        changed = self._signatures.find_changed(texts)
        has_same_folders = self._files.update(texts)
        self._cache.update(texts, changed if has_same_folders else None)
        self._scanner.update(texts, changed)
        checker = self._checker
        if checker is not None and _has_changed_config(checker, changed):
            self._checker = checker = None
        if checker is None:
            checker = self._checker = SessionChecker(self._options, self._cache)
            checker.checkpoint = self._pass_checkpoint
            self._memory.results.clear()
        if not has_same_folders or self._baseline_file in changed:
            self._memory.results.clear()
        changed_documents = documents ^ checker.documents
        checker.documents = documents
        for input, result in [*self._memory.results.items()]:
            if not isinstance(result, FileResult) or _is_changed(input, result, changed, changed_documents):
                self._memory.forget((input,))
                checker.forget(input)
        return checker

    def _list_files(self, checker: SessionChecker) -> Iterator[str]:
        """Yield all files that the results of the last check depend on, found or not."""
        yield from checker.resolver.configs.files
        yield from self._cache.files_read
        yield from self._scanner.files
        if self._baseline_file is not None:
            yield self._baseline_file
        for result in self._memory.results.values():
            if isinstance(result, FileResult):
                yield from result.real_files

    def _forget_unused(self, checker: SessionChecker) -> None:
        """Forget what the last check didn't need."""
        unused = self._memory.results.keys() - self._memory.used
        self._memory.forget(unused)
        for input in unused:
            checker.forget(input)
        self._signatures.keep({*self._list_files(checker)})

    def _pass_checkpoint(self) -> None:
        self.checkpoint()

    @contextmanager
    def _pause_garbage_collector(self) -> Generator[None]:
        """Pause the collector. Free what cancelled checks have left, which their errors have held until now."""
        if self._garbage_objects > MAX_NEW_OBJECTS:
            self._garbage_objects = 0
            gc.collect()
        with pause_garbage_collector():
            try:
                yield
            except CancelledCheckError:
                self._garbage_objects += count_new_objects()
                raise

    def _collect_garbage(self) -> None:
        """Free the models of old texts: they refer to themselves, and no collection happens during checks."""
        if self._checker is not None and self._checker.checked_bytes > MAX_GARBAGE_BYTES:
            self._checker.checked_bytes = 0
            gc.collect()


def _has_changed_config(checker: SessionChecker, changed: set[str]) -> bool:
    """Whether other configs may apply than in the last check."""
    configs = checker.resolver.configs
    return not changed.isdisjoint(configs.files) or any(
        os.path.lexists(file) != is_found for file, is_found in configs.repositories.items()
    )


def _is_changed(input: Input, result: FileResult, changed: set[str], changed_documents: frozenset[str]) -> bool:
    """Whether a check of `input` can have another result than `result`."""
    file = None if input.file is None else resolve_links(input.file)
    return file != result.real_file or not changed.isdisjoint(result.real_files) or file in changed_documents
