"""The content of a config: settings, each with its origin, and ignores."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from preclear._records import NamedTuple
from preclear.config.patterns import matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from preclear.source import Span

SettingKey: TypeAlias = tuple[str, ...]
"""The name of a setting: `("fail-on",)`, `("severity", "status-range")`, `("rules", "some-rule", "limit")`."""

SettingValue: TypeAlias = "str | int | float | bool | tuple[str, ...]"


class Setting(NamedTuple):
    """The value of a setting, and its origin: `default`, `preclear.toml:3`, `PRECLEAR_FAIL_ON`, `--fail-on`."""

    value: SettingValue
    origin: str


class Ignore(NamedTuple):
    """Findings that a config ignores, and the reason.

    `paths` are patterns relative to `folder`, the absolute folder of the config; without any, the ignore covers all
    files. `pointer` is a JSON Pointer as text, which covers the node and everything below it. `rules` are selectors: a
    rule's name, a category, `basis:…` or `all`. `config_path` (as in messages) and `line` (1-based) locate the ignore.
    """

    paths: tuple[str, ...]
    pointer: str | None
    rules: tuple[str, ...]
    reason: str
    line: int
    config_path: str
    folder: Path

    def applies_to(self, file: Path | None) -> bool:
        """Whether it covers the document `file`, an absolute path. None (standard input) is covered without `paths`."""
        return any(select_ignores((self,), file))


class DocumentSettings(NamedTuple):
    """Settings for some documents. `paths` are patterns relative to `folder`, the absolute folder of the config."""

    paths: tuple[str, ...]
    folder: Path
    settings: Mapping[SettingKey, Setting]

    def applies_to(self, file: Path) -> bool:
        """Whether they apply to the document `file`, an absolute path."""
        path = relative_path(self.folder, file)
        return path is not None and any(matches(pattern, path) for pattern in self.paths)


class ConnectorBinding(NamedTuple):
    """A document and the connector that its versions are imported into.

    `document` is a path relative to `folder`, the absolute folder of the config; `connector` is a name or an id;
    `version` is a template of names. `settings` are those of the adaptation and the selection, for this entry alone.
    What is None is left as it is on the platform. `config_path` (as in messages) and `line` (1-based) locate the entry.
    """

    document: str
    connector: str
    version: str
    settings: DocumentSettings
    folder: Path
    config_path: str
    line: int
    is_adapted: bool = False
    base_url: str | None = None
    documentation_url: str | None = None
    image_url: str | None = None
    tags: Mapping[str, tuple[str, ...]] | None = None
    categories: tuple[str, ...] | None = None
    connections: tuple[str, ...] = ()
    publishes: bool = False

    @property
    def file(self) -> Path:
        """The absolute path of the document."""
        return self.folder / self.document

    @property
    def origin(self) -> str:
        """Where the entry is: `preclear.toml:12`."""
        return f"{self.config_path}:{self.line}"


class BaseReference(NamedTuple):
    """The value of `extends`: a path relative to the config's folder or the name of a preset, and its place."""

    name: str
    span: Span | None


class Config(NamedTuple):
    """The content of one config file.

    `display_path` is the path in messages, `folder` the absolute folder of the file. Of two `document_settings` that
    apply to a document, the later one takes precedence. `bindings` are the entries of `[[connectors]]`.
    `document_origins` are the places of the entries of `documents`, such as `preclear.toml:3:14` (1-based). `base` is
    the config that this one extends, and `inherited` are the settings of all that it extends, the nearest first.
    """

    display_path: str
    folder: Path
    settings: Mapping[SettingKey, Setting]
    ignores: tuple[Ignore, ...] = ()
    document_settings: tuple[DocumentSettings, ...] = ()
    bindings: tuple[ConnectorBinding, ...] = ()
    document_origins: tuple[str, ...] = ()
    base: BaseReference | None = None
    inherited: tuple[Mapping[SettingKey, Setting], ...] = ()

    def select_settings(self, file: Path | None) -> tuple[DocumentSettings, ...]:
        """Return the settings for the document `file` in particular; none for standard input (None)."""
        return tuple(entry for entry in self.document_settings if file is not None and entry.applies_to(file))

    def defines(self, setting: Setting) -> bool:
        """Whether this config, and not an option or a default, sets `setting`."""
        of_documents = (*self.document_settings, *(binding.settings for binding in self.bindings))
        levels = (self.settings, *self.inherited, *(entry.settings for entry in of_documents))
        return any(setting is known for level in levels for known in level.values())


def select_ignores(ignores: Iterable[Ignore], file: Path | None) -> Iterator[Ignore]:
    """Yield the ignores that cover the document `file`, an absolute path."""
    relative_paths: dict[Path, str | None] = {}
    for ignore in ignores:
        if not ignore.paths:
            yield ignore
        elif file is not None:
            if ignore.folder not in relative_paths:
                relative_paths[ignore.folder] = relative_path(ignore.folder, file)
            path = relative_paths[ignore.folder]
            if path is not None and any(matches(pattern, path) for pattern in ignore.paths):
                yield ignore


def relative_path(folder: Path, file: Path) -> str | None:
    """Return the path of `file` relative to `folder`, with `/`; None if it is elsewhere. Follows symbolic links."""
    try:
        path = Path(os.path.realpath(file.parent)) / file.name
        return path.relative_to(os.path.realpath(folder)).as_posix()
    except (OSError, ValueError):
        return None
