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


def spot(node: Node) -> Spot:
    """What tells nodes apart."""
    return id(node.document), node.pointer


def is_part(schema: Node) -> bool:
    """Whether it says something of the same value as the schema that it stands in, which says the rest."""
    pointer = schema.pointer
    above = pointer[-2] if len(pointer) > 1 else None
    if above in ("properties", "patternProperties", "$defs", "definitions", "schemas"):
        return False  # the last part is a name there, whatever word it is
    return above in (*_LISTS, *_MAPS) or (bool(pointer) and pointer[-1] in _SINGLE)


def mixed_in(connector: Connector) -> set[Spot]:
    """The schemas that an `allOf` of some other refers to: what they leave open, that one may describe."""
    found: set[Spot] = set()
    for part in connector.description.schemas:
        if len(part.pointer) > 1 and part.pointer[-2] == "allOf" and "$ref" in part.mapping:
            target = connector.description.resolve(part)
            if target is not None:
                found.add(spot(target))
    return found


def described(schema: Node, connector: Connector) -> set[str] | None:
    """The names of all properties that `schema` describes, in itself, its branches and what they refer to.

    None where more can be meant than are named: by a pattern, a schema for all others, a reference that leads nowhere.
    """
    names: set[str] = set()
    seen: set[Spot] = set()
    stack = [schema]
    while stack:
        node = stack.pop()
        if spot(node) in seen:
            continue
        seen.add(spot(node))
        held = node.mapping
        extra = [held.get(word, False) for word in ("additionalProperties", "unevaluatedProperties")]
        if len(seen) > _MOST or extra != [False, False] or any(word in held for word in _OPEN):
            return None
        properties = node.get("properties")
        names.update(properties.mapping if properties is not None else ())
        if "$ref" in held:
            target = connector.description.resolve(node)
            if target is None:
                return None
            stack.append(target)
        stack.extend(_branches(node))
    return names


def _branches(node: Node) -> Iterator[Node]:
    for word, held in node.entries():
        if word in _LISTS:
            yield from held.items()
        elif word in _SINGLE:
            yield held
        elif word in _MAPS:
            yield from (each for _, each in held.entries())
