"""The files to check: expands files, folders and patterns to a list without duplicates."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.project.search.folder_rules import FolderRuleReader
from preclear.project.search.folder_search import FolderSearch, fixed_prefix, is_folder, is_pattern
from preclear.project.search.search_log import SearchLog
from preclear.source import repository_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from preclear.config import Config, Settings
    from preclear.project.notes import PassedOver, UnlistedFolder, UnmatchedPattern, UnusedIgnoreFile

STDIN = "-"
"""The path that stands for standard input."""

STDIN_DISPLAY_PATH = "<stdin>"
"""The display path of standard input, unless it has a name."""


class Input(NamedTuple):
    """A file to check. `file` is None for standard input.

    `is_named` is False for a file that was found in a folder or by a pattern. `root` is the folder that must contain
    the file; None if its path was typed. `origin` is the place in the config that lists it, such as
    `preclear.toml:3:14`.
    """

    display_path: str
    file: Path | None
    is_named: bool
    root: Path | None = None
    origin: str | None = None

    @property
    def is_typed(self) -> bool:
        """Whether its path was typed. Otherwise it was found, or a config lists it."""
        return self.is_named and self.root is None


def make_input(document: str) -> Input:
    """Make the input of one document: the path of a file, or `-` for standard input."""
    if document == STDIN:
        return Input(STDIN_DISPLAY_PATH, None, is_named=True)
    return Input(shorten_path(document), Path(document), is_named=True)


def shorten_path(path: str) -> str:
    """Return a path for messages, without any `..` that leads back: `pet.yaml` for `../models/pet.yaml` in `models`.

    It's unchanged if the shorter path leads elsewhere, because of a symbolic link.
    """
    if ".." in path:
        shorter = os.path.normpath(path) if os.path.isabs(path) else relative_path(path)
        if file_identity(Path(shorter)) == file_identity(Path(path)):
            path = shorter
    return Path(path).as_posix()


class Inputs(NamedTuple):
    """All files to check, sorted by display path; patterns that match no file; folders that can't be listed.

    `notes` say what the search passed over, and which `.gitignore` files it couldn't use. `excluded` are files that
    were typed but that a config excludes: they aren't checked, but the documents that refer to them are.
    """

    files: tuple[Input, ...]
    unmatched: tuple[UnmatchedPattern, ...]
    unlisted: tuple[UnlistedFolder, ...] = ()
    notes: tuple[PassedOver | UnusedIgnoreFile, ...] = ()
    excluded: tuple[Input, ...] = ()


class SearchOptions(NamedTuple):
    """How files are found. `find_config` returns the config of the documents in a folder, if there is a usable one.

    With `force_exclude`, a config also excludes files and folders that are named on the command line. `has_text` says
    whether a text replaces the file at a path, which needn't exist then: the path isn't a pattern.
    """

    find_config: Callable[[Path], Config | None]
    force_exclude: bool = False
    has_text: Callable[[Path], bool] | None = None


def find_inputs(
    paths: Sequence[str],
    options: SearchOptions,
    config: Path | None = None,
    origins: Mapping[str, str] | None = None,
) -> Inputs:
    """Find the files for `paths`. Without paths, the current folder is searched.

    `config` is the folder of the config that lists the paths; None if they were typed. `origins` are the places of
    paths in the config.

    Folders are searched for `.yaml`, `.yml` and `.json` files, as `FolderSearch` does. The same holds for patterns with
    `*`, `?`, `[…]` and `**`. A file that doesn't exist is an input too: reading it reports that.
    """
    inputs_by_identity: dict[Path | None, Input] = {}
    unmatched: list[UnmatchedPattern] = []
    finder = _InputFinder(options, origins or {})
    for path in paths or (".",):
        expanded = list(finder.expand(path, config))
        if not expanded and is_pattern(path):
            from preclear.project.notes import UnmatchedPattern

            unmatched.append(UnmatchedPattern(path, finder.origins.get(path)))
        for input in expanded:
            identity = None if input.file is None else file_identity(input.file)
            known = inputs_by_identity.get(identity)
            if known is None or (input.is_named and not known.is_named):
                inputs_by_identity[identity] = (
                    input if known is None else input._replace(display_path=known.display_path, file=known.file)
                )
    files = tuple(sorted(inputs_by_identity.values(), key=lambda input: input.display_path))
    return Inputs(
        files, tuple(unmatched), tuple(sorted(finder.log.unlisted)), tuple(finder.notes()), tuple(finder.excluded)
    )


def merge_inputs(all_inputs: Sequence[Inputs]) -> Inputs:
    """Join the results of several searches. A file that several of them have is there once, typed if any is."""
    inputs_by_identity: dict[Path | None, Input] = {}
    for input in (input for inputs in all_inputs for input in inputs.files):
        identity = None if input.file is None else file_identity(input.file)
        known = inputs_by_identity.get(identity)
        if known is None or (input.is_typed and not known.is_typed):
            inputs_by_identity[identity] = input
    return Inputs(
        tuple(sorted(inputs_by_identity.values(), key=lambda input: input.display_path)),
        tuple(dict.fromkeys(pattern for inputs in all_inputs for pattern in inputs.unmatched)),
        tuple(sorted({folder for inputs in all_inputs for folder in inputs.unlisted})),
        tuple(note for inputs in all_inputs for note in inputs.notes),
        tuple(input for inputs in all_inputs for input in inputs.excluded),
    )


class SelectedInputs(NamedTuple):
    """The paths of a run, and the files that they expand to."""

    paths: Sequence[str]
    inputs: Inputs


def select_inputs(paths: Sequence[str], current_settings: Settings | None, options: SearchOptions) -> SelectedInputs:
    """Select `paths`. Without paths, select the documents of the current folder's config, or else the folder.

    `current_settings` are the settings of the current folder; None if its config can't be used.
    """
    inputs = configured_inputs(current_settings, options) if current_settings is not None and not paths else None
    if current_settings is not None and inputs is not None:
        return SelectedInputs(configured_paths(current_settings), inputs)
    return SelectedInputs(paths or ["."], find_inputs(paths, options))


def configured_inputs(settings: Settings, options: SearchOptions | None = None) -> Inputs | None:
    """Return the documents that the config lists; None if it lists none.

    Without `options`, the config itself says what is excluded from its patterns and folders.
    """
    config = settings.config
    if config is None or not settings.documents:
        return None

    def find_config(_: Path) -> Config:
        return config

    paths = configured_paths(settings)
    origins = dict(zip(paths, config.document_origins, strict=True))
    return find_inputs(paths, options or SearchOptions(find_config), config.folder, origins)


def configured_paths(settings: Settings) -> list[str]:
    """Return the paths and patterns of the config's documents, relative to the current folder."""
    config = settings.config
    if config is None:
        return []
    return [relative_path(os.path.join(config.folder, document)) for document in settings.documents]


