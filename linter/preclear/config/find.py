"""Which config a document has: the nearest one upwards from its folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.config.trouble import ConfigError, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.config.known import Known
    from preclear.config.model import Config

NAMES = ("preclear.toml", "pyproject.toml")
"""The files that are looked for, in each folder in this order."""

LARGEST = 1_000_000
"""Bytes of a config."""


class Configs:
    """Finds configs and reads each once. `known` is asked for when the first one is read."""

    def __init__(self, known: Callable[[], Known]) -> None:
        self._known = known
        self._folders: dict[str, Config | ConfigError | None] = {}

    def nearest(self, folder: Path) -> Config | None:
        """The config of documents in `folder`: its own, or that of a folder above, up to one that has a `.git`.

        Raises ConfigError, every time for the same folder.
        """
        found = self._upwards(os.path.abspath(folder))  # noqa: PTH100 - `Path.absolute` keeps `..`
        if isinstance(found, ConfigError):
            raise found
        return found

    def read(self, file: Path) -> Config:
        """The config in `file`. Raises ConfigError."""
        config = self._read(os.path.abspath(file), trusted=True)  # noqa: PTH100
        if config is None:
            raise ConfigError(shown_path(str(file)), [Trouble(None, "it has no table `tool.preclear`")])
        return config

    def _upwards(self, folder: str) -> Config | ConfigError | None:
        passed: list[str] = []
        found: Config | ConfigError | None = None
        while True:
            if folder in self._folders:
                found = self._folders[folder]
                break
            passed.append(folder)
            found = self._in(folder)
            above = os.path.dirname(folder)  # noqa: PTH120 - strings all the way: this runs at every start
            if found is not None or above == folder or os.path.lexists(os.path.join(folder, ".git")):  # noqa: PTH118
                break
            folder = above
        self._folders.update(dict.fromkeys(passed, found))
        return found

    def _in(self, folder: str) -> Config | ConfigError | None:
        for name in NAMES:
            file = os.path.join(folder, name)  # noqa: PTH118
            if os.path.isfile(file):  # noqa: PTH113
                try:
                    config = self._read(file)
                except ConfigError as error:
                    return error
                if config is not None:
                    return config
            elif name == NAMES[0] and os.path.lexists(file):
                return ConfigError(shown_path(file), [Trouble(None, "it can't be read; expected a regular file")])
        return None

    def _read(self, file: str, *, trusted: bool = False) -> Config | None:
        """Read a file. One that was found must be in its repository; of a link's text nothing is shown."""
        shown = shown_path(file)
        quotable = trusted or not os.path.islink(file)  # noqa: PTH114
        if not quotable:
            _refuse_link(Path(file), shown)
        try:
            with Path(file).open("rb") as stream:
                data = stream.read(LARGEST + 1)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise ConfigError(shown, [Trouble(None, f"it can't be read: {reason}")]) from None
        if file.endswith(NAMES[1]) and b"preclear" not in data:
            return None
        if len(data) > LARGEST:
            raise ConfigError(shown, [Trouble(None, f"it has more than {LARGEST:,} bytes")])
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ConfigError(shown, [Trouble(None, f"it is no UTF-8 at byte {error.start:,}")]) from None
        from preclear.config.read import read_config

        return read_config(text, shown, Path(file).parent, self._known(), quotable=quotable)


def _refuse_link(file: Path, shown: str) -> None:
    """Raise ConfigError for a link that leads out of the repository, to a dotfile or to another sort of file."""
    from preclear.source.files.repository import is_inside, repository

    root = repository(file.parent)
    if not is_inside(file, root):
        where = f"it is a symbolic link that leads outside of `{root.name or root}/`"
        raise ConfigError(shown, [Trouble(None, f"{where}; expected a file, or a link to one in that folder")])
    target = Path(os.path.realpath(file))
    if target.suffix != ".toml" or any(part.startswith(".") for part in target.relative_to(root).parts):
        raise ConfigError(shown, [Trouble(None, "it is a symbolic link; expected it to lead to a `.toml` file")])


def shown_path(file: str) -> str:
    """A path as people are shown it: from the current folder where the file is in it or above it, else absolute."""
    file = os.path.abspath(file)  # noqa: PTH100
    here = os.path.join(os.getcwd(), "")  # noqa: PTH109, PTH118
    folder = os.path.join(os.path.dirname(file), "")  # noqa: PTH118, PTH120
    close = file.startswith(here) or here.startswith(folder)
    return Path(os.path.relpath(file) if close else file).as_posix()
