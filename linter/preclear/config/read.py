"""The text of a config, read: what it says with its lines, or everything that is wrong with it at its place."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from preclear.config.model import Config, Said
from preclear.config.trouble import ConfigError, Trouble
from preclear.source import Position, Span

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from preclear.config.known import Known
    from preclear.config.model import Ignore, Key, Value
    from preclear.config.toml_places import TomlPlaces, Way
    from preclear.source import Json

PYPROJECT = "pyproject.toml"
IN_PYPROJECT = ("tool", "preclear")
LARGEST = 1_000_000  # characters of a config
TROUBLES = 100  # faults of a config that are reported
UNQUOTED = "this can't be used; nothing of a config that is a symbolic link is quoted"
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_config(text: str, shown: str, folder: Path, known: Known, *, quotable: bool = True) -> Config | None:
    """Read a config. In a file `pyproject.toml` it is the table `tool.preclear`: None where there is none.

    `shown` is its path as people are shown it, `folder` the absolute one that its paths start from; `quotable` says
    whether its text may be shown. Raises ConfigError.
    """
    prefix: Way = IN_PYPROJECT if shown.rpartition("/")[2] == PYPROJECT else ()
    try:
        table = _table(text, prefix)
        if table is None:
            return None
        from preclear.config.toml_places import toml_places

        reading = Reading(shown, folder, toml_places(text), prefix)
    except _NoToml as error:
        raise _config_error(shown, [error.trouble], text, quotable=quotable) from None
    from preclear.config.values import read_settings

    said: Mapping[Key, Said] = {}
    ignores: tuple[Ignore, ...] = ()
    with suppress(TooManyTroubles):
        said, ignores = read_settings(reading, table, known)
    if reading.troubles:
        troubles = sorted(reading.troubles, key=lambda each: each.span or Span(Position(0, 0), Position(0, 0)))
        raise _config_error(shown, troubles, text, quotable=quotable)
    return Config(shown=shown, folder=folder, said=said, ignores=ignores)


def _config_error(shown: str, troubles: list[Trouble], text: str, *, quotable: bool) -> ConfigError:
    if quotable:
        return ConfigError(shown, troubles, text)
    return ConfigError(shown, [trouble._replace(message=UNQUOTED) for trouble in troubles])


class TooManyTroubles(Exception):
    """So much is wrong with a config that the rest isn't read."""


class _NoToml(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.message)
        self.trouble = trouble


def _table(text: str, prefix: Way) -> dict[str, Json] | None:
    """The table that the settings are in; None where the text has none. Raises _NoToml."""
    import tomllib

    from preclear.config.toml_bounds import bounds_trouble

    if len(text) > LARGEST:
        raise _NoToml(Trouble(None, f"it has {len(text):,} characters; expected {LARGEST:,} at most"))
    trouble = bounds_trouble(text)
    if trouble is not None:
        raise _NoToml(trouble)
    try:
        table: Json = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _NoToml(_syntax_trouble(str(error), text)) from None
    except ValueError:  # a number with more digits than Python reads
        raise _NoToml(Trouble(None, "it has a number that is too long")) from None
    for name in prefix:
        table = table.get(str(name)) if isinstance(table, dict) else None
    if table is not None and not isinstance(table, dict):
        raise _NoToml(Trouble(None, f"`{'.'.join(map(str, prefix))}` is no table"))
    return table


def _syntax_trouble(message: str, text: str) -> Trouble:
    """What `tomllib` says, with the place in it; it counts from 1 too."""
    found = _PLACE.search(message)
    if found is None:
        return Trouble(None, f"not TOML: {message}")
    words = message[: found.start()]
    if found[1]:
        start = Position(int(found[1]), int(found[2]))
    else:
        start = Position(text.count("\n") + 1, len(text) - text.rfind("\n"))
    return Trouble(Span(start, Position(start.line, start.column + 1)), f"not TOML: {words[:1].lower()}{words[1:]}")


class Reading:
    """The way from a value of the config to its line, and what was found wrong on it."""

    def __init__(self, shown: str, folder: Path, places: TomlPlaces, prefix: Way) -> None:
        self.shown = shown
        self.folder = folder
        self.troubles: list[Trouble] = []
        self._places = places
        self._prefix = prefix

    def span(self, way: Way, *, key: bool = False) -> Span | None:
        """Where the value at `way` stands, or its key; a table that has only a heading stands there."""
        full = (*self._prefix, *way)
        key_span, value_span = self._places.keys.get(full), self._places.values.get(full)
        return key_span or value_span if key else value_span or key_span

    def line(self, way: Way) -> int:
        """The line of the key at `way`, from 1."""
        span = self.span(way, key=True)
        return span.start.line if span is not None else 1

    def said(self, way: Way, value: Value) -> Said:
        """A setting with its origin."""
        return Said(value, f"{self.shown}:{self.line(way)}")

    def refuse(self, way: Way, message: str, *, key: bool = False) -> None:
        """Note what is wrong at `way`. Raises TooManyTroubles where enough is noted."""
        if len(self.troubles) == TROUBLES:
            raise TooManyTroubles
        self.troubles.append(Trouble(self.span(way, key=key), message))
