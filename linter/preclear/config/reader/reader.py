"""Reads the text of a config, or reports every problem in it at its place."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from preclear.config.errors import ConfigError, ConfigProblem
from preclear.config.reader.config_source import ConfigSource, TooManyProblemsError
from preclear.source import Position, Span

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.config.model import Config
    from preclear.config.reader.toml_places import KeyPath
    from preclear.config.registry import RuleRegistry
    from preclear.source import Json

PYPROJECT = "pyproject.toml"
IN_PYPROJECT = ("tool", "preclear")
MAX_CHARACTERS = 1_000_000  # characters of a config
UNQUOTABLE_MESSAGE = "this can't be used; the text of a config that is a symbolic link isn't shown"
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_config(
    text: str, display_path: str, folder: Path, registry: RuleRegistry, *, is_quotable: bool = True
) -> Config | None:
    """Read a config. In `pyproject.toml` it is the table `tool.preclear`; returns None if there is no such table.

    `display_path` is the path in messages, `folder` the absolute folder that the config's paths are relative to.
    `is_quotable` says whether messages may show its text. Raises ConfigError.
    """
    prefix: KeyPath = IN_PYPROJECT if display_path.rpartition("/")[2] == PYPROJECT else ()
    try:
        table = _parse_table(text, prefix)
        if table is None:
            return None
        from preclear.config.reader.toml_places import locate_toml

        source = ConfigSource(display_path, folder, locate_toml(text), prefix)
    except _TomlError as error:
        raise _make_config_error(display_path, [error.problem], text, is_quotable=is_quotable) from None
    from preclear.config.reader.values import read_settings

    config: Config | None = None
    with suppress(TooManyProblemsError):
        config = read_settings(source, table, registry)
    if source.problems:
        problems = sorted(source.problems, key=lambda problem: problem.span or Span(Position(0, 0), Position(0, 0)))
        raise _make_config_error(display_path, problems, text, is_quotable=is_quotable)
    return config


def _make_config_error(
    display_path: str, problems: list[ConfigProblem], text: str, *, is_quotable: bool
) -> ConfigError:
    if is_quotable:
        return ConfigError(display_path, problems, text)
    return ConfigError(display_path, [problem._replace(message=UNQUOTABLE_MESSAGE) for problem in problems])


class _TomlError(Exception):
    def __init__(self, problem: ConfigProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def _parse_table(text: str, prefix: KeyPath) -> dict[str, Json] | None:
    """Return the table that has the settings; None if the text has none. Raises _TomlError."""
    import tomllib

    from preclear.config.reader.toml_bounds import find_bounds_problem

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
        raise _TomlError(ConfigProblem(None, f"`{'.'.join(map(str, prefix))}` isn't a table"))
    return table


def _make_syntax_problem(message: str, text: str) -> ConfigProblem:
    """Make a problem of a message of `tomllib`. The place in the message is 1-based, as a span is."""
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
