"""The text of a config, read: what it says with its lines, or everything that is wrong with it at its place."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from preclear.config.errors import ConfigError, ConfigProblem
from preclear.config.model import Config, Setting
from preclear.source import Position, Span

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from preclear.config.model import Ignore, SettingKey, SettingValue
    from preclear.config.registry import RuleRegistry
    from preclear.config.toml_places import KeyPath, TomlPlaces
    from preclear.source import Json

PYPROJECT = "pyproject.toml"
IN_PYPROJECT = ("tool", "preclear")
MAX_CHARACTERS = 1_000_000  # characters of a config
MAX_PROBLEMS = 100  # faults of a config that are reported
UNQUOTABLE_MESSAGE = "this can't be used; nothing of a config that is a symbolic link is quoted"
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_config(
    text: str, display_path: str, folder: Path, registry: RuleRegistry, *, is_quotable: bool = True
) -> Config | None:
    """Read a config. In a file `pyproject.toml` it is the table `tool.preclear`: None where there is none.

    `display_path` is its path as people are shown it, `folder` the absolute one that its paths start from;
    `is_quotable` says whether its text may be shown. Raises ConfigError.
    """
    prefix: KeyPath = IN_PYPROJECT if display_path.rpartition("/")[2] == PYPROJECT else ()
    try:
        table = _parse_table(text, prefix)
        if table is None:
            return None
        from preclear.config.toml_places import locate_toml

        reader = ConfigReader(display_path, folder, locate_toml(text), prefix)
    except _TomlError as error:
        raise _make_config_error(display_path, [error.problem], text, is_quotable=is_quotable) from None
    from preclear.config.values import read_settings

    settings: Mapping[SettingKey, Setting] = {}
    ignores: tuple[Ignore, ...] = ()
    with suppress(TooManyProblemsError):
        settings, ignores = read_settings(reader, table, registry)
    if reader.problems:
        problems = sorted(reader.problems, key=lambda each: each.span or Span(Position(0, 0), Position(0, 0)))
        raise _make_config_error(display_path, problems, text, is_quotable=is_quotable)
    return Config(display_path=display_path, folder=folder, settings=settings, ignores=ignores)


def _make_config_error(
    display_path: str, problems: list[ConfigProblem], text: str, *, is_quotable: bool
) -> ConfigError:
    if is_quotable:
        return ConfigError(display_path, problems, text)
    return ConfigError(display_path, [problem._replace(message=UNQUOTABLE_MESSAGE) for problem in problems])


class TooManyProblemsError(Exception):
    """So much is wrong with a config that the rest isn't read."""


class _TomlError(Exception):
    def __init__(self, problem: ConfigProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def _parse_table(text: str, prefix: KeyPath) -> dict[str, Json] | None:
    """The table that the settings are in; None where the text has none. Raises _NoToml."""
    import tomllib

    from preclear.config.toml_bounds import find_bounds_problem

    if len(text) > MAX_CHARACTERS:
        raise _TomlError(ConfigProblem(None, f"it has {len(text):,} characters; expected {MAX_CHARACTERS:,} at most"))
    problem = find_bounds_problem(text)
    if problem is not None:
        raise _TomlError(problem)
    try:
        table: Json = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _TomlError(_make_syntax_problem(str(error), text)) from None
    except ValueError:  # a number with more digits than Python reads
        raise _TomlError(ConfigProblem(None, "it has a number that is too long")) from None
    for name in prefix:
        table = table.get(str(name)) if isinstance(table, dict) else None
    if table is not None and not isinstance(table, dict):
        raise _TomlError(ConfigProblem(None, f"`{'.'.join(map(str, prefix))}` is no table"))
    return table


def _make_syntax_problem(message: str, text: str) -> ConfigProblem:
    """What `tomllib` says, with the place in it; it counts from 1 too."""
    match = _PLACE.search(message)
    if match is None:
        return ConfigProblem(None, f"not TOML: {message}")
    description = message[: match.start()]
    if match[1]:
        start = Position(int(match[1]), int(match[2]))
    else:
        start = Position(text.count("\n") + 1, len(text) - text.rfind("\n"))
    return ConfigProblem(
        Span(start, Position(start.line, start.column + 1)), f"not TOML: {description[:1].lower()}{description[1:]}"
    )


class ConfigReader:
    """The way from a value of the config to its line, and what was found wrong on it."""

    def __init__(self, display_path: str, folder: Path, places: TomlPlaces, prefix: KeyPath) -> None:
        self.display_path = display_path
        self.folder = folder
        self.problems: list[ConfigProblem] = []
        self._places = places
        self._prefix = prefix

    def span(self, key_path: KeyPath, *, of_key: bool = False) -> Span | None:
        """Where the value at `key_path` stands, or its key; a table that has only a heading stands there."""
        full_path = (*self._prefix, *key_path)
        key_span, value_span = self._places.keys.get(full_path), self._places.values.get(full_path)
        return key_span or value_span if of_key else value_span or key_span

    def line(self, key_path: KeyPath) -> int:
        """The line of the key at `key_path`, from 1."""
        span = self.span(key_path, of_key=True)
        return span.start.line if span is not None else 1

    def make_setting(self, key_path: KeyPath, value: SettingValue) -> Setting:
        """A setting with its origin."""
        return Setting(value, f"{self.display_path}:{self.line(key_path)}")

    def add_problem(self, key_path: KeyPath, message: str, *, at_key: bool = False) -> None:
        """Note what is wrong at `key_path`. Raises TooManyProblemsError where enough is noted."""
        if len(self.problems) == MAX_PROBLEMS:
            raise TooManyProblemsError
        self.problems.append(ConfigProblem(self.span(key_path, of_key=at_key), message))
