"""Collect the properties that a schema describes, through its branches and references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Connector

    NodeKey = tuple[int, tuple[str | int, ...]]

_LIST_APPLICATORS = ("allOf", "anyOf", "oneOf")
_SCHEMA_APPLICATORS = ("if", "then", "else", "not")
_MAP_APPLICATORS = ("dependentSchemas",)
_OPEN_KEYWORDS = ("patternProperties", "propertyNames", "$dynamicRef")
_APPLICATORS = (*_LIST_APPLICATORS, *_SCHEMA_APPLICATORS, *_MAP_APPLICATORS)
_MAX_SCHEMAS = 500
"""The number of schemas that are searched for one schema; beyond it, nothing is reported."""


def is_subschema_branch(schema: Node) -> bool:
    """Whether `schema` applies to the same value as the schema that contains it, such as a branch of `allOf`."""
    pointer = schema.pointer
    parent_key = pointer[-2] if len(pointer) > 1 else None
    if parent_key in ("properties", "patternProperties", "$defs", "definitions", "schemas"):
        return False  # the last part is a name there, even if it looks like a keyword
    return parent_key in (*_LIST_APPLICATORS, *_MAP_APPLICATORS) or (
        bool(pointer) and pointer[-1] in _SCHEMA_APPLICATORS
    )


def find_incomplete(connector: Connector) -> Iterator[tuple[Node, list[Node]]]:
    """Yield the `required` of each schema whose own `properties` lacks one of the names.

    The list has the schema itself and the schemas that contain it as a branch of `allOf`, innermost first.
    """
    allows_siblings = connector.api.version.series != "3.0"
    for schema in connector.schemas_with("required"):
        mapping = schema.mapping
        names = mapping.get("required")
        if not isinstance(names, list) or ("$ref" in mapping and not allows_siblings):
            continue
        properties = mapping.get("properties")
        own = properties if isinstance(properties, dict) else {}
        required = schema.get("required")
        if required is not None and any(isinstance(name, str) and name not in own for name in names):
            enclosing = list(_enclosing_schemas(schema))
            if not is_subschema_branch(enclosing[-1]):
                yield required, enclosing


def find_mixins(connector: Connector) -> set[NodeKey]:
    """Find the schemas that others include: a property that one requires may be described by the other.

    These are the targets of references in `allOf`, and of those in `anyOf`, similar keywords or a plain `$ref` if the
    schema that contains them has more keywords.
    """
    mixins: set[NodeKey] = set()
    stack: list[Node] = []
    candidates = (schema for keyword in ("$ref", *_APPLICATORS) for schema in connector.schemas_with(keyword))
    for schema in candidates:
        mapping = schema.mapping
        if is_subschema_branch(schema) or any(keyword in mapping for keyword in ("properties", "allOf", "$ref")):
            stack.extend(_branches(schema))
            stack.extend([schema] if any(keyword in mapping for keyword in ("properties", *_LIST_APPLICATORS)) else ())
    while stack:
        part = stack.pop()
        target = connector.api.resolve(part) if "$ref" in part.mapping else None
        if target is not None and target.identity not in mixins:
            mixins.add(target.identity)
            stack.append(target)
            stack.extend(_branches(target))
    return mixins


def described_properties(schema: Node, connector: Connector) -> set[str] | None:
    """Return the names of all properties that `schema` describes, in itself, its branches and their references.

    Returns None if it can have other properties, through a pattern, a schema for additional properties or an unresolved
    reference, and if there is no `properties` at all.
    """
    names: set[str] = set()
    has_properties = False
    seen: set[NodeKey] = set()
    stack = [schema]
    while stack:
        node = stack.pop()
        if node.identity in seen:
            continue
        seen.add(node.identity)
        mapping = node.mapping
        additional = [mapping.get(keyword, False) for keyword in ("additionalProperties", "unevaluatedProperties")]
        if (
            len(seen) > _MAX_SCHEMAS
            or additional != [False, False]
            or any(keyword in mapping for keyword in _OPEN_KEYWORDS)
        ):
            return None
        properties = node.get("properties")
        if properties is not None:
            has_properties = True
            names.update(properties.mapping)
        if "$ref" in mapping:
            target = connector.api.resolve(node)
            if target is None:
                return None
            stack.append(target)
        stack.extend(_branches(node))
    return names if has_properties else None


def _branches(node: Node) -> Iterator[Node]:
    mapping = node.mapping
    for keyword in _APPLICATORS:
        child = node.get(keyword) if keyword in mapping else None
        if child is None:
            continue
        if keyword in _LIST_APPLICATORS:
            yield from child.items()
        elif keyword in _SCHEMA_APPLICATORS:
            yield child
        else:
            yield from (branch for _, branch in child.entries())


def _enclosing_schemas(schema: Node) -> Iterator[Node]:
    """Yield the schema, the schema that has it in its `allOf`, and so on."""
    while True:
        yield schema
        document, pointer = schema.document, schema.pointer
        if len(pointer) < 2 or pointer[-2] != "allOf" or not isinstance(pointer[-1], int):
            return
        value = document.value
        for part in pointer[:-2]:
            value = (
                value[str(part)] if isinstance(value, dict) else value[int(part)] if isinstance(value, list) else None
            )
        schema = Node(document, pointer[:-2], value)
