"""Schemas that are a part of their own `allOf`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.reference_kinds import REFERENCE_LOOP, DeadEnd
from preclear.openapi.references import ref_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.openapi.references import References
    from preclear.source import Fault, Node


def all_of_loop(schema: Node, references: References) -> Fault | None:
    """A fault where some way through `allOf` and `$ref` leads from `schema` back to itself.

    A value would have to be checked against the schema in order to be checked against the schema: no end to that.
    """
    for part in _parts(schema):
        seen: set[tuple[int, tuple[str | int, ...]]] = set()
        stack = [part]
        while stack:
            node = references.resolve(stack.pop())
            if node is None:
                continue
            identity = node.identity
            if node.document is schema.document and node.pointer == schema.pointer:
                return _loop(part)
            if identity not in seen:
                seen.add(identity)
                stack.extend(_parts(node))
    return None


def _parts(schema: Node) -> Iterator[Node]:
    parts = schema.get("allOf")
    return parts.items() if parts is not None else iter(())


def _loop(part: Node) -> Fault:
    if "$ref" not in part.mapping:
        dead_end = DeadEnd("`allOf` leads back to the schema that it stands in", None, REFERENCE_LOOP)
        return dead_end.at(part.place)
    message = f"`$ref: {str(part.mapping['$ref'])[:80]}` in `allOf` leads back to the schema that it stands in"
    dead_end = DeadEnd(message, "take it out of `allOf`: it says nothing that could be checked", REFERENCE_LOOP)
    return dead_end.at(ref_place(part))
