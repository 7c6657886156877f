"""What a config says: settings, each with the place that says it, and ignores."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.config.patterns import matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SettingKey: TypeAlias = tuple[str, ...]
"""The name of a setting: `("fail-on",)`, `("severity", "status-range")`, `("rules", "some-rule", "limit")`."""

SettingValue: TypeAlias = "str | int | float | bool | tuple[str, ...]"


class Setting(NamedTuple):
    """The value of a setting and what says it: `default`, `preclear.toml:3`, `PRECLEAR_FAIL_ON`, `--fail-on`."""

    value: SettingValue
    origin: str


class Ignore(NamedTuple):
    """Findings that a config does not want, and why.

    `paths` are patterns relative to `folder`, the absolute one that the config is in, and all files where there are
    none; `pointer` is a JSON Pointer as text, and holds for everything below it; `rules` are selectors (a rule's name,
    a category, `basis:…`, `all`). `line`, from 1, and `config_path`, the path as people are shown it, say where it
    stands.
    """

    paths: tuple[str, ...]
    pointer: str | None
    rules: tuple[str, ...]
    reason: str
    line: int
    config_path: str
    folder: Path

    def applies_to(self, file: Path | None) -> bool:
        """Whether it is about the document `file`, by its absolute path; standard input is covered without `paths`."""
        return any(select_ignores((self,), file))


class Config(NamedTuple):
    """What one file says.

    `display_path` is its path as people are shown it, `folder` the absolute one that it is in.
    """

    display_path: str
    folder: Path
    settings: Mapping[SettingKey, Setting]
    ignores: tuple[Ignore, ...] = ()


def select_ignores(ignores: Iterable[Ignore], file: Path | None) -> Iterator[Ignore]:
    """Give those that are about the document `file`, by its absolute path; its place is looked up once a folder."""
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
    """The path of `file` relative to `folder`, with `/`; None where it is not in it. Symbolic links are followed."""
    try:
        path = Path(os.path.realpath(file.parent)) / file.name
        return path.relative_to(os.path.realpath(folder)).as_posix()
    except (OSError, ValueError):
        return None
