"""The settings that a config inherits from the one that it extends."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from preclear.config.errors import ConfigError, ConfigProblem
from preclear.config.presets import PRESETS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.config.model import Config, Setting, SettingKey

MAX_BASES = 10
"""The maximum number of configs that a config extends, one through the other."""

INHERITED = frozenset(
    {"select", "ignore", "extend-select", "fail-on", "show", "version", "severity", "rules", "limits"}
)
"""The settings that are inherited. The others are about files, whose paths are relative to their own config."""


class _Reader(Protocol):
    """Reads another config, or returns None if the file has none."""

    def __call__(self, file: str, *, extending: tuple[str, ...]) -> Config | None: ...


def inherit(config: Config, file: str, text: str, read: _Reader, extending: tuple[str, ...]) -> Config:
    """Return `config`, which is in `file` and extends another, with the settings that it inherits.

    `text` is the text for messages. `read` reads another config, and `extending` are the resolved paths of those that
    extend this one. A base must be a file of the same repository: a config comes with a repository, and nothing
    outside of it is read. Raises ConfigError.
    """
    reference = config.base
    if reference is None:
        return config
    base_file = find_base_file(config)
    if base_file is None:
        return config._replace(inherited=(PRESETS[reference.name],))

    def fail(reason: str) -> ConfigError:
        message = f"`{reference.name}` can't be extended: {reason}"
        return ConfigError(config.display_path, [ConfigProblem(reference.span, message)], text)

    chain = (*extending, os.path.realpath(file))
    if problem := _find_problem(config.folder, base_file, chain):
        raise fail(problem)
    base = read(base_file, extending=chain)
    if base is None:
        raise fail("it has no table `tool.preclear`")
    return config._replace(inherited=(_select_inherited(base.settings), *base.inherited))


def find_base_file(config: Config) -> str | None:
    """Return the path of the file that a config extends; None if it extends none, or a preset."""
    if config.base is None or config.base.name in PRESETS:
        return None
    return os.path.normpath(os.path.join(config.folder, config.base.name))  # `..` is part of it


def _find_problem(folder: Path, base_file: str, chain: tuple[str, ...]) -> str | None:
    """Return why `base_file` can't be a base; None if it can."""
    from preclear.source import is_inside, repository_root

    root = repository_root(folder)
    if not is_inside(Path(base_file), root):
        return f"it's outside of the repository `{root.name or root}/`"
    if not os.path.isfile(base_file):  # Path raises for a NUL
        return "there is no such file"
    if os.path.realpath(base_file) in chain:
        return "it extends this config, directly or through others"
    if len(chain) > MAX_BASES:
        return f"it's the last of more than {MAX_BASES} configs that extend each other"
    return None


def _select_inherited(settings: Mapping[SettingKey, Setting]) -> dict[SettingKey, Setting]:
    return {key: setting for key, setting in settings.items() if key[0] in INHERITED}
