"""Convert values and schemas to a scalar type."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from preclear_rules.parameters._type_clues import FORMATS, json_type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear import Json, Node

Scalar: TypeAlias = "str | int | float | bool"

_TEXT_KEYWORDS = ("pattern", "minLength", "maxLength")
_NUMBER_KEYWORDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_VALUES = ("default", "const", "example")
_ANNOTATIONS = ("title", "description")
_MAX_LENGTH = 100
"""The longest text that is read as a number."""


def convert(value: Json, type_name: str) -> Scalar | None:
    """Return the value of the scalar type `type_name` that is sent as the same text as `value`; None without one."""
    if not isinstance(value, str | bool | int | float):
        return None
    if has_type(value, type_name):
        return value
    from json import dumps, loads

    if type_name == "string":
        return dumps(value)
    try:
        converted: Json = loads(value) if isinstance(value, str) and len(value) < _MAX_LENGTH else None
    except ValueError:
        return None
    if isinstance(converted, bool | int | float) and has_type(converted, type_name) and dumps(converted) == value:
        return converted
    return None


def has_type(value: Json, type_name: str) -> bool:
    """Whether `value` is of the type `type_name`. Each integer is a number, and `1.0` is an integer."""
    value_type = json_type(value)
    return value_type == type_name or (type_name == "number" and value_type == "integer")


def scalar_schema(type_name: str, parts: Iterable[Node], keep_default: bool = True) -> dict[str, Json]:
    """Build a schema of the scalar type `type_name` from the keywords of `parts` that apply to it, nearest first.

    A default that is a template is left out.
    """
    schema: dict[str, Json] = {"type": type_name}
    for part in parts:
        for keyword, value in part.mapping.items():
            if keyword not in schema:
                converted = _convert_keyword(keyword, value, type_name)
                if converted is not None:
                    schema[keyword] = converted
    default, allowed = schema.get("default"), schema.get("enum")
    if isinstance(allowed, list):
        for keyword in ("default", "example"):
            if keyword in schema and schema[keyword] not in allowed:
                del schema[keyword]
    if not keep_default or (isinstance(default, str) and "{{" in default):
        schema.pop("default", None)
    return schema


def _convert_keyword(keyword: str, value: Json, type_name: str) -> Json:
    """Return the value of a keyword in a schema of the type `type_name`; None if it doesn't apply to that type."""
    if keyword in _VALUES:
        return convert(value, type_name)
    if keyword == "enum" and isinstance(value, list):
        if all(has_type(item, type_name) for item in value):
            return value or None  # not copied: many parameters can share a long list
        converted = [scalar for item in value if (scalar := convert(item, type_name)) is not None]
        return [*dict.fromkeys(converted)] or None
    if keyword == "format":
        return value if isinstance(value, str) and FORMATS.get(value, "string") == type_name else None
    if keyword == "deprecated" and value is True:
        return True
    is_text, is_number = type_name == "string", type_name in ("integer", "number")
    applies = keyword in _ANNOTATIONS or keyword in (
        _TEXT_KEYWORDS if is_text else _NUMBER_KEYWORDS if is_number else ()
    )
    return value if applies else None
