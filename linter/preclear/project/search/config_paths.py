"""Configs among the paths of a run: each stands for the documents that it's the config of."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.config import CONFIG_FILE_NAMES, ConfigError
from preclear.project.search.inputs import (
    SelectedInputs,
    configured_inputs,
    configured_paths,
    file_identity,
    find_inputs,
    merge_inputs,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from preclear.config import Settings
    from preclear.project.search.inputs import Inputs, SearchOptions
    from preclear.project.settings import SettingsResolver


def select_with_configs(
    paths: Sequence[str],
    resolver: SettingsResolver,
    options: SearchOptions,
    report_error: Callable[[ConfigError], None],
) -> SelectedInputs:
    """Select the files of `paths`. A config stands for its documents, or for its folder if it lists none.

    A file that has the name of a config but isn't one that a document can have is selected like any other file.
    `options` say how files are found. `report_error` is called for each config that can't be used.
    """
    all_paths: list[str] = []
    all_inputs: list[Inputs] = []
    other_paths: list[str] = []
    for path in paths:
        try:
            settings = _read_config(Path(path), resolver) if has_config_name(path) else None
        except ConfigError as error:
            report_error(error)
            continue
        if settings is None:
            other_paths.append(path)
            continue
        folder = Path(path).parent.as_posix()
        inputs = configured_inputs(settings, options)
        all_paths += [folder] if inputs is None else configured_paths(settings)
        all_inputs.append(find_inputs([folder], options) if inputs is None else inputs)
    if other_paths:
        all_inputs.append(find_inputs(other_paths, options))
    return SelectedInputs([*all_paths, *other_paths], merge_inputs(all_inputs))


def has_config_name(path: str) -> bool:
    """Whether `path` is a file with the name of a config."""
    return os.path.basename(path) in CONFIG_FILE_NAMES and os.path.isfile(path)


def _read_config(file: Path, resolver: SettingsResolver) -> Settings | None:
    """Return the settings of documents beside `file`, if that is their config; None if it isn't."""
    settings = resolver.resolve(file)
    config = settings.config
    if config is None or file_identity(config.folder / Path(config.display_path).name) != file_identity(file):
        return None
    return settings
