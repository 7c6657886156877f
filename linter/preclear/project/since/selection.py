"""The documents of a run that differ from a revision, found without loading any of them.

A document differs if one of its files does: its own, one that it refers to, directly or through others, or an overlay.
Configs aren't compared: both versions of a document are checked with the settings of today, so that a changed config
makes no finding new.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from preclear.config import ConfigError
from preclear.project.references import ReferenceGraph, widen_root
from preclear.project.search import Input, file_identity
from preclear.project.settings import OptionError
from preclear.project.since.changed_files import ChangedFiles
from preclear.source import DEFAULT_LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from preclear.config import Settings
    from preclear.edit import AdaptOptions
    from preclear.project.since.revisions import Revisions
    from preclear.source import Limits, Revision


class Selection(NamedTuple):
    """Documents that differ from a revision. `old_paths` has the paths that renamed files had, by their paths now."""

    files: tuple[Input, ...]
    old_paths: Mapping[str, str]
    repositories: Sequence[RepositoryComparison]

    @property
    def deleted(self) -> set[str]:
        """The paths of files that no longer exist, unless they were renamed."""
        deleted = set[str]().union(*(repository.deleted for repository in self.repositories))
        return deleted - {*self.old_paths.values()}

    def find_unchanged(self, files: Iterable[str]) -> set[str]:
        """Return those of `files` that are as they were."""
        return set(files) - set[str]().union(*(repository.changed for repository in self.repositories))

    def find_users(self, files: Iterable[str]) -> set[Input]:
        """Return the documents that refer to one of `files`, directly or through others."""
        return set[Input]().union(*(repository.find_users(files) for repository in self.repositories))


class ChangeFinder:
    """Finds the documents that differ from a revision, and all that share files with those if `with_related` is set."""

    def __init__(
        self,
        revisions: Revisions,
        settings_of: Callable[[Input], Settings],
        *,
        root: Path | None = None,
        adapt: bool | AdaptOptions = False,
        with_related: bool = False,
    ) -> None:
        """`settings_of` returns the settings of a document, or raises ConfigError.

        `root` is the folder from the options that references can't leave, `adapt` how they adapt documents.
        """
        self._revisions = revisions
        self._settings_of = settings_of
        self._root = None if root is None else Path(os.path.realpath(root))
        self._adapt = adapt
        self._with_related = with_related

    def select(self, inputs: Sequence[Input]) -> Selection:
        """Select those of `inputs` that differ. Standard input does, and so does a file that can't be read.

        Raises OptionError if there is no such revision.
        """
        groups: dict[Path, dict[str, Input]] = {}
        revisions: dict[Path, Revision] = {}
        selected = {input for input in inputs if input.file is None}
        for input in inputs:
            if input.file is None:
                continue
            path = file_identity(input.file)
            revision = self._revisions.find(path)
            if revision is None:
                selected.add(input)
                continue
            revisions[revision.root] = revision
            groups.setdefault(revision.root, {})[str(path)] = input
        old_paths: dict[str, str] = {}
        repositories: list[RepositoryComparison] = []
        for root, inputs_by_path in groups.items():
            settings = self._find_settings(inputs_by_path)
            repository = RepositoryComparison(
                self._revisions, revisions[root], inputs_by_path, settings, widen_root(root, self._root)
            )
            repositories.append(repository)
            overlays = self._find_overlays(settings)
            selected.update(repository.select(overlays, with_related=self._with_related))
            old_paths.update(repository.find_old_paths())
        return Selection(tuple(input for input in inputs if input in selected), old_paths, repositories)

    def _find_settings(self, inputs_by_path: Mapping[str, Input]) -> dict[str, Settings | None]:
        settings: dict[str, Settings | None] = {}
        for path, input in inputs_by_path.items():
            try:
                settings[path] = self._settings_of(input)
            except ConfigError:
                settings[path] = None
        return settings

    def _find_overlays(self, settings_by_path: Mapping[str, Settings | None]) -> Iterator[tuple[str, Path]]:
        """Yield the path of each document that has overlays, with one of them."""
        from preclear.edit import AdaptError
        from preclear.project.adaptation import make_adapt_options

        for path, settings in settings_by_path.items():
            if settings is None or (not self._adapt and not settings.changes_documents):
                continue
            try:
                options = make_adapt_options(settings, adapt=self._adapt)
            except AdaptError:  # the check of the document reports it
                continue
            for overlay in () if options is None else options.overlays:
                yield path, overlay


class RepositoryComparison:
    """The comparison of the documents of one repository. A document without usable settings is always selected."""

    def __init__(
        self,
        revisions: Revisions,
        revision: Revision,
        inputs_by_path: Mapping[str, Input],
        settings: Mapping[str, Settings | None],
        root: Path,
    ) -> None:
        """References may lead to files below `root`. All paths are absolute."""
        self._revisions = revisions
        self._inputs_by_path = inputs_by_path
        self._settings = settings
        limits: Limits = next((known.limits for known in settings.values() if known is not None), DEFAULT_LIMITS)
        self._limits = limits
        self._root = revision.root
        files = ChangedFiles(revision, limits, settings.keys())
        self._changed_files = {revision.root: files}
        self.changed: set[str] = set()
        self._graph = ReferenceGraph(root, limits, [*inputs_by_path, *files.old_paths], files.deleted)

    def select(self, overlays: Iterable[tuple[str, Path]], *, with_related: bool) -> list[Input]:
        """Return the documents that differ. `overlays` are pairs of a document's path and that of an overlay."""
        graph, files, documents = self._graph, self._changed_files[self._root], self._inputs_by_path
        graph.add(documents)
        for document, overlay in overlays:
            graph.add_overlay(document, str(overlay))
        links = files.find_changed_links()
        self.changed = {
            path for path in graph.files if self._is_changed(path) or (links and not links.isdisjoint(_ancestors(path)))
        } | files.deleted
        selected = self.changed | graph.find_users(self.changed) | graph.unreadable
        if with_related:
            selected |= graph.find_related(selected & documents.keys())
        return [
            input
            for path, input in documents.items()
            if path in selected or self._settings[path] is None or not os.path.lexists(path)
        ]

    @property
    def deleted(self) -> AbstractSet[str]:
        """The paths of files that no longer exist."""
        return self._changed_files[self._root].deleted

    def find_users(self, files: Iterable[str]) -> set[Input]:
        """Return the documents that refer to one of `files`, directly or through others."""
        return {self._inputs_by_path[path] for path in self._graph.find_users(files) & self._inputs_by_path.keys()}

    def find_old_paths(self) -> dict[str, str]:
        """Return the paths that renamed files had, by their paths now. Documents must be selected first."""
        return self._changed_files[self._root].find_old_paths(self.changed - self._changed_files[self._root].deleted)

    def _is_changed(self, path: str) -> bool:
        """Whether a file has changed in its own repository, which can be a submodule."""
        try:
            revision = self._revisions.find(Path(path))
        except OptionError:  # it's in another repository, or in none
            return Path(path).is_relative_to(self._root)
        if revision is None:
            return True
        files = self._changed_files.get(revision.root)
        if files is None:
            files = self._changed_files[revision.root] = ChangedFiles(revision, self._limits)
        return files.is_changed(path)


def _ancestors(path: str) -> set[str]:
    return {path, *map(str, Path(path).parents)}
