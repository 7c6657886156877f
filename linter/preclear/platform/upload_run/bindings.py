"""The bindings of a run: those of a config, or of the documents that are named."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from preclear.platform.option_errors import InvalidOptionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.config import Config, ConnectorBinding
    from preclear.project import SettingsResolver

JOURNAL_NAME = ".preclear-upload.jsonl"
"""The name of the journal, beside the config."""


class SelectedBindings(NamedTuple):
    """Bindings, and the config that they come from."""

    bindings: tuple[ConnectorBinding, ...]
    config: Config

    @property
    def default_journal(self) -> Path:
        """The path of the journal, if no other is named."""
        return self.config.folder / JOURNAL_NAME


def select_bindings(resolver: SettingsResolver, documents: Sequence[str]) -> SelectedBindings:
    """Return the bindings of `documents`, which are paths; without any, all of the current folder's config.

    Raises InvalidOptionError if there are none, and ConfigError if a config can't be used.
    """
    if not documents:
        config = resolver.resolve().config
        if config is None or not config.bindings:
            raise InvalidOptionError(
                "no config has `[[connectors]]`; expected a DOCUMENT with `--connector` and `--version` or `--new`"
            )
        return SelectedBindings(config.bindings, config)
    configs: dict[Path, Config] = {}
    bindings: list[ConnectorBinding] = []
    for document in documents:
        file = Path(document)
        config = resolver.resolve(file).config
        matching = [] if config is None else [entry for entry in config.bindings if _is_same(entry.file, file)]
        if config is None or not matching:
            raise InvalidOptionError(
                f"`{document}` has no `[[connectors]]` in a config; expected `--connector` and `--version`, or `--new`"
            )
        configs[config.folder] = config
        bindings += matching
    if len(configs) > 1:
        names = " and ".join(f"`{config.display_path}`" for config in configs.values())
        raise InvalidOptionError(f"the documents have several configs, {names}; expected those of one")
    (config,) = configs.values()
    selected = [entry for entry in config.bindings if any(entry is known for known in bindings)]
    return SelectedBindings(tuple(selected), config)


def _is_same(file: Path, other: Path) -> bool:
    return _normalize(file) == _normalize(other)


def _normalize(file: Path) -> str:
    """Return the same path for every spelling. A link is another file, as its references start elsewhere."""
    try:
        return (Path(os.path.realpath(file.parent)) / file.name).as_posix()
    except (OSError, ValueError):
        return str(file)
