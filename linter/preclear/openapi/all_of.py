"""Schemas that are a part of themselves: to check a value against one, it would have to be checked against it first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.circles import circles
from preclear.openapi.references.kinds import REFERENCE_LOOP, DeadEnd
from preclear.openapi.references.resolver import ref_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from preclear.openapi.references.resolver import References
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
    every = list(_loops(schemas, references, (*ALWAYS, *CHOICES), series))
    if not every:
        return
    found: set[_Identity] = set()
    for loop in _loops(schemas, references, ALWAYS, series):
        found.add(loop.part.identity)
        yield loop
    circles_seen: set[int] = set()
    for loop in every:
        if loop.part.identity not in found and loop.circle not in circles_seen:
            circles_seen.add(loop.circle)
            yield loop._replace(fault=_milder(loop.fault))


def _loops(schemas: Sequence[Node], references: References, words: tuple[str, ...], series: str) -> Iterator[Loop]:
    """Every part of `schemas` under one of `words` with a `$ref` that leads back to the schema."""
    wholes = _with_any(schemas, words)
    if series == "3.0":  # nothing is read beside a `$ref`
        wholes = [schema for schema in wholes if "$ref" not in schema.mapping]
    targets: dict[_Identity, list[_Identity]] = {}
    waiting = list(wholes)
    while waiting:
        node = waiting.pop()
        if node.identity in targets:
            continue
        further = [part for _, part in _parts(node, words, series)]
        target = references.target(node)
        if target is not None:
            further.append(target)
        targets[node.identity] = [each.identity for each in further]
        waiting += further
    circle_of: dict[_Identity, int] = {}
    for number, circle in enumerate(circles(targets)):
        if len(circle) > 1:
            circle_of.update(dict.fromkeys(circle, number))
    for schema in wholes:
        own = circle_of.get(schema.identity)
        for word, part in _parts(schema, words, series) if own is not None else ():
            target = references.target(part)
            if own is not None and target is not None and circle_of.get(target.identity) == own:
                yield Loop(schema, part, _fault(word, part), own)


def _parts(schema: Node, words: tuple[str, ...], series: str) -> Iterator[tuple[str, Node]]:
    """The in-place parts of `schema`, each with its keyword."""
    if "$ref" in schema.mapping and series == "3.0":
        return
    for word in words:
        held = schema.get(word)
        if held is None:
            continue
        if word in ("allOf", "anyOf", "oneOf"):
            yield from ((word, part) for part in held.items())
        elif word == "dependentSchemas":
            yield from ((word, part) for _, part in held.entries())
        else:
            yield word, held


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