def relative_path(path: str) -> str:
    """Return `path` relative to the current folder, if that is possible."""
    try:
        return os.path.relpath(path)
    except ValueError:  # on another drive
        return path


class _InputFinder:
    """Expands paths to inputs."""

    def __init__(self, options: SearchOptions, origins: Mapping[str, str]) -> None:
        self.origins = origins
        self.log = SearchLog()
        self.excluded: list[Input] = []
        self._force_exclude = options.force_exclude
        self._has_text = options.has_text
        self._reader = FolderRuleReader(options.find_config, force_exclude=options.force_exclude)

    def notes(self) -> Iterator[PassedOver | UnusedIgnoreFile]:
        """Yield what was passed over, and the `.gitignore` files that couldn't be used."""
        yield from sorted(self._reader.notes)
        passed_over = self.log.sum_up()
        if passed_over is not None:
            yield passed_over._replace(can_be_named=not self._force_exclude)

    def expand(self, path: str, config: Path | None) -> Iterator[Input]:
        """Yield the inputs of one path. `config` is the folder of the config that lists it; None if it was typed."""
        if config is None and path == STDIN:
            yield make_input(path)
        elif is_folder(path):
            files = FolderSearch(self._reader, self.log).walk(path)
            yield from _make_found_inputs(files, repository_root(Path(path) if config is None else config))
        elif is_pattern(path) and not (self._has_text is not None and self._has_text(Path(path))):
            files = FolderSearch(self._reader, self.log).match(path)
            yield from _make_found_inputs(files, repository_root(fixed_prefix(path) if config is None else config))
        elif config is None and self._reader.is_excluded(Path(path)):
            self.log.add(path, "config", is_folder=False)
            self.excluded.append(make_input(path))
        else:
            self.log.add_named(path)
            yield Input(
                shorten_path(path),
                Path(path),
                is_named=True,
                root=None if config is None else repository_root(config),
                origin=self.origins.get(path),
            )


def _make_found_inputs(paths: Iterable[str], root: Path) -> Iterator[Input]:
    return (Input(shorten_path(path), Path(path), is_named=False, root=root) for path in paths)


def file_identity(file: Path) -> Path:
    """Return the same path for every spelling of it. A link is another file: its references start elsewhere."""
    try:
        return Path(os.path.realpath(file.parent)) / file.name
    except (OSError, ValueError, RuntimeError):
        return file
