"""A config text that is being read: the places of its values, and its problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.config.errors import ConfigProblem
from preclear.config.model import Setting

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.config.model import SettingValue
    from preclear.config.reader.toml_places import KeyPath, TomlPlaces
    from preclear.source import Span

MAX_PROBLEMS = 100  # problems of a config that are reported


class TooManyProblemsError(Exception):
    """A config has so many problems that the rest of it isn't read."""


class ConfigSource:
    """Maps the values of a config to their lines, and collects its problems.

    `display_path` is the path in messages, `folder` the absolute folder that the config's paths are relative to.
    `prefix` is the key path of the table that has the settings.
    """

    def __init__(self, display_path: str, folder: Path, places: TomlPlaces, prefix: KeyPath) -> None:
        self.display_path = display_path
        self.folder = folder
        self.problems: list[ConfigProblem] = []
        self._places = places
        self._prefix = prefix

    def span(self, key_path: KeyPath, *, of_key: bool = False) -> Span | None:
        """Return the span of the value at `key_path`, or of its key. A table with a heading has only a key."""
        full_path = (*self._prefix, *key_path)
        key_span, value_span = self._places.keys.get(full_path), self._places.values.get(full_path)
        return key_span or value_span if of_key else value_span or key_span

    def line(self, key_path: KeyPath) -> int:
        """Return the line of the key at `key_path`, 1-based."""
        span = self.span(key_path, of_key=True)
        return span.start.line if span is not None else 1

    def origin(self, key_path: KeyPath) -> str:
        """Return the place of the value at `key_path`: `preclear.toml:3:14`, 1-based."""
        span = self.span(key_path)
        return self.display_path if span is None else f"{self.display_path}:{span.start.line}:{span.start.column}"

    def make_setting(self, key_path: KeyPath, value: SettingValue) -> Setting:
        """Return a setting with its origin."""
        return Setting(value, f"{self.display_path}:{self.line(key_path)}")

    def add_problem(self, key_path: KeyPath, message: str, *, at_key: bool = False) -> None:
        """Record a problem at `key_path`. Raises TooManyProblemsError if there are too many already."""
        if len(self.problems) == MAX_PROBLEMS:
            raise TooManyProblemsError
        self.problems.append(ConfigProblem(self.span(key_path, of_key=at_key), message))
