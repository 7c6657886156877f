"""Schemas that are a part of themselves: to check a value against one, it would have to be checked against it first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.reference_kinds import REFERENCE_LOOP, DeadEnd
from preclear.openapi.references import ref_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from preclear.openapi.references import References
    from preclear.source import Fault, Node, Pointer

    _Identity = tuple[int, Pointer]

ALWAYS = ("allOf",)
"""Keywords that apply schemas to the very value that is checked (JSON Schema 2020-12, core, 10.2), all of them."""

CHOICES = ("anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas")
"""Keywords that apply schemas to the very value that is checked, and of whose results a choice is made."""


class Loop(NamedTuple):
    """A schema, a part of it whose `$ref` leads back to it, and the fault of that `$ref`.

    All loops of schemas that lead to one another have the same `circle`.
    """

    schema: Node
    part: Node
    fault: Fault
    circle: int


def find_loops(schemas: Sequence[Node], references: References, series: str) -> Iterator[Loop]:
    """Every part of `schemas` that leads back to the schema that it is a part of (JSON Schema 2020-12, core, 9.4.1).

    No value can be checked against a schema that `allOf` makes a part of itself. Where a choice is in between, as in a
    base type with `oneOf` its subtypes that have it in their `allOf`, readers differ: that is a warning, one a circle.
    A schema that holds itself as a property or an item is no loop: every value of it ends somewhere.
    """
    found: set[_Identity] = set()
    for loop in _Graph(references, ALWAYS, series).loops(schemas):
        found.add(loop.part.identity)
        yield loop
    if _with_any(schemas, CHOICES):
        circles: set[int] = set()
        for loop in _Graph(references, (*ALWAYS, *CHOICES), series).loops(schemas):
            if loop.part.identity not in found and loop.circle not in circles:
                circles.add(loop.circle)
                yield loop._replace(fault=_milder(loop.fault))


class _Graph:
    """Schemas as nodes, with edges to their parts under `words` and along `$ref`.

    `_circles` has the schemas that lead back to themselves, each with the number of its circle; those of one number
    lead to one another. Found in linear time (R. Tarjan, "Depth-first search and linear graph algorithms", 1972).
    """

    def __init__(self, references: References, words: tuple[str, ...], series: str) -> None:
        self._references = references
        self._words = words
        self._is_beside_read = series != "3.0"
        self._circles: dict[_Identity, int] = {}
        self._order: dict[_Identity, int] = {}
        self._lowest: dict[_Identity, int] = {}
        self._open: list[_Identity] = []

    def loops(self, schemas: Sequence[Node]) -> Iterator[Loop]:
        """Every part of `schemas` with a `$ref` that leads back to the schema."""
        wholes = _with_any(schemas, self._words)
        for schema in wholes:
            self._search(schema)
        for schema in wholes:
            circle = self._circles.get(schema.identity)
            if circle is None:
                continue
            for word, part in self._parts(schema):
                target = self._references.target(part)
                if target is not None and self._circles.get(target.identity) == circle:
                    yield Loop(schema, part, _fault(word, part), circle)

    def _parts(self, schema: Node) -> Iterator[tuple[str, Node]]:
        """The in-place parts of `schema`, each with its keyword."""
        if "$ref" in schema.mapping and not self._is_beside_read:
            return
        for word in self._words:
            held = schema.get(word)
            if held is None:
                continue
            if word in ("allOf", "anyOf", "oneOf"):
                yield from ((word, part) for part in held.items())
            elif word == "dependentSchemas":
                yield from ((word, part) for _, part in held.entries())
            else:
                yield word, held

    def _search(self, start: Node) -> None:
        """Number the circles that `start` leads into."""
        if start.identity in self._order:
            return
        way = [(start.identity, self._enter(start))]
        while way:
            identity, further = way[-1]
            node = next(further, None)
            if node is None:
                way.pop()
                self._leave(identity)
                if way and identity in self._lowest:
                    self._lower(way[-1][0], self._lowest[identity])
            elif node.identity not in self._order:
                way.append((node.identity, self._enter(node)))
            elif node.identity in self._lowest:
                self._lower(identity, self._order[node.identity])

    def _enter(self, node: Node) -> Iterator[Node]:
        self._order[node.identity] = self._lowest[node.identity] = len(self._order)
        self._open.append(node.identity)
        return self._further(node)

    def _further(self, node: Node) -> Iterator[Node]:
        target = self._references.target(node)
        if target is not None:
            yield target
        for _, part in self._parts(node):
            yield part

    def _lower(self, identity: _Identity, number: int) -> None:
        self._lowest[identity] = min(self._lowest[identity], number)

    def _leave(self, identity: _Identity) -> None:
        """Close the circle that begins with `identity`, if one does; what is closed has no `_lowest` any more."""
        number = self._order[identity]
        if self._lowest[identity] < number:
            return
        is_circle = self._open[-1] != identity
        while True:
            member = self._open.pop()
            del self._lowest[member]
            if is_circle:
                self._circles[member] = number
            if member == identity:
                return


def _with_any(schemas: Sequence[Node], words: Iterable[str]) -> list[Node]:
    """Those of `schemas` that have one of the keywords `words`."""
    wanted = frozenset(words)
    return [schema for schema in schemas if isinstance(schema.value, dict) and not wanted.isdisjoint(schema.value)]


def _fault(word: str, part: Node) -> Fault:
    message = f"`$ref: {str(part.mapping['$ref'])[:80]}` in `{word}` leads back to the schema that it stands in"
    dead_end = DeadEnd(message, f"remove it from `{word}`: no value can be checked against it", REFERENCE_LOOP)
    return dead_end.at(ref_place(part))


def _milder(fault: Fault) -> Fault:
    help = "move what both share to a schema of its own, and refer to that one from both"
    return fault._replace(report=replace(fault.report, severity="warning", help=help))
