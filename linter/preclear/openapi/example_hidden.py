"""Which properties may be missing from an example though they are required, because of the way that it goes.

OpenAPI Specification 3.0.4, Schema Object: a `readOnly` property that is `required` is so in a response only, a
`writeOnly` one in a request only. 3.1 leaves it to the reader; the same is taken to hold there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.choices import listing, mapping
from preclear.source import Node

if TYPE_CHECKING:
    from preclear.openapi.example_evaluation import Evaluation
    from preclear.source import Pointer

_BESIDE = ("allOf", "anyOf", "oneOf")


def is_hidden(evaluation: Evaluation, schema: Node, name: str, pointer: Pointer) -> bool:
    """Whether the property `name`, which `schema` requires of the value at `pointer`, may be missing all the same.

    It may be described in another schema than the one that requires it: all that this value is held against are
    looked through.
    """
    words = {"request": ("readOnly",), "response": ("writeOnly",)}
    wanted = words.get(evaluation.direction, ("readOnly", "writeOnly"))
    seen: set[int] = set()
    stack = [schema, *evaluation.held_against.get(pointer, ())]
    while stack:
        node = stack.pop()
        held = node.mapping
        if id(held) in seen:
            continue
        seen.add(id(held))
        evaluation.steps.take()
        if name in mapping(held.get("properties")):
            inner = mapping(held["properties"])[name]
            if _says(evaluation, Node(node.document, (*node.pointer, "properties", name), inner), wanted):
                return True
        stack.extend(_beside(evaluation, node))
    return False


def _says(evaluation: Evaluation, schema: Node, words: tuple[str, ...]) -> bool:
    """Whether `schema`, or one that it is made of, has one of `words` set."""
    seen: set[int] = set()
    stack = [schema]
    while stack:
        node = stack.pop()
        if id(node.value) in seen:
            continue
        seen.add(id(node.value))
        evaluation.steps.take()
        if any(node.mapping.get(word) is True for word in words):
            return True
        stack.extend(_beside(evaluation, node))
    return False


def _beside(evaluation: Evaluation, schema: Node) -> list[Node]:
    """The schemas that the same value is held against because of `schema`."""
    found = [
        Node(schema.document, (*schema.pointer, word, index), held)
        for word in _BESIDE
        for index, held in enumerate(listing(schema.mapping.get(word)))
    ]
    target = evaluation.target(schema) if "$ref" in schema.mapping else None
    return [*found, target] if target is not None else found
