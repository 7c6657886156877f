"""The documents of a project that have certain files as parts, for a search for references."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.config import ConfigError
from preclear.project.checker import FileChecker, collect_garbage_between_documents
from preclear.project.notes import BrokenConfig
from preclear.project.references import DocumentSearch, ReferenceScanner
from preclear.project.results import CheckedFile, list_files
from preclear.project.search import SUFFIXES, SearchOptions, file_identity, make_input, relative_path
from preclear.project.session.signatures import FileSignatures
from preclear.source import FileCache, OverlayFileSystem, format_count, repository_root

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from preclear.config import Settings
    from preclear.engine import Checkpoint
    from preclear.project.notes import Problem
    from preclear.project.references import FoundDocuments
    from preclear.project.search import Input
    from preclear.project.settings import CheckOptions

MAX_DOCUMENTS = 5_000
"""Maximum number of documents that are loaded for one search."""

MAX_BYTES = 50_000_000
"""The total size of the documents after which no more are loaded for one search: a few seconds of work."""


class UnloadedDocument(NamedTuple):
    """A document that may refer to a file that is searched for, but can't be loaded."""

    path: str

    @property
    def text(self) -> str:
        return f"{self.path} can't be loaded"


class UnsearchedDocuments(NamedTuple):
    """Documents that aren't searched because there are too many. `total` counts those that may refer to the files."""

    number: int
    total: int

    @property
    def text(self) -> str:
        limit = f"a search ends after {format_count(MAX_DOCUMENTS, 'document')} or {MAX_BYTES // 1_000_000} MB"
        return f"{self.number:,} of {format_count(self.total, 'document')} weren't searched: {limit}"


SearchProblem: TypeAlias = "Problem | UnloadedDocument | UnsearchedDocuments"
"""A reason why a search may have missed something."""


class ReferenceSearch:
    """Finds the documents of files, and loads them one after the other. It keeps the names of files in texts."""

    def __init__(self, options: CheckOptions, checkpoint: Checkpoint) -> None:
        """`checkpoint` is called between the steps of a search, and can end it."""
        self._options = options
        self._checkpoint = checkpoint
        self._scanner = ReferenceScanner(is_keeping=True)
        self._scanner.checkpoint = checkpoint
        self._signatures = FileSignatures()

    def load_documents(
        self,
        files: Collection[str],
        known: Collection[str],
        texts: Mapping[str, bytes],
        report_problem: Callable[[SearchProblem], None],
    ) -> Iterator[CheckedFile]:
        """Yield every document that has one of `files` as a part. All paths are resolved.

        `texts` are read in place of files. Each file's documents are searched where those of a fragment are: among
        those that its config lists, or in its repository. No rule has run on them. `known` are documents to leave out.
        `report_problem` is called with each reason why documents may be missing.
        """
        checker = FileChecker(self._options)  # what it knows of configs ends with the search
        checker.checkpoint = self._checkpoint
        inputs: dict[str, Input] = {}
        for found in self._search(files, checker, texts, report_problem):
            inputs |= {
                path: input
                for input in found.inputs.files
                if input.file is not None and (path := str(file_identity(input.file))) not in known
            }
            for pattern in found.inputs.unmatched:
                report_problem(pattern)
            for folder in found.inputs.unlisted:
                report_problem(folder)
        cache = FileCache(texts, OverlayFileSystem(texts))
        remaining_bytes = MAX_BYTES
        for number, path in enumerate(sorted(inputs)):
            if number >= MAX_DOCUMENTS or remaining_bytes <= 0:
                report_problem(UnsearchedDocuments(len(inputs) - number, len(inputs)))
                return
            checked = _load(inputs[path], checker, cache)
            if not isinstance(checked, CheckedFile):
                report_problem(checked)
                continue
            remaining_bytes -= len(checked.check_result.document.data)
            if checked.check_result.connector is None:
                if checked.check_result.is_openapi or not checked.check_result.document.is_loaded:
                    report_problem(UnloadedDocument(checked.check_result.document.path))
            elif not list_files(checked).isdisjoint(files):
                yield checked
            del checked
            collect_garbage_between_documents()

    def _search(
        self,
        files: Collection[str],
        checker: FileChecker,
        texts: Mapping[str, bytes],
        report_problem: Callable[[Problem], None],
    ) -> Iterator[FoundDocuments]:
        """Yield the documents that may refer to `files`, of each config and each repository that they are in."""
        read_at = time.time_ns()
        self._scanner.update(texts, self._signatures.find_changed(texts))
        options = SearchOptions(checker.resolver.find_config, self._options.force_exclude)
        search = DocumentSearch(checker.settings_for, options, root=self._options.root, scanner=self._scanner)
        try:
            for settings, group in _group_files(files, checker, report_problem):
                yield search.search_config(group, settings) or search.search_repository(group, settings)
        finally:
            self._signatures.sign(self._scanner.files, read_at)
            self._signatures.keep(self._scanner.files)


def _load(input: Input, checker: FileChecker, cache: FileCache) -> CheckedFile | Problem:
    try:
        settings = checker.settings_for(input)
    except ConfigError as error:
        return BrokenConfig(error)
    return checker.read(input, settings, cache)


def _group_files(
    files: Iterable[str], checker: FileChecker, report_problem: Callable[[Problem], None]
) -> Iterator[tuple[Settings, list[str]]]:
    """Yield the files whose documents are searched in the same place: those of a config, or of a repository."""
    groups: dict[int | Path, tuple[Settings, list[str]]] = {}
    for file in sorted(files):
        if not file.lower().endswith(SUFFIXES):
            continue
        try:
            settings = checker.settings_for(make_input(relative_path(file)))
        except ConfigError as error:
            report_problem(BrokenConfig(error))
            continue
        key = id(settings.config) if settings.documents else repository_root(Path(file).parent)
        groups.setdefault(key, (settings, []))[1].append(file)
    yield from groups.values()
