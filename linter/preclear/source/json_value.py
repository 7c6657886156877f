"""The values of YAML and JSON texts, as plain Python values."""

from __future__ import annotations

from typing import TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
"""The keys of a mapping are always strings: a YAML key of another type is kept as it is written."""


def get_child(value: Json, part: str | int) -> Json:
    """Return the value under a key of a mapping or an index (from 0) of a list. Raises LookupError if there is none."""
    if isinstance(value, dict) and isinstance(part, str):
        return value[part]
    if isinstance(value, list) and isinstance(part, int) and 0 <= part < len(value):
        return value[part]
    raise LookupError(part)
