"""What a YAML or JSON text holds, in plain Python values."""

from __future__ import annotations

from typing import TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
"""Mappings have text keys always: YAML's other keys are kept as they are written."""


def describe_type(value: Json) -> str:
    """Name the kind of `value` as a person who writes YAML or JSON calls it, with its article."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, str):
        return "a string"
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else "a number"
