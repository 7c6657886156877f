"""Files that are no OpenAPI documents but parts of one: the document is checked in their place.

A hook is given the files that changed. Where that is a fragment, its roots are the `documents` of its config.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from preclear.cli.checking import real_files, tell_unmatched
from preclear.cli.inputs import find_inputs

if TYPE_CHECKING:
    from preclear.cli.checking import Checker, Outcome, Run
    from preclear.cli.inputs import Input
    from preclear.config import Settings


class Roots:
    """Checks the documents that configs name, each once, when a file needs it."""

    def __init__(self, checker: Checker, run: Run) -> None:
        self._checker = checker
        self._run = run
        self._asked_for: set[int] = set()
        self._checked: dict[str, tuple[Outcome, set[str]]] = {}

    def cover(self, given: Input, came: Outcome) -> bool:
        """Whether the file is a part of a document that is checked in this run: one of its config's, if need be."""
        if given.file is None:
            return False
        file = os.path.realpath(given.file)
        if file in self._run.read:
            return True
        if not came.checked.document.data:
            return False
        if id(came.settings) not in self._asked_for:
            self._asked_for.add(id(came.settings))
            self._check_all(came.settings)
        for root, (outcome, files) in list(self._checked.items()):
            if file in files:
                del self._checked[root]
                self._run.asked += 1
                self._run.take(outcome)
        return file in self._run.read

    def _check_all(self, settings: Settings) -> None:
        """Check all documents of a config that were not checked yet; those that can't be read are told of at once."""
        inputs = find_inputs(documents_of(settings)) if settings.documents else None
        for pattern in inputs.unmatched if inputs is not None else ():
            tell_unmatched(pattern)
            self._run.asked += 1
            self._run.unchecked += 1
        for given in inputs.files if inputs is not None else ():
            root = os.path.realpath(given.file) if given.file is not None else ""
            if root in self._run.read or root in self._checked:
                continue
            outcome = self._checker.check(given)
            if outcome is None:
                self._run.asked += 1
                self._run.unchecked += 1
            elif outcome.checked.document.loaded:
                self._checked[root] = (outcome, real_files(outcome.checked))
            else:
                self._run.asked += 1
                self._run.take(outcome)


def default_paths(checker: Checker) -> list[str]:
    """What is checked where nothing is named: the documents of the current folder's config, else the folder itself."""
    settings = checker.settings()
    return documents_of(settings) if settings is not None and settings.documents else ["."]


def documents_of(settings: Settings) -> list[str]:
    """The paths and patterns of the config's documents, from the current folder."""
    config = settings.config
    if config is None:
        return []
    return [_near(os.path.join(config.folder, document)) for document in settings.documents]  # noqa: PTH118


def _near(path: str) -> str:
    try:
        return os.path.relpath(path)
    except ValueError:  # on another drive
        return path
