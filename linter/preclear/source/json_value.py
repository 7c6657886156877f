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


def text_or_empty(value: Json) -> str:
    """Return `value` if it is a string; otherwise an empty one."""
    return value if isinstance(value, str) else ""


def non_empty_text(value: Json) -> str | None:
    """Return `value` if it is a string that isn't empty."""
    return value if isinstance(value, str) and value else None


def object_items(value: Json) -> list[dict[str, Json]]:
    """Return the objects of a list, and none for anything else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
