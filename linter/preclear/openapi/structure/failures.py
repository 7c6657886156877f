"""From the failures that a validator reports to faults: placed, explained, one a cause.

Loaded only where something failed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.structure.choices import mapping
from preclear.openapi.structure.explain import Explainer, Failure
from preclear.openapi.structure.key_names import name_troubles
from preclear.openapi.structure.kinds import FAULTS, INVALID_OPENAPI, INVALID_SCHEMA
from preclear.openapi.structure.pieces import NODES, is_foreign, pieces
from preclear.openapi.structure.schemas import validator
from preclear.openapi.structure.unexpected import Trouble
from preclear.openapi.structure.wording import object_at
from preclear.source.fault import Fault, Kind, Report
from preclear.source.node import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema_rs import ValidationError, Validator

    from preclear.openapi.structure.pieces import Piece
    from preclear.source.json_value import Json

_ZEROS = 20
"""Fewer zeros than so many stand before a number that the validator takes a key for."""


def faults_of(root: Node, kind: str, version: str) -> list[Fault]:
    """What is wrong with the object at `root`, which does not fit the schema of `version`, and with those in it.

    Raises ValueError where a value is none that the validator takes.
    """
    whole, nameless = validator(version), validator(version, names=False)

    def fits(kind: str, node: Node) -> bool:
        return whole.is_valid({kind.replace(" ", "-"): [node.value]})

    found: list[tuple[Kind, Trouble]] = []
    for about, trouble in _troubles(pieces(root, kind, version, fits), nameless, version):
        if len(found) == FAULTS:
            message = f"more than {FAULTS:,} faults were found before this one; nothing from here on was checked"
            report = Report(f"{message} against the official schema", trouble.report.at)
            return [*_causes(found), Fault(INVALID_OPENAPI, report)]
        found.append((about, trouble))
    return list(_causes(found))


def _troubles(found: Iterator[Piece], nameless: Validator, version: str) -> Iterator[tuple[Kind, Trouble]]:
    """What is wrong with each of the pieces that are `found`; `nameless` is the schema without the names of keys."""
    explainer = Explainer(version)
    for piece in found:
        about = INVALID_SCHEMA if piece.kind == "schema" else INVALID_OPENAPI
        for trouble in name_troubles(piece, version, explainer.suggester):
            yield about, trouble
        instance: dict[str, Json] = {piece.kind.replace(" ", "-"): [piece.value]}
        if nameless.is_valid(instance):
            continue
        for error in nameless.iter_errors(instance):
            failure = _failure(error, piece)
            if failure is not None:
                about = INVALID_SCHEMA if object_at(failure.steps) == "schema" else INVALID_OPENAPI
                for trouble in explainer.explain(failure):
                    yield about, trouble
        if piece.cut:
            message = f"this object has faults and more than {NODES:,} keys, values and items; only the first were"
            report = Report(f"{message} checked against the official schema", piece.node.key)
            yield INVALID_OPENAPI, Trouble(report, named=True)


def _failure(error: ValidationError, piece: Piece) -> Failure | None:
    """Find the value that `error` is about; None where it is a schema in another dialect than ours."""
    _, _, *way = error.instance_path
    root = piece.node._replace(value=piece.value)
    steps = tuple(error.schema_path)
    keyword = error.kind.name
    ways: list[tuple[Node, ...]] = [(root,)]
    for step in way:
        ways = [(*before, *below) for before in ways for below in _children(before[-1], step)]
    ways += [(*before, unnamed) for before in ways for unnamed in _unnamed(before[-1])]
    chosen = ways[0] if ways else (root,)
    if len(ways) > 1:
        chosen = next((nodes for nodes in ways if nodes[-1].value == error.instance), chosen)
    foreign = piece.foreign or any(is_foreign(held.text("$schema")) for held in chosen)
    if foreign and object_at(steps) == "schema" and len(steps) > 3:
        return None
    below = len(piece.node.pointer)
    node = _real(piece.node, chosen[-1].pointer[below:])
    around = _real(piece.node, chosen[-2].pointer[below:]) if len(chosen) > 1 else node
    if keyword == "falseSchema":
        return Failure(keyword, None, node, steps, around.value)
    detail: Json = error.kind.value
    return Failure(keyword, detail, node, steps[:-1], around.value)


def _real(node: Node, steps: tuple[str | int, ...]) -> Node:
    """The node that `steps` lead to from `node`, with the value that the document has there."""
    value = node.value
    for step in steps:
        value = value[step] if isinstance(value, list) and isinstance(step, int) else mapping(value)[str(step)]
    return Node(node.document, (*node.pointer, *steps), value)


def _children(node: Node, step: str | int) -> list[tuple[Node, ...]]:
    """Take one step down, or several where the validator leaves out the empty keys on the way.

    It gives a key of digits as a number, and so may mean `7` as well as `007`.
    """
    document, pointer, value = node
    if isinstance(value, list):
        there = isinstance(step, int) and step < len(value)
        return [(Node(document, (*pointer, step), value[int(step)]),)] if there else []
    held = mapping(value)
    names = [str(step)] if str(step) in held else []
    if isinstance(step, int):
        names += [name for zeros in range(1, _ZEROS) if (name := f"{'0' * zeros}{step}") in held]
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
