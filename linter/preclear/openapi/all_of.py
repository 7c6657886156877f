"""Schemas that are a part of their own `allOf`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.circles import circles
from preclear.openapi.reference_kinds import REFERENCE_LOOP, DeadEnd
from preclear.openapi.references import ref_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.openapi.references import References
    from preclear.source import Fault, Node, Pointer

    _Identity = tuple[int, Pointer]


def all_of_loops(schemas: Sequence[Node], references: References) -> Iterator[Fault]:
    """A fault for each of `schemas` that some way through `allOf` and `$ref` leads back to.

    A value would have to be checked against the schema in order to be checked against the schema: no end to that.
    """
    targets: dict[_Identity, list[_Identity]] = {}
    stack = list(schemas)
    while stack:
        schema = stack.pop()
        if schema.identity not in targets:
            parts = [part for held in _parts(schema) if (part := references.resolve(held)) is not None]
            targets[schema.identity] = [part.identity for part in parts]
            stack += parts
    number: dict[_Identity, int] = {}
    looping: set[int] = set()
    for index, circle in enumerate(circles(targets)):
        number.update(dict.fromkeys(circle, index))
        if len(circle) > 1 or circle[0] in targets[circle[0]]:
            looping.add(index)
    for schema in schemas:
        own = number[schema.identity]
        if own in looping:
            parts_and_targets = zip(_parts(schema), map(references.resolve, _parts(schema)), strict=True)
            yield next(
                _loop(part)
                for part, target in parts_and_targets
                if target is not None and number[target.identity] == own
            )


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
