"""Fragments: files that are parts of OpenAPI documents, which are checked in their place.

A hook receives the files that changed. If one is a fragment, its roots are checked: the documents that refer to it, of
those that its config lists, or of all in its repository.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.project.notes import ReferringDocuments
from preclear.project.results import FileResult
from preclear.project.search import SUFFIXES, file_identity
from preclear.source import repository_root, resolve_links

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from preclear.config import Settings
    from preclear.project.notes import Problem
    from preclear.project.references import DocumentSearch, FoundDocuments
    from preclear.project.results import ResultsBuilder
    from preclear.project.search import Input


class Fragment(NamedTuple):
    """A file whose documents are looked up, and its settings."""

    input: Input
    settings: Settings


class FragmentRoots:
    """Checks the documents that fragments are parts of, each once."""

    def __init__(
        self,
        builder: ResultsBuilder,
        check: Callable[[Sequence[Input]], Iterator[FileResult | Problem]],
        search: DocumentSearch,
        inputs: Iterable[Input],
    ) -> None:
        """`check` yields the result of each file in order. `inputs` are the files of the run, which are checked."""
        self._builder = builder
        self._check_inputs = check
        self._search = search
        self._checked = {file_identity(input.file) for input in inputs if input.file is not None}
        self._scopes: dict[str, str] = {}
        self._covered: set[str] = set()
        """Fragments that documents refer to which couldn't be loaded: whether they are parts of them is unknown."""
        self._roots: dict[str, set[str]] = {}

    def add_documents(self, files: Sequence[FileResult], excluded: Iterable[Fragment] = ()) -> list[FileResult]:
        """Add the documents to the run that have any of `files` as a part. Return the files that no document has.

        All documents of a file whose path was typed are added. A file that was found is only looked up if no document
        of the run has it, and only among the documents of its config: a search in a folder doesn't become one in the
        whole repository. `excluded` are files that aren't checked themselves; their documents are added, too.
        """
        named = [Fragment(file.input, file.settings) for file in files]
        for group in self._group_fragments([*named, *excluded]):
            settings = group[0].settings
            by_path = {_real_path(fragment.input): fragment for fragment in group}
            found = self._search.search_config([*by_path], settings)
            if found is None:
                by_path = {path: fragment for path, fragment in by_path.items() if fragment.input.is_typed}
                if not by_path:
                    continue
                found = self._search.search_repository([*by_path], settings)
            self._scopes.update(dict.fromkeys(by_path, found.scope))
            self._add_problems(found)
            self._check_found(found, by_path)
        if self._roots:
            fragments = sorted({path for fragments in self._roots.values() for path in fragments})
            self._builder.referring = ReferringDocuments(tuple(sorted(self._roots)), tuple(fragments))
        return [file for file in files if not self._is_covered(file)]

    def note_unreferenced(self, file: FileResult) -> None:
        """Record a file that no document has, if documents were searched for it."""
        scope = self._scopes.get(_real_path(file.input))
        if scope is not None:
            self._builder.unreferenced.setdefault(scope, []).append(file.input.display_path)

    def _group_fragments(self, fragments: Iterable[Fragment]) -> list[list[Fragment]]:
        """Return the fragments to look up, in groups that share their documents: of a config, or of a repository."""
        groups: dict[int | Path, list[Fragment]] = {}
        for fragment in fragments:
            input, settings = fragment
            path = input.file
            if path is None or not path.name.lower().endswith(SUFFIXES):
                continue
            if not input.is_typed and (not settings.documents or _real_path(input) in self._builder.real_files):
                continue  # only a config's documents are searched for it, or one has it
            key = id(settings.config) if settings.documents else repository_root(path.parent)
            groups.setdefault(key, []).append(fragment)
        return list(groups.values())

    def _check_found(self, found: FoundDocuments, fragments: dict[str, Fragment]) -> None:
        """Check the documents of a search, and add those that have a fragment, or that can't be loaded."""
        inputs = [
            input
            for input in found.inputs.files
            if input.file is not None and file_identity(input.file) not in self._checked
        ]
        for input, result in zip(inputs, self._check_inputs(inputs), strict=True):
            if input.file is None:
                continue
            file = file_identity(input.file)
            self._checked.add(file)
            if isinstance(result, FileResult) and result.is_loaded:
                parts = {path for path in fragments if path in result.real_files}
                if not parts:
                    continue
            elif isinstance(result, FileResult) and not (result.is_document or input.is_named):
                continue
            else:
                parts = {path for path in fragments if str(file) in found.graph.find_users([path])}
                self._covered |= parts
            if isinstance(result, FileResult):
                self._builder.total += 1
                self._builder.add(result)
            else:
                self._add_problem(result)
            if parts:
                display_paths = {fragments[path].input.display_path for path in parts}
                self._roots.setdefault(input.display_path, set()).update(display_paths)

    def _is_covered(self, file: FileResult) -> bool:
        path = _real_path(file.input)
        return path in self._builder.real_files or path in self._covered

    def _add_problems(self, found: FoundDocuments) -> None:
        for pattern in found.inputs.unmatched:
            self._add_problem(pattern)
        for folder in found.inputs.unlisted:
            self._add_problem(folder)

    def _add_problem(self, problem: Problem) -> None:
        self._builder.add_problem(problem)
        self._builder.total += 1
        self._builder.unchecked += 1


def _real_path(input: Input) -> str:
    return resolve_links(input.file) if input.file is not None else ""
