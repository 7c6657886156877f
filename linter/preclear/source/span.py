"""Positions as a person counts them: from 1, in characters."""

from __future__ import annotations

from typing import NamedTuple


class Position(NamedTuple):
    """A place between two characters of a text.

    `line` and `column` count from 1. A column counts characters (Unicode code points), not bytes and not UTF-16
    units; a byte order mark counts for nothing. Lines end at LF, CRLF or a lone CR, and at nothing else.
    """

    line: int
    column: int


class Span(NamedTuple):
    """From `start` up to, and not including, `end`."""

    start: Position
    end: Position
