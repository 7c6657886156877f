"""Read JSON values of unknown type: as a mapping, as a list, as a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from preclear.source import Json


def as_mapping(value: Json) -> dict[str, Json]:
    """Return `value` if it is a mapping, an empty mapping if it isn't."""
    return value if isinstance(value, dict) else {}


def as_list(value: Json) -> list[Json]:
    """Return `value` if it is a list, an empty list if it isn't."""
    return value if isinstance(value, list) else []


def is_number(value: Json) -> TypeGuard[int | float]:
    """Whether `value` is a number. `true` and `false` are not, although Python's `bool` is an `int`."""
    return isinstance(value, int | float) and not isinstance(value, bool)
