"""Which type a schema without `type` is meant to have."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Json, Node

_FORMATS = {"int32": "integer", "int64": "integer", "float": "number", "double": "number"}
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
    """A type, and the keyword that betrays it."""

    type: str
    keyword: str


def type_clue(schema: Node) -> Clue | None:
    """What the keywords of `schema` say of its type, the surest first; None where they say nothing."""
    return next(_clues(schema), None)


def type_of(value: Json) -> str:
    """The type of a value, as JSON Schema calls it; `null` for None. A number without a fraction is an integer."""
    if isinstance(value, float) and value.is_integer():
        return "integer"
    return _TYPES.get(type(value), "null")


def may_be_null(schema: Node) -> bool:
    """Whether `schema` allows null: by `nullable`, in its list of types, or in a branch."""
    branches = [each for word in ("oneOf", "anyOf") if (held := schema.get(word)) for each in held.items()]
    nullable = any(each.mapping.get("nullable") is True for each in (schema, *branches))
    return nullable or any(_names_null(each.mapping.get("type")) for each in (schema, *branches))


def _names_null(kind: Json) -> bool:
    return kind == "null" or (isinstance(kind, list) and "null" in kind)


def _clues(schema: Node) -> Iterator[Clue]:
    held = schema.mapping
    options = held.get("enum")
    types = {type_of(value) for value in options if value is not None} if isinstance(options, list) else set[str]()
    if len(types) == 1:
        yield Clue(types.pop(), "enum")
    if held.get("const") is not None:
        yield Clue(type_of(held["const"]), "const")
    if isinstance(held.get("format"), str):
        yield Clue(_FORMATS.get(str(held["format"]), "string"), "format")
    for keyword, kind in _KEYWORDS.items():
        if keyword in held:
            yield Clue(kind, keyword)
    for keyword in ("default", "example"):
        if held.get(keyword) is not None:
            yield Clue(type_of(held[keyword]), keyword)
