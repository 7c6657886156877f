"""Guess the intended type of a schema without `type`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Json, Node

FORMATS = {"int32": "integer", "int64": "integer", "float": "number", "double": "number"}
_KEYWORDS = {
    "pattern": "string",
    "minLength": "string",
    "maxLength": "string",
    "minimum": "number",
    "maximum": "number",
    "multipleOf": "number",
    "items": "array",
    "properties": "object",
}
_TYPES: dict[type, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    list: "array",
    dict: "object",
}


class Clue(NamedTuple):
    """A type, and the keyword that implies it."""

    type: str
    keyword: str


def find_type_clue(schema: Node) -> Clue | None:
    """Return the type that the keywords of `schema` imply, by the most reliable keyword; None if none does."""
    return next(_clues(schema), None)


def json_type(value: Json) -> str:
    """Return the JSON Schema type of a value; a number without a fraction is an integer."""
    if isinstance(value, float) and value.is_integer():
        return "integer"
    return _TYPES.get(type(value), "null")


def may_be_null(schema: Node) -> bool:
    """Whether `schema` allows null, through `nullable`, its list of types, or a branch."""
    branches = [
        branch
        for keyword in ("oneOf", "anyOf")
        if (branch_list := schema.get(keyword))
        for branch in branch_list.items()
    ]
    nullable = any(branch.mapping.get("nullable") is True for branch in (schema, *branches))
    return nullable or any(_includes_null(branch.mapping.get("type")) for branch in (schema, *branches))


def _includes_null(type_value: Json) -> bool:
    return type_value == "null" or (isinstance(type_value, list) and "null" in type_value)


def _clues(schema: Node) -> Iterator[Clue]:
    mapping = schema.mapping
    enum_values = mapping.get("enum")
    types = (
        {json_type(value) for value in enum_values if value is not None}
        if isinstance(enum_values, list)
        else set[str]()
    )
    if len(types) == 1:
        yield Clue(types.pop(), "enum")
    if mapping.get("const") is not None:
        yield Clue(json_type(mapping["const"]), "const")
    if isinstance(mapping.get("format"), str):
        yield Clue(FORMATS.get(str(mapping["format"]), "string"), "format")
    for keyword, type_name in _KEYWORDS.items():
        if keyword in mapping:
            yield Clue(type_name, keyword)
    for keyword in ("default", "example"):
        if mapping.get(keyword) is not None:
            yield Clue(json_type(mapping[keyword]), keyword)
