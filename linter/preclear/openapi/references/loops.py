"""Schemas that apply themselves to the same value, so that no value can be checked against them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import NamedTuple, replace
from preclear.openapi.graph import strongly_connected_components
from preclear.openapi.references.edits import remove_looping_branch
from preclear.openapi.references.kinds import REFERENCE_LOOP, ReferenceFailure
from preclear.openapi.references.resolver import ref_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from preclear.openapi.references.resolver import References
    from preclear.source import Fault, Node, Pointer

    _Identity = tuple[int, Pointer]

UNCONDITIONAL_APPLICATORS = ("allOf",)
"""Keywords that apply all their schemas to the value itself (JSON Schema 2020-12, core, 10.2)."""

CONDITIONAL_APPLICATORS = ("anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas")
"""Keywords that apply schemas to the value itself, of which not all have to accept it."""


class SchemaLoop(NamedTuple):
    """A schema, a part of it whose `$ref` leads back to it, and the fault of that `$ref`.

    `cycle` is a number that all loops among the same schemas share.
    """

    schema: Node
    subschema: Node
    fault: Fault
    cycle: int


def find_schema_loops(schemas: Sequence[Node], references: References, series: str) -> Iterator[SchemaLoop]:
    """Yield the parts of `schemas` that lead back to the schema around them (JSON Schema 2020-12, core, 9.4.1).

    No value can be checked against a schema that is in its own `allOf`. If there is a choice in between, as in a base
    type with `oneOf` its subtypes that have it in their `allOf`, readers differ: that is one warning for each cycle.
    A schema that contains itself as a property or an item isn't a loop, because every value ends somewhere.
    """
    loops = list(_iter_loops(schemas, references, (*UNCONDITIONAL_APPLICATORS, *CONDITIONAL_APPLICATORS), series))
    if not loops:
        return
    reported: set[_Identity] = set()
    for loop in _iter_loops(schemas, references, UNCONDITIONAL_APPLICATORS, series):
        reported.add(loop.subschema.identity)
        yield loop
    reported_cycles: set[int] = set()
    for loop in loops:
        if loop.subschema.identity not in reported and loop.cycle not in reported_cycles:
            reported_cycles.add(loop.cycle)
            yield loop._replace(fault=_as_warning(loop.fault))


def _iter_loops(
    schemas: Sequence[Node], references: References, keywords: tuple[str, ...], series: str
) -> Iterator[SchemaLoop]:
    """Yield the parts under one of `keywords` of `schemas` whose `$ref` leads back to the schema."""
    candidates = _having_keywords(schemas, keywords)
    if series == "3.0":  # 3.0 ignores everything beside `$ref`
        candidates = [schema for schema in candidates if "$ref" not in schema.mapping]
    leading_on = frozenset(("$ref", *keywords))
    targets: dict[_Identity, list[_Identity]] = {}
    pending = list(candidates)
    while pending:
        node = pending.pop()
        if node.identity in targets:
            continue
        # what leads to nothing is in no circle
        neighbors = [
            part for _, part in _in_place_subschemas(node, keywords, series) if not leading_on.isdisjoint(part.mapping)
        ]
        target = references.target(node)
        if target is not None:
            neighbors.append(target)
        targets[node.identity] = [neighbor.identity for neighbor in neighbors]
        pending += neighbors
    cycle_by_schema: dict[_Identity, int] = {}
    for number, component in enumerate(strongly_connected_components(targets)):
        if len(component) > 1:
            cycle_by_schema.update(dict.fromkeys(component, number))
    for schema in candidates:
        cycle = cycle_by_schema.get(schema.identity)
        for keyword, part in _in_place_subschemas(schema, keywords, series) if cycle is not None else ():
            target = references.target(part)
            if cycle is not None and target is not None and cycle_by_schema.get(target.identity) == cycle:
                yield SchemaLoop(schema, part, _loop_fault(keyword, schema, part), cycle)


def _in_place_subschemas(schema: Node, keywords: tuple[str, ...], series: str) -> Iterator[tuple[str, Node]]:
    """Yield the schemas that `schema` applies to the value itself, each with its keyword."""
    mapping = schema.mapping
    if "$ref" in mapping and series == "3.0":
        return
    for keyword in keywords:
        field = schema.get(keyword) if keyword in mapping else None
        if field is None:
            continue
        if keyword in ("allOf", "anyOf", "oneOf"):
            yield from ((keyword, part) for part in field.items())
        elif keyword == "dependentSchemas":
            yield from ((keyword, part) for _, part in field.entries())
        else:
            yield keyword, field


def _having_keywords(schemas: Sequence[Node], keywords: Iterable[str]) -> list[Node]:
    """Return those of `schemas` that have one of `keywords`."""
    keyword_set = frozenset(keywords)
    return [schema for schema in schemas if isinstance(schema.value, dict) and not keyword_set.isdisjoint(schema.value)]


def _loop_fault(keyword: str, schema: Node, part: Node) -> Fault:
    message = f"`$ref: {str(part.mapping['$ref'])[:80]}` in `{keyword}` leads back to the schema around it"
    failure = ReferenceFailure(
        message, f"remove it from `{keyword}`: no value can be checked against it", REFERENCE_LOOP
    )
    return failure.at(ref_place(part), remove_looping_branch(schema, part))


def _as_warning(fault: Fault) -> Fault:
    help = "move the shared part to its own schema, and refer to it from both"
    return fault._replace(report=replace(fault.report, severity="warning", help=help))
