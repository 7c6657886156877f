"""Finds the config of a document: the nearest one, from its folder upwards."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.config.errors import ConfigError, ConfigProblem

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.config.model import Config
    from preclear.config.registry import RuleRegistry

CONFIG_FILE_NAMES = ("preclear.toml", "pyproject.toml")
"""The names of config files, in order of precedence within a folder."""

MAX_CONFIG_BYTES = 1_000_000
"""The maximum size of a config, in bytes."""


class ConfigFinder:
    """Finds configs and reads each once. `get_registry` is called when the first one is read."""

    def __init__(self, get_registry: Callable[[], RuleRegistry]) -> None:
        self._get_registry = get_registry
        self._by_folder: dict[str, Config | ConfigError | None] = {}
        self.files: set[str] = set()
        """All files that were looked for, found or not. What is in them decides which configs there are."""
        self.repositories: dict[str, bool] = {}
        """Whether there was a `.git`, by the path of each that was looked for."""

    def find(self, folder: Path) -> Config | None:
        """Return the config of documents in `folder`; None if there is none.

        The search goes upwards from `folder` and ends at a folder that has a `.git`. Raises ConfigError if the config
        can't be used, again for each call with the same folder.
        """
        config = self._find_upwards(os.path.abspath(folder))  # `Path.absolute` keeps `..`
        if isinstance(config, ConfigError):
            raise config
        return config

    def read(self, path: Path) -> Config:
        """Read the config in `path`. Raises ConfigError."""
        config = self._read(os.path.abspath(path), is_trusted=True)
        if config is None:
            raise ConfigError(format_path(str(path)), [ConfigProblem(None, "it has no table `tool.preclear`")])
        return config

    def _find_upwards(self, folder: str) -> Config | ConfigError | None:
        visited: list[str] = []
        config: Config | ConfigError | None = None
        while True:
            if folder in self._by_folder:
                config = self._by_folder[folder]
                break
            visited.append(folder)
            config = self._read_folder(folder)
            parent = os.path.dirname(folder)
            if config is not None or parent == folder or self._is_repository(folder):
                break
            folder = parent
        self._by_folder.update(dict.fromkeys(visited, config))
        return config

    def _is_repository(self, folder: str) -> bool:
        file = os.path.join(folder, ".git")
        is_found = self.repositories[file] = os.path.lexists(file)
        return is_found

    def _look_for_repository(self, folder: Path) -> None:
        """Note each `.git` that decides which files are in the same repository as those of `folder`."""
        real_folder = Path(os.path.realpath(folder))
        for ancestor in (real_folder, *real_folder.parents):
            if self._is_repository(str(ancestor)):
                break

    def _read_folder(self, folder: str) -> Config | ConfigError | None:
        for name in CONFIG_FILE_NAMES:
            file = os.path.join(folder, name)
            self.files.add(file)
            if os.path.isfile(file):
                try:
                    config = self._read(file)
                except ConfigError as error:
                    return error
                if config is not None:
                    return config
            elif name == CONFIG_FILE_NAMES[0] and os.path.lexists(file):
                return ConfigError(
                    format_path(file), [ConfigProblem(None, "it can't be read; expected a regular file")]
                )
        return None

    def _read(self, file: str, *, is_trusted: bool = False, extending: tuple[str, ...] = ()) -> Config | None:
        """Read a file; None for a `pyproject.toml` without a table for preclear.

        Unless `is_trusted`, a link must lead to a file in its repository, and messages don't show its text.
        `extending` are the resolved paths of the configs that extend this one, the first one first.
        """
        self.files.add(file)
        display_path = format_path(file)
        is_quotable = is_trusted or not os.path.islink(file)
        if not is_quotable:
            self._look_for_repository(Path(file).parent)
            _check_link(Path(file), display_path)
        try:
            with Path(file).open("rb") as stream:
                data = stream.read(MAX_CONFIG_BYTES + 1)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise ConfigError(display_path, [ConfigProblem(None, f"it can't be read: {reason}")]) from None
        if file.endswith(CONFIG_FILE_NAMES[1]) and b"preclear" not in data:
            return None
        if len(data) > MAX_CONFIG_BYTES:
            raise ConfigError(display_path, [ConfigProblem(None, f"it has more than {MAX_CONFIG_BYTES:,} bytes")])
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ConfigError(
                display_path, [ConfigProblem(None, f"it isn't UTF-8: invalid byte at offset {error.start:,}")]
            ) from None
        from preclear.config.reader import read_config

        config = read_config(text, display_path, Path(file).parent, self._get_registry(), is_quotable=is_quotable)
        if config is None or config.base is None:
            return config
        from preclear.config.inheritance import find_base_file, inherit

        base_file = find_base_file(config)
        if base_file is not None:
            self.files.add(base_file)
            self._look_for_repository(config.folder)
        return inherit(config, file, text if is_quotable else "", self._read, extending)


def _check_link(file: Path, display_path: str) -> None:
    """Raise ConfigError for a link that leads out of the repository, to a dotfile or to a file that isn't TOML."""
    from preclear.source import is_inside, repository_root

    root = repository_root(file.parent)
    if not is_inside(file, root):
        reason = f"it is a symbolic link that leads outside of `{root.name or root}/`"
        raise ConfigError(
            display_path, [ConfigProblem(None, f"{reason}; expected a file, or a link to one in that folder")]
        )
    target = Path(os.path.realpath(file))
    if target.suffix != ".toml" or any(part.startswith(".") for part in target.relative_to(root).parts):
        raise ConfigError(
            display_path, [ConfigProblem(None, "it is a symbolic link; expected it to lead to a `.toml` file")]
        )


def format_path(file: str) -> str:
    """Format a path for messages: relative if the file is below the current folder or in one above, else absolute."""
    file = os.path.abspath(file)
    current_folder = os.path.join(os.getcwd(), "")
    folder = os.path.join(os.path.dirname(file), "")
    is_nearby = file.startswith(current_folder) or current_folder.startswith(folder)
    return Path(os.path.relpath(file) if is_nearby else file).as_posix()
