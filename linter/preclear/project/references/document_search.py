"""Finds the documents that refer to some files, directly or through others, without loading any of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from preclear.config import ConfigError
from preclear.project.references.graph import ReferenceGraph, widen_root
from preclear.project.references.scanner import ReferenceScanner
from preclear.project.search import (
    FolderRuleReader,
    Input,
    Inputs,
    configured_inputs,
    file_identity,
    find_inputs,
    is_searched_by_default,
)
from preclear.project.search import relative_path as relative_path_of
from preclear.source import repository_root, writable_root

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from preclear.config import Settings
    from preclear.project.search import SearchOptions


class FoundDocuments(NamedTuple):
    """The documents that can refer to the fragments of a search, and which files refer to which.

    The documents of a config that can't be read are among them, because what they refer to is unknown. `inputs` also
    has the patterns of the config that match no file, and the folders that can't be listed. `scope` says where the
    search was, as a phrase: `no SCOPE refers to it`.
    """

    inputs: Inputs
    graph: ReferenceGraph
    scope: str


class DocumentSearch:
    """Finds the documents of fragments: among those that a config lists, or in a repository."""

    def __init__(
        self,
        settings_of: Callable[[Input], Settings],
        options: SearchOptions,
        *,
        root: Path | None = None,
        missing: Collection[str] = (),
        scanner: ReferenceScanner | None = None,
    ) -> None:
        """`settings_of` returns the settings of a document, or raises ConfigError. `options` say how files are found.

        `root` is the folder from the options that references can't leave. `missing` are fragments that no longer exist.
        `scanner` can be the one of another search.
        """
        self._settings_of = settings_of
        self._options = options
        self._root = None if root is None else Path(os.path.realpath(root))
        self._scanner = scanner or ReferenceScanner()
        self._missing = {*missing, *self._scanner.find_unsaved()}

    def search_config(self, fragments: Sequence[str], settings: Settings) -> FoundDocuments | None:
        """Find documents that the config of `settings` lists; None if it lists none.

        `fragments` are absolute paths without symbolic links.
        """
        inputs, config = configured_inputs(settings, self._options), settings.config
        if inputs is None or config is None:
            return None
        inputs_by_path = _by_path(inputs.files)
        root = widen_root(repository_root(config.folder), self._root)
        graph = ReferenceGraph(root, settings.limits, [*inputs_by_path, *fragments], self._missing, self._scanner)
        graph.add(inputs_by_path)
        self._add_overlays(graph, inputs_by_path)
        found = (graph.find_users(fragments) | graph.unreadable | {*fragments}) & inputs_by_path.keys()
        return FoundDocuments(
            inputs._replace(files=tuple(inputs_by_path[path] for path in sorted(found))),
            graph,
            f"document that `{config.display_path}` lists",
        )

    def search_repository(self, fragments: Sequence[str], settings: Settings) -> FoundDocuments:
        """Find OpenAPI documents in the repository of the first of `fragments`, or in its folder.

        Those in folders that aren't searched, and those that configs exclude, aren't found.

        `settings` are those of a fragment. Without a repository, the current folder is searched if it contains the
        fragment, and otherwise the fragment's own folder.
        """
        from preclear.source import list_files  # it starts a process

        file = Path(fragments[0])
        root = repository_root(file.parent)
        paths = list_files(root) if os.path.lexists(root / ".git") else None
        if paths is None:
            root = root if os.path.lexists(root / ".git") else Path(os.path.realpath(writable_root(file)))
            scope = f"OpenAPI document in `{root.name}/`"
            inputs_by_path = _by_path(self._walk(root, fragments).files)
            files = {*inputs_by_path}
        else:
            scope, inputs_by_path = "OpenAPI document of the repository", {}
            files = {*self._scanner.select_paths(paths, root, fragments)}
        graph = ReferenceGraph(
            widen_root(root, self._root), settings.limits, [*files, *fragments], self._missing, self._scanner
        )
        graph.add(files)
        rules = FolderRuleReader(self._options.find_config, force_exclude=True)
        documents = {
            path: inputs_by_path.get(path) or _make_input(path, root)
            for path in graph.documents & files
            if not rules.is_excluded(Path(path))
        }
        self._add_overlays(graph, documents)
        found = sorted(graph.find_users(fragments) & documents.keys())
        return FoundDocuments(Inputs(tuple(documents[path] for path in found), ()), graph, scope)

    def _walk(self, root: Path, fragments: Sequence[str]) -> Inputs:
        """Find the files in `root`, also in folders that have a fragment and otherwise aren't searched."""
        folders = {folder for fragment in fragments for folder in Path(fragment).parents}
        skipped = (
            folder
            for folder in folders
            if folder != root and folder.is_relative_to(root) and not is_searched_by_default(folder.name)
        )
        return find_inputs([relative_path_of(str(folder)) for folder in (root, *skipped)], self._options)

    def _add_overlays(self, graph: ReferenceGraph, documents: dict[str, Input]) -> None:
        """Add the overlays that the settings of documents name."""
        from preclear.edit import AdaptError
        from preclear.project.adaptation import find_overlays

        for path, input in documents.items():
            try:
                overlays = find_overlays(self._settings_of(input))
            except (AdaptError, ConfigError):  # the check of the document reports it
                continue
            for overlay in overlays:
                graph.add_overlay(path, str(overlay))


def _by_path(inputs: Sequence[Input]) -> dict[str, Input]:
    return {str(file_identity(input.file)): input for input in inputs if input.file is not None}


def _make_input(path: str, root: Path) -> Input:
    file = Path(relative_path_of(path))
    return Input(file.as_posix(), file, is_named=False, root=root)
