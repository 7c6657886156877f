"""Find the values of `enum` and `const` that don't match the `type` of the same schema."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from preclear import Json, Node, Schema

_MAX_SCHEMAS = 50
"""The number of schemas that are searched for the type of one."""

_TYPE_CHECKS: dict[str, Callable[[Json], bool]] = {
    "array": lambda value: isinstance(value, list),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: _is_number(value) and (isinstance(value, int) or float(str(value)).is_integer()),
    "null": lambda value: value is None,
    "number": lambda value: _is_number(value),
    "object": lambda value: isinstance(value, dict),
    "string": lambda value: isinstance(value, str),
}

_CLASSES: dict[str, type] = {
    "array": list,
    "boolean": bool,
    "integer": int,
    "null": type(None),
    "object": dict,
    "string": str,
}
"""The classes of values that have a type, whatever the value."""

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
    """The values under `keyword`, all of them if `is_total`, that match none of the `types` at `type_node`."""

    keyword: str
    values: tuple[Node, ...]
    is_total: bool
    types: tuple[str, ...]
    type_node: Node


def find_mismatch(schema: Schema) -> Mismatch | None:
    """Find the values of `schema` that match none of its types, through `allOf` and `$ref`; None if all match."""
    node, is_3_0 = schema.node, schema.api.version.series == "3.0"
    mapping = node.mapping
    keyword = "enum" if isinstance(mapping.get("enum"), list) else "const"
    keyword_node = node.get(keyword)
    if keyword_node is None or (is_3_0 and (keyword == "const" or "$ref" in mapping)):
        return None
    value = keyword_node.value
    values = value if keyword == "enum" and isinstance(value, list) else [value]
    for part in _conjuncts(schema):
        types = _types(part)
        if not types or {*map(type, values)} <= {_CLASSES.get(name) for name in types}:
            continue
        checks = [_TYPE_CHECKS[name] for name in types]
        wrong = {index for index, value in enumerate(values) if not any(check(value) for check in checks)}
        type_node = part.get("type") if wrong else None
        if type_node is not None:
            nodes = list(keyword_node.items()) if keyword == "enum" else [keyword_node]
            wrong_nodes = tuple(node for index, node in enumerate(nodes) if index in wrong)
            return Mismatch(keyword, wrong_nodes, len(wrong) == len(values), types, type_node)
    return None


def describe_types(types: tuple[str, ...]) -> str:
    """Describe the values that a schema with these types expects."""
    return " or ".join(_PLURALS[name] for name in types)


def format_value(value: Json) -> str:
    """Format a value as messages show it."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a mapping"
    if isinstance(value, str):
        return f'`"{value[:60]}"`'
    return f"`{'null' if value is None else str(value).lower()}`"


def suggest_fix(values: list[Node], types: tuple[str, ...], is_3_0: bool) -> str | None:
    """Suggest how to fix values that match none of `types`, as an imperative; `is_3_0` means OpenAPI 3.0."""
    plain_values = [value.value for value in values]
    if "string" in types and all(isinstance(value, bool | int | float) for value in plain_values):
        return f"put {'it' if len(plain_values) == 1 else 'them'} in quotes"
    has_only_digits = all(isinstance(value, str) and value.isdecimal() for value in plain_values)
    if has_only_digits and not {"integer", "number"}.isdisjoint(types):
        return f"write {'it' if len(plain_values) == 1 else 'them'} without quotes"
    if types == ("boolean",):
        return "use `true` and `false`"
    if plain_values == [None]:
        return f"{'add `nullable: true`' if is_3_0 else 'add `null` to the types'}, or remove it from the list"
    return None


def _conjuncts(schema: Schema) -> Iterator[Node]:
    """Yield the schema and the schemas that apply together with it, nearest first."""
    stack, seen = [schema.node], 0
    while stack and seen < _MAX_SCHEMAS:
        node = stack.pop(0)
        seen += 1
        yield node
        if "$ref" in node.mapping:
            target = schema.api.resolve(node)
            stack += [target] if target is not None and target is not node else []
        parts = node.get("allOf")
        stack += islice(parts.items(), _MAX_SCHEMAS) if parts is not None else ()


def _types(schema: Node) -> tuple[str, ...]:
    """Return the types of one schema, with null if it is `nullable`; no types if one of them is unknown."""
    type_value = schema.mapping.get("type")
    type_names = type_value if isinstance(type_value, list) else [type_value]
    known = tuple(name for name in type_names if isinstance(name, str) and name in _TYPE_CHECKS)
    if len(known) < len(type_names):
        return ()
    return (*known, "null") if schema.mapping.get("nullable") is True and "null" not in known else known


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
