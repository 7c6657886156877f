"""Edit values of the wrong type: read them as the right one, or remove them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._patterns import lazy_pattern
from preclear.openapi.structure.removals import remove_field
from preclear.openapi.values import as_list, is_number
from preclear.source import Edit, Insert, Node, Remove, Rename, Set, describe_yaml11_value, node_at

if TYPE_CHECKING:
    from preclear.source import Json

_DECIMAL = lazy_pattern(r"-?(?:0|[1-9][0-9]{0,14})").fullmatch
_TEXT_LISTS = ("required", "tags", "enum")
_ITEM_FIELDS = {"servers": frozenset({"url"}), "parameters": frozenset({"name", "in"})}
"""The fields by which a mapping can be told to be an item of a list that isn't there."""
_BOUNDS = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}


def edit_type(node: Node, types: list[str], kind: str) -> Edit | None:
    """Return the edit of `node`, whose value has none of `types`; None if it's only clear to the author.

    `kind` is the kind of the object around it. A value that can be read as one of the types is written as that type.
    """
    value, key = node.value, str(node.pointer[-1]) if node.pointer else ""
    if kind == "schema" and key in _BOUNDS and (isinstance(value, bool) or types == ["boolean"]):
        return _edit_bound(node, _BOUNDS[key])
    if kind == "schema" and "type" in node.pointer[-2:]:
        edit = _edit_schema_type(node, types)
        if edit is not None:
            return edit
    if value is None:
        return _remove_null(node, types, kind)
    converted = _convert(node, types, key)
    if converted is not None:
        noun = "list" if isinstance(converted, list) else "string" if isinstance(converted, str) else types[0]
        return Edit("safe", f"write it as a {noun}", (Set(node, converted),))
    if kind == "schema" and key == "required" and isinstance(value, bool):
        return _edit_boolean_required(node)
    if kind == "schema" and key == "items" and isinstance(value, list):
        return _edit_tuple(node, types)
    if kind == "parameter" and key == "required" and _parent(node).text("in") == "path":
        return Edit("safe", "write `required: true`", (Set(node, True),))
    return remove_field(node, kind)


def _convert(node: Node, types: list[str], key: str) -> Json:
    """Return the value as one of `types`, None if it can't be read as one."""
    value = node.value
    if "string" in types and isinstance(value, bool | int | float):
        return scalar_text(node)
    if types == ["boolean"] and isinstance(value, str):
        meaning = f"the boolean {value}" if value in ("true", "false") else describe_yaml11_value(value) or ""
        return meaning.endswith("true") if meaning.startswith("the boolean ") else None
    if isinstance(value, str) and _DECIMAL(value) and types in (["integer"], ["number"]):
        return int(value)
    is_single_item = isinstance(value, dict) and _ITEM_FIELDS.get(key, frozenset("-")).issubset(value)
    if types == ["array"] and (is_single_item or (isinstance(value, str) and key in _TEXT_LISTS)):
        return [value]
    return None


def scalar_text(node: Node) -> str | None:
    """Return the text of a scalar as it's written; None if it isn't on one line."""
    span = node.place.span
    return node.document.excerpt(span) if span.start.line == span.end.line else None


def _remove_null(node: Node, types: list[str], kind: str) -> Edit | None:
    """Return the edit of an empty field: without it, the object is the same, unless it's an object itself."""
    removal = remove_field(node, kind)
    if removal is None or "object" in types:
        return removal
    return Edit("safe", removal.title, removal.operations)


def _edit_schema_type(node: Node, types: list[str]) -> Edit | None:
    """Return the edit of a `type`, or of an item of it, that isn't a string."""
    allows_null_type = "array" in types or isinstance(node.pointer[-1], int)
    if node.value is None and scalar_text(node):
        return Edit("safe", 'write `"null"`', (Set(node, "null"),)) if allows_null_type else edit_null_type(node)
    names = as_list(node.value)
    known = [name for name in names if isinstance(name, str) and name != "null"]
    if allows_null_type or not known or len(known) + names.count("null") < len(names):
        return None
    schema = _parent(node)
    kept = "string" if "string" in known else known[0]
    operations: list[Set | Insert | Remove] = [Set(node, kept)]
    if "null" in names:
        nullable = schema.get("nullable")
        operations.append(Insert(schema, "nullable", True) if nullable is None else Set(nullable, True))
    title = f"write `type: {kept}`" + (" with `nullable: true`" if "null" in names else "")
    others = ", ".join(f"`{name}`" for name in known if name != kept)
    return Edit("adapt" if others else "safe", title, tuple(operations), f"type {others}" if others else None)


def edit_null_type(node: Node) -> Edit | None:
    """Return the edit of `type: null` in OpenAPI 3.0, which has no such type: null is the only value of an `enum`."""
    schema = _parent(node)
    if node.pointer[-1] != "type" or not schema.mapping.keys().isdisjoint(("enum", "nullable")):
        return None
    operations = (Remove(node), Insert(schema, "nullable", True), Insert(schema, "enum", [None]))
    return Edit("safe", "write `nullable: true` and `enum: [null]`", operations)


def _edit_bound(node: Node, bound: str) -> Edit | None:
    """Return the edit of an exclusive bound that is written as in another version: as a boolean, or as a number."""
    schema = _parent(node)
    limit, key = schema.get(bound), str(node.pointer[-1])
    if is_number(node.value) and limit is None:
        return Edit(
            "safe", f"write it as `{bound}`, with `{key}: true`", (Set(node, True), Insert(schema, bound, node.value))
        )
    if node.value is True and limit is not None and is_number(limit.value):
        return Edit("safe", f"write `{key}: {limit.value}` for both", (Set(node, limit.value), Remove(limit)))
    if isinstance(node.value, bool) and (node.value is False or limit is None):
        return Edit("safe", f"remove `{key}`", (Remove(node),))
    return remove_field(node, "schema")


def _edit_tuple(node: Node, types: list[str]) -> Edit:
    """Return the edit of `items` with a list: 2020-12 calls it `prefixItems`, and OpenAPI 3.0 has neither."""
    has_schemas = all(isinstance(item, dict | bool) for item in as_list(node.value))
    is_free = _parent(node).mapping.keys().isdisjoint(("prefixItems", "additionalItems"))
    if "boolean" in types and has_schemas and is_free:
        return Edit("safe", "rename it to `prefixItems`", (Rename(node, "prefixItems"),))
    return Edit("adapt", "write `items: {}`", (Set(node, {}),), "the schema of each item")


def _parent(node: Node) -> Node:
    return node_at(node.place._replace(pointer=node.pointer[:-1]))


def _edit_boolean_required(node: Node) -> Edit:
    """Return the edit of a `required` that is a boolean, as in a parameter."""
    if node.value is False:
        return Edit("safe", "remove `required`", (Remove(node),))
    name = str(node.pointer[-2])[:60] if len(node.pointer) > 2 and node.pointer[-3] == "properties" else ""
    return Edit("adapt", "remove `required`", (Remove(node),), f"that {f'`{name}`' if name else 'it'} is required")
