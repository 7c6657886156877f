"""From the failures that a validator reports to faults: placed, explained, one a cause.

Loaded only where something failed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.choices import mapping
from preclear.openapi.explain import Failure, explain
from preclear.openapi.schemas import DIALECTS
from preclear.openapi.structure_kinds import INVALID_OPENAPI, INVALID_SCHEMA
from preclear.openapi.wording import object_at
from preclear.source.fault import Fault, Kind
from preclear.source.node import Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jsonschema_rs import ValidationError

    from preclear.openapi.unexpected import Trouble
    from preclear.source.json_value import Json


def faults_of(errors: Iterable[ValidationError], parts: dict[str, list[Node]], version: str) -> list[Fault]:
    """Explain what the schema of `version` found in `parts`, the values that were checked as each kind of object."""
    found: list[tuple[Kind, Trouble]] = []
    for error in errors:
        failure = _failure(error, parts)
        if failure is not None:
            kind = INVALID_SCHEMA if object_at(failure.steps) == "schema" else INVALID_OPENAPI
            found.extend((kind, trouble) for trouble in explain(failure, version))
    return list(_causes(found))


def _failure(error: ValidationError, parts: dict[str, list[Node]]) -> Failure | None:
    """Find the value that `error` is about; None where it is a schema in another dialect than ours."""
    kind, number, *way = error.instance_path
    node = parts[str(kind)][int(number)]
    steps = tuple(error.schema_path)
    keyword = error.kind.name
    ways: list[tuple[Node, ...]] = [(node,)]
    for step in way:
        ways = [(*before, *below) for before in ways for below in _children(before[-1], step)]
    ways += [(*before, unnamed) for before in ways for unnamed in _unnamed(before[-1])]
    chosen = ways[0] if ways else (node,)
    if len(ways) > 1:
        chosen = next((each for each in ways if each[-1].value == error.instance), chosen)
    node, around = chosen[-1], chosen[-2] if len(chosen) > 1 else node
    dialects = [mapping(node.document.value).get("jsonSchemaDialect"), *(held.text("$schema") for held in chosen)]
    foreign = any(isinstance(dialect, str) and dialect not in DIALECTS for dialect in dialects)
    if foreign and object_at(steps) == "schema" and len(steps) > 3:
        return None
    if keyword == "falseSchema":
        return Failure(keyword, None, node, steps, around.value)
    if keyword == "propertyNames":
        inner: ValidationError = error.kind.value
        return Failure(keyword, str(inner.instance), node, steps[:-1], around.value, inner.kind.name)
    detail: Json = error.kind.value
    return Failure(keyword, detail, node, steps[:-1], around.value)


def _children(node: Node, step: str | int) -> list[tuple[Node, ...]]:
    """Take one step down, or several where the validator leaves out the empty keys on the way.

    It gives a key of digits as a number, and so may mean `7` as well as `007`.
    """
    document, pointer, value = node
    if isinstance(value, list):
        there = isinstance(step, int) and step < len(value)
        return [(Node(document, (*pointer, step), value[int(step)]),)] if there else []
    held = mapping(value)
    names = [name for name in held if name == step or (name.isdecimal() and int(name) == step)]
    direct: list[tuple[Node, ...]] = [(Node(document, (*pointer, name), held[name]),) for name in names]
    return direct + [(unnamed, *below) for unnamed in _unnamed(node) for below in _children(unnamed, step)]


def _unnamed(node: Node) -> list[Node]:
    """What stands under the empty key, if anything does."""
    unnamed = node.get("")
    return [] if unnamed is None else [unnamed]


def _causes(found: list[tuple[Kind, Trouble]]) -> Iterator[Fault]:
    """Leave out what only follows from something else that was found, or says it again."""
    places = [trouble.report.at.place for _, trouble in found]
    meant = {(place.pointer[:-1], trouble.meant) for place, (_, trouble) in zip(places, found, strict=True)}
    grave: dict[tuple[str | int, ...], str] = {}
    for place, (_, trouble) in zip(places, found, strict=True):
        if trouble.grave:
            grave[place.pointer] = min(place.part, grave.get(place.pointer, place.part))  # "key" before "value"
    wrong = {place.pointer for place in places if place.missing is None}
    wrong |= {(*place.pointer, place.missing) for place in places if place.missing is not None}
    said: set[tuple[tuple[str | int, ...], str, str | None]] = set()
    for place, (kind, trouble) in zip(places, found, strict=True):
        where = (place.pointer, place.part, place.missing)
        told = grave.get(place.pointer) if place.missing is None and not trouble.named else None
        overruled = told is not None and not (trouble.grave and place.part == told)
        replaced = place.missing is not None and (place.pointer, place.missing) in meant
        resting = trouble.rests_on is not None and (*place.pointer[:-1], trouble.rests_on) in wrong
        if where not in said and not (overruled or replaced or resting):
            said.add(where)
            yield Fault(kind, trouble.report)
