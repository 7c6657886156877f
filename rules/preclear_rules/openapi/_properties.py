"""The properties that a schema describes, and those that it requires, through all that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Connector, Node

    Spot = tuple[int, tuple[str | int, ...]]

_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLE = ("if", "then", "else", "not")
_MAPS = ("dependentSchemas",)
_OPEN = ("patternProperties", "propertyNames", "$dynamicRef")
_MOST = 500
"""So many schemas are looked into for one: of more, nothing is said."""


def is_part(schema: Node) -> bool:
    """Whether it says something of the same value as the schema that it stands in, which says the rest."""
    pointer = schema.pointer
    above = pointer[-2] if len(pointer) > 1 else None
    if above in ("properties", "patternProperties", "$defs", "definitions", "schemas"):
        return False  # the last part is a name there, whatever word it is
    return above in (*_LISTS, *_MAPS) or (bool(pointer) and pointer[-1] in _SINGLE)


def mixed_in(connector: Connector) -> set[Spot]:
    """The schemas that others refer to as a part of themselves: what they leave open, those may describe.

    That is any that an `allOf` refers to, and one that `anyOf` and the like or a bare `$ref` do, where the schema
    around says more than that.
    """
    found: set[Spot] = set()
    stack: list[Node] = []
    for schema in connector.description.schemas:
        held = schema.mapping
        if is_part(schema) or any(word in held for word in ("properties", "allOf", "$ref")):
            stack.extend(_branches(schema))
            stack.extend([schema] if any(word in held for word in ("properties", *_LISTS)) else ())
    while stack:
        part = stack.pop()
        target = connector.description.resolve(part) if "$ref" in part.mapping else None
        if target is not None and target.identity not in found:
            found.add(target.identity)
            stack.append(target)
            stack.extend(_branches(target))
    return found


def described(schema: Node, connector: Connector) -> set[str] | None:
    """The names of all properties that `schema` describes, in itself, its branches and what they refer to.

    None where more can be meant than are named: by a pattern, a schema for all others, a reference that leads nowhere,
    and where there is no `properties` at all.
    """
    names: set[str] = set()
    any_named = False
    seen: set[Spot] = set()
    stack = [schema]
    while stack:
        node = stack.pop()
        if node.identity in seen:
            continue
        seen.add(node.identity)
        held = node.mapping
        extra = [held.get(word, False) for word in ("additionalProperties", "unevaluatedProperties")]
        if len(seen) > _MOST or extra != [False, False] or any(word in held for word in _OPEN):
            return None
        properties = node.get("properties")
        if properties is not None:
            any_named = True
            names.update(properties.mapping)
        if "$ref" in held:
            target = connector.description.resolve(node)
            if target is None:
                return None
            stack.append(target)
        stack.extend(_branches(node))
    return names if any_named else None


def _branches(node: Node) -> Iterator[Node]:
    for word, held in node.entries():
        if word in _LISTS:
            yield from held.items()
        elif word in _SINGLE:
            yield held
        elif word in _MAPS:
            yield from (each for _, each in held.entries())
