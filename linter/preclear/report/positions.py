"""Positions in texts, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.source import Json, Position


def position_to_json(position: Position) -> dict[str, Json]:
    """Return the object of a position: 1-based line and column, in characters."""
    return {"line": position.line, "column": position.column}
