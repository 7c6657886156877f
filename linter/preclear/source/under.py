"""One step down from a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.source.json_value import Json


def value_under(value: Json, part: str | int) -> Json:
    """What stands under a key of a mapping, or an index into a list. Raises LookupError where there is nothing."""
    if isinstance(value, dict) and isinstance(part, str):
        return value[part]
    if isinstance(value, list) and isinstance(part, int) and 0 <= part < len(value):
        return value[part]
    raise LookupError(part)
