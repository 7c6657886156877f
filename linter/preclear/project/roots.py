"""Fragments: files that are parts of OpenAPI documents, which are checked in their place.

A hook receives the files that changed. If one is a fragment, its roots are the `documents` of its config.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.project.file_result import FileResult
from preclear.project.inputs import configured_inputs
from preclear.project.notes import UnmatchedPattern
from preclear.source import resolve_links

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from preclear.config import Settings
    from preclear.project.builder import ResultsBuilder
    from preclear.project.inputs import Input
    from preclear.project.notes import Problem


class FragmentRoots:
    """Checks the documents that configs list, each once, when a fragment needs them."""

    def __init__(
        self, builder: ResultsBuilder, check: Callable[[Sequence[Input]], Iterator[FileResult | Problem]]
    ) -> None:
        """`check` yields the result of each file in order."""
        self._builder = builder
        self._check_inputs = check
        self._configs: set[int] = set()
        self._roots: dict[str, FileResult] = {}

    def is_covered(self, fragment: FileResult) -> bool:
        """Whether the file is a part of a document in the run. Adds documents of its config to the run if needed."""
        if fragment.input.file is None:
            return False
        file = resolve_links(fragment.input.file)
        if file in self._builder.real_files:
            return True
        if fragment.is_empty:
            return False
        if id(fragment.settings.config) not in self._configs:
            self._configs.add(id(fragment.settings.config))
            self._check_documents(fragment.settings)
        for path, root in list(self._roots.items()):
            if file in root.real_files:
                del self._roots[path]
                self._builder.total += 1
                self._builder.add(root)
        return file in self._builder.real_files

    def _check_documents(self, settings: Settings) -> None:
        """Check all documents of a config that weren't checked yet.

        Unreadable documents are added to the run at once, because their parts are unknown.
        """
        inputs = configured_inputs(settings)
        if inputs is None:
            return
        for pattern in inputs.unmatched:
            self._add_problem(UnmatchedPattern(pattern))
        for folder in inputs.unlisted:
            self._add_problem(folder)
        inputs_by_path: dict[str, Input] = {}
        for input in inputs.files:
            path = _real_path(input)
            if path not in self._builder.real_files and path not in self._roots:
                inputs_by_path.setdefault(path, input)
        for path, result in zip(inputs_by_path, self._check_inputs([*inputs_by_path.values()]), strict=True):
            if not isinstance(result, FileResult):
                self._add_problem(result)
            elif result.is_loaded:
                self._roots[path] = result
            else:
                self._builder.total += 1
                self._builder.add(result)

    def _add_problem(self, problem: Problem) -> None:
        self._builder.add_problem(problem)
        self._builder.total += 1
        self._builder.unchecked += 1


def _real_path(input: Input) -> str:
    return resolve_links(input.file) if input.file is not None else ""
