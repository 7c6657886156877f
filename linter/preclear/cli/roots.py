"""Files that are no OpenAPI documents but parts of one: the document is checked in their place.

A hook is given the files that changed. Where that is a fragment, its roots are the `documents` of its config.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from preclear.cli.checking import real_files, tell_unlisted, tell_unmatched
from preclear.cli.inputs import find_inputs
from preclear.source.files.repository import resolve_links

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.cli.checking import Checker, Outcome, Run
    from preclear.cli.inputs import Input, Inputs
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
        file = resolve_links(given.file)
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
        inputs = configured_inputs(settings)
        for pattern in inputs.unmatched if inputs is not None else ():
            tell_unmatched(pattern)
            self._run.asked += 1
            self._run.unchecked += 1
        for unlisted in inputs.unlisted if inputs is not None else ():
            tell_unlisted(unlisted)
            self._run.asked += 1
            self._run.unchecked += 1
        for given in inputs.files if inputs is not None else ():
            root = resolve_links(given.file) if given.file is not None else ""
            if root in self._run.read or root in self._checked:
                continue
            outcome = self._checker.check(given)
            if outcome is None:
                self._run.asked += 1
                self._run.unchecked += 1
            elif outcome.checked.document.is_loaded:
                self._checked[root] = (outcome, real_files(outcome.checked))
            else:
                self._run.asked += 1
                self._run.take(outcome)


class AskedFor(NamedTuple):
    """The paths that a run is about, and the files that they stand for."""

    paths: Sequence[str]
    inputs: Inputs


def asked_for(paths: Sequence[str], checker: Checker) -> AskedFor:
    """What is checked: `paths`, or the documents of the current folder's config, or else the folder itself."""
    settings = None if paths else checker.settings()
    inputs = configured_inputs(settings) if settings is not None else None
    if settings is not None and inputs is not None:
        return AskedFor(documents_of(settings), inputs)
    return AskedFor(paths or ["."], find_inputs(paths))


def configured_inputs(settings: Settings) -> Inputs | None:
    """The documents that the config names; None where it names none."""
    config = settings.config
    return find_inputs(documents_of(settings), config.folder) if config is not None and settings.documents else None


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
