"""Equality of the values of schema keywords that have no schemas in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from preclear.mapping.comparison.values import is_equal_json, is_equal_text

if TYPE_CHECKING:
    from preclear.source import Json

_TEXTS = frozenset({"title", "description"})


def is_equal_keyword(key: str, actual: Json, planned: Json) -> bool:
    """Return whether two values of a keyword that has no schemas in it are equal."""
    if key in _TEXTS:
        return is_equal_text(actual, planned)
    if key == "discriminator" and isinstance(actual, dict) and isinstance(planned, dict):
        return is_equal_json(actual.get("propertyName"), planned.get("propertyName"))
    if is_equal_json(actual, planned):
        return True
    if key != "enum" or not isinstance(actual, list) or not isinstance(planned, list):
        return False
    return {*map(_canonical, actual)} == {*map(_canonical, planned)}


def _canonical(value: Json) -> str:
    """Return a text that is equal for equal values."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, sort_keys=True)
