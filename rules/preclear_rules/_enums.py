"""The values that an `enum` or a `const` has and that the type of the same schema rules out."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from preclear import Json, Node, Schema

_MOST = 50
"""So many schemas are looked into for the type of one."""

_FITS: dict[str, Callable[[Json], bool]] = {
    "array": lambda value: isinstance(value, list),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: _is_number(value) and (isinstance(value, int) or float(str(value)).is_integer()),
    "null": lambda value: value is None,
    "number": lambda value: _is_number(value),
    "object": lambda value: isinstance(value, dict),
    "string": lambda value: isinstance(value, str),
}


_PLURALS = {
    "array": "lists",
    "boolean": "booleans",
    "integer": "integers",
    "null": "null",
    "number": "numbers",
    "object": "mappings",
    "string": "strings",
}


class Mismatch(NamedTuple):
    """Values under one `keyword` of a schema, `all` of them or some, that the types at `type` rule out."""

    keyword: str
    values: tuple[Node, ...]
    all: bool
    types: tuple[str, ...]
    type: Node


def mismatch(schema: Schema) -> Mismatch | None:
    """The values of `schema` that fit none of its types, through `allOf` and `$ref`; None where all do."""
    node, old = schema.node, schema.description.version.series == "3.0"
    held = node.mapping
    keyword = "enum" if isinstance(held.get("enum"), list) else "const"
    listed = node.get(keyword)
    if listed is None or (old and (keyword == "const" or "$ref" in held)):
        return None
    values = list(listed.items()) if keyword == "enum" else [listed]
    for part in _conjuncts(schema):
        types = _types(part)
        found = part.get("type")
        if not types or found is None:
            continue
        wrong = tuple(value for value in values if not any(_FITS[name](value.value) for name in types))
        if wrong:
            return Mismatch(keyword, wrong, len(wrong) == len(values), types, found)
    return None


def expected(types: tuple[str, ...]) -> str:
    """What values are expected where a schema has these types."""
    return " or ".join(_PLURALS[name] for name in types)


def words(value: Json) -> str:
    """A value as messages show it."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a mapping"
    if isinstance(value, str):
        return f'`"{value[:60]}"`'
    return f"`{'null' if value is None else str(value).lower()}`"


def advice(values: list[Node], types: tuple[str, ...], old: bool) -> str | None:
    """What to do about values that none of `types` allows; `old` is OpenAPI 3.0."""
    held = [value.value for value in values]
    if "string" in types and all(isinstance(value, bool | int | float) for value in held):
        return f"put {'it' if len(held) == 1 else 'them'} in quotes"
    digits = all(isinstance(value, str) and value.isdecimal() for value in held)
    if digits and not {"integer", "number"}.isdisjoint(types):
        return f"write {'it' if len(held) == 1 else 'them'} without quotes"
    if types == ("boolean",):
        return "write `true` and `false`"
    if held == [None]:
        return f"{'add `nullable: true`' if old else 'add `null` to the types'}, or take it out of the list"
    return None


def _conjuncts(schema: Schema) -> Iterator[Node]:
    """The schema and what counts together with it, the nearest first."""
    stack, seen = [schema.node], 0
    while stack and seen < _MOST:
        node = stack.pop(0)
        seen += 1
        yield node
        if "$ref" in node.mapping:
            target = schema.description.resolve(node)
            stack += [target] if target is not None and target is not node else []
        parts = node.get("allOf")
        stack += islice(parts.items(), _MOST) if parts is not None else ()


def _types(schema: Node) -> tuple[str, ...]:
    """The types that one schema names, and null where it says `nullable`; none where one of them is unknown."""
    written = schema.mapping.get("type")
    names = written if isinstance(written, list) else [written]
    known = tuple(name for name in names if isinstance(name, str) and name in _FITS)
    if len(known) < len(names):
        return ()
    return (*known, "null") if schema.mapping.get("nullable") is True and "null" not in known else known


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
