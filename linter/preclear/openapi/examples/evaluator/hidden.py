"""Which properties may be missing from an example though they are required, because of the way that it goes.

OpenAPI Specification 3.0.4, Schema Object: a `readOnly` property that is `required` is so in a response only, a
`writeOnly` one in a request only. 3.1 leaves it to the reader; the same is taken to hold there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from preclear.openapi.structure.choices import listing, mapping
from preclear.source import Node

if TYPE_CHECKING:
    from preclear.openapi.description import Description
    from preclear.openapi.examples.evaluator.evaluation import Steps

Direction: TypeAlias = Literal["request", "response", "either"]
"""Which way a value goes: in a request what is `readOnly` may be missing, in a response what is `writeOnly`."""

_LISTS = ("allOf", "anyOf", "oneOf")
_WORDS: dict[Direction, tuple[str, ...]] = {
    "request": ("readOnly",),
    "response": ("writeOnly",),
    "either": ("readOnly", "writeOnly"),
}


class OneWay:
    """The properties of each schema of a description that go one way alone."""

    def __init__(self, description: Description) -> None:
        self._description = description
        self._known: dict[tuple[int, Direction], frozenset[str]] = {}
        self._used: frozenset[str] | None = None

    def may_miss(self, schema: Node, direction: Direction, steps: Steps) -> frozenset[str]:
        """The names of the properties, of `schema` and of all that it is made of, that may be missing. Raises TooMuch.

        A property may be described in another schema than the one that requires it.
        """
        words = _WORDS[direction]
        if self._used is None:
            held = (schema.value for schema in self._description.schemas if isinstance(schema.value, dict))
            self._used = frozenset(word for value in held for word in _WORDS["either"] if value.get(word) is True)
        if self._used.isdisjoint(words):
            return frozenset()
        identity = (id(schema.value), direction)
        known = self._known.get(identity)
        if known is None:
            names = {
                name
                for part in self._made_of(schema, steps)
                for name, held in mapping(part.mapping.get("properties")).items()
                if self._says(Node(part.document, (*part.pointer, "properties", name), held), words, steps)
            }
            known = self._known[identity] = frozenset(names)
        return known

    def _says(self, schema: Node, words: tuple[str, ...], steps: Steps) -> bool:
        held = schema.mapping
        if any(held.get(word) is True for word in words):
            return True
        if "$ref" not in held and not any(word in held for word in _LISTS):
            return False
        return any(part.mapping.get(word) is True for part in self._made_of(schema, steps) for word in words)

    def _made_of(self, schema: Node, steps: Steps) -> list[Node]:
        """The schemas that a value is held against because of `schema`, itself included."""
        found: dict[int, Node] = {}
        stack = [schema]
        while stack:
            node = stack.pop()
            if id(node.value) in found:
                continue
            steps.take()
            found[id(node.value)] = node
            for word in _LISTS:
                for index, held in enumerate(listing(node.mapping.get(word))):
                    stack.append(Node(node.document, (*node.pointer, word, index), held))
            target = self._description.resolve(node) if "$ref" in node.mapping else None
            if target is not None:
                stack.append(target)
        return list(found.values())
