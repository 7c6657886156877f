"""Turn the failures that a validator reports into faults: with a place, explained, one for each cause.

This module is only imported if something failed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.structure.explainer import Explainer
from preclear.openapi.structure.key_names import check_key_names
from preclear.openapi.structure.kinds import INVALID_OPENAPI, INVALID_SCHEMA, MAX_FAULTS
from preclear.openapi.structure.official_schemas import validator
from preclear.openapi.structure.shallow_objects import MAX_NODES, is_foreign_dialect, iter_objects
from preclear.openapi.structure.structure_failure import StructureFailure
from preclear.openapi.structure.unknown_fields import CandidateReport
from preclear.openapi.structure.wording import object_at
from preclear.openapi.values import as_mapping
from preclear.source import Fault, Kind, Node, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema_rs import ValidationError, Validator

    from preclear.openapi.structure.shallow_objects import ShallowObject
    from preclear.source import Json

_MAX_LEADING_ZEROS = 20
"""The number of leading zeros, less one, that are tried in a key that the validator gives as a number."""


def find_faults(root: Node, kind: str, series: str) -> list[Fault]:
    """Return the faults of the object at `root`, which the schema of `series` rejects, and of all objects in it.

    Raises ValueError for a value that the validator doesn't accept.
    """
    full_validator, nameless_validator = validator(series), validator(series, check_names=False)

    def is_valid(kind: str, node: Node) -> bool:
        return full_validator.is_valid({kind.replace(" ", "-"): [node.value]})

    candidates: list[tuple[Kind, CandidateReport]] = []
    for finding_kind, candidate in _find_candidates(
        iter_objects(root, kind, series, is_valid), nameless_validator, series
    ):
        if len(candidates) == MAX_FAULTS:
            message = f"more than {MAX_FAULTS:,} faults were found before this one; nothing from here on was checked"
            report = Report(f"{message} against the official schema", candidate.report.location)
            return [*_drop_consequences(candidates), Fault(INVALID_OPENAPI, report)]
        candidates.append((finding_kind, candidate))
    return list(_drop_consequences(candidates))


def _find_candidates(
    objects: Iterator[ShallowObject], nameless_validator: Validator, series: str
) -> Iterator[tuple[Kind, CandidateReport]]:
    """Yield what is wrong with each of `objects`; `nameless_validator` doesn't check the names of keys."""
    explainer = Explainer(series)
    for obj in objects:
        finding_kind = INVALID_SCHEMA if obj.kind == "schema" else INVALID_OPENAPI
        for candidate in check_key_names(obj, series, explainer.suggester):
            yield finding_kind, candidate
        instance: dict[str, Json] = {obj.kind.replace(" ", "-"): [obj.value]}
        if nameless_validator.is_valid(instance):
            continue
        for error in nameless_validator.iter_errors(instance):
            failure = _locate_failure(error, obj)
            if failure is not None:
                finding_kind = INVALID_SCHEMA if object_at(failure.schema_path) == "schema" else INVALID_OPENAPI
                for candidate in explainer.explain(failure):
                    yield finding_kind, candidate
        if obj.is_truncated:
            message = f"this object has faults and more than {MAX_NODES:,} keys, values and items; only the first were"
            report = Report(f"{message} checked against the official schema", obj.node.key)
            yield INVALID_OPENAPI, CandidateReport(report, is_about_key=True)


def _locate_failure(error: ValidationError, obj: ShallowObject) -> StructureFailure | None:
    """Find the value that `error` is about; None if it is in a schema of an unsupported dialect."""
    _, _, *path = error.instance_path
    root = obj.node.with_value(obj.value)
    schema_path = tuple(error.schema_path)
    keyword = error.kind.name
    candidates: list[tuple[Node, ...]] = [(root,)]
    for step in path:
        candidates = [(*parents, *descendants) for parents in candidates for descendants in _descend(parents[-1], step)]
    candidates += [
        (*parents, empty_key_child) for parents in candidates for empty_key_child in _empty_key_children(parents[-1])
    ]
    best_nodes = candidates[0] if candidates else (root,)
    if len(candidates) > 1:
        best_nodes = next((nodes for nodes in candidates if nodes[-1].value == error.instance), best_nodes)
    has_foreign_dialect = obj.has_foreign_dialect or any(
        is_foreign_dialect(ancestor.text("$schema")) for ancestor in best_nodes
    )
    if has_foreign_dialect and object_at(schema_path) == "schema" and len(schema_path) > 3:
        return None
    depth = len(obj.node.pointer)
    node = _original_node(obj.node, best_nodes[-1].pointer[depth:])
    parent = _original_node(obj.node, best_nodes[-2].pointer[depth:]) if len(best_nodes) > 1 else node
    if keyword == "falseSchema":
        return StructureFailure(keyword, None, node, schema_path, parent.value)
    detail: Json = error.kind.value
    return StructureFailure(keyword, detail, node, schema_path[:-1], parent.value)


def _original_node(node: Node, parts: tuple[str | int, ...]) -> Node:
    """Return the node at `parts` below `node`, with its original value."""
    value = node.value
    for part in parts:
        value = value[part] if isinstance(value, list) and isinstance(part, int) else as_mapping(value)[str(part)]
    return Node(node.document, (*node.pointer, *parts), value)


def _descend(node: Node, step: str | int) -> list[tuple[Node, ...]]:
    """Return the paths that one step of the validator may stand for.

    The validator leaves out empty keys, and gives a key of digits as a number: 7 may be `7` or `007`.
    """
    document, pointer, value = node.document, node.pointer, node.value
    if isinstance(value, list):
        exists = isinstance(step, int) and step < len(value)
        return [(Node(document, (*pointer, step), value[int(step)]),)] if exists else []
    entries = as_mapping(value)
    names = [str(step)] if str(step) in entries else []
    if isinstance(step, int):
        names += [name for zeros in range(1, _MAX_LEADING_ZEROS) if (name := f"{'0' * zeros}{step}") in entries]
    children: list[tuple[Node, ...]] = [(Node(document, (*pointer, name), entries[name]),) for name in names]
    return children + [
        (empty_key_child, *descendants)
        for empty_key_child in _empty_key_children(node)
        for descendants in _descend(empty_key_child, step)
    ]


def _empty_key_children(node: Node) -> list[Node]:
    """Return the value under the empty key, if there is one."""
    child = node.get("")
    return [] if child is None else [child]


def _drop_consequences(candidates: list[tuple[Kind, CandidateReport]]) -> Iterator[Fault]:
    """Drop the candidates that only follow from another one or repeat it."""
    places = [candidate.report.location.place for _, candidate in candidates]
    intended_fields = {
        (place.pointer[:-1], candidate.intended_field) for place, (_, candidate) in zip(places, candidates, strict=True)
    }
    root_causes: dict[tuple[str | int, ...], str] = {}
    for place, (_, candidate) in zip(places, candidates, strict=True):
        if candidate.is_root_cause:
            root_causes[place.pointer] = min(
                place.part, root_causes.get(place.pointer, place.part)
            )  # "key" before "value"
    wrong_pointers = {place.pointer for place in places if place.missing is None}
    wrong_pointers |= {(*place.pointer, place.missing) for place in places if place.missing is not None}
    reported: set[tuple[tuple[str | int, ...], str, str | None]] = set()
    for place, (kind, candidate) in zip(places, candidates, strict=True):
        location = (place.pointer, place.part, place.missing)
        root_cause_part = (
            root_causes.get(place.pointer) if place.missing is None and not candidate.is_about_key else None
        )
        is_overruled = root_cause_part is not None and not (candidate.is_root_cause and place.part == root_cause_part)
        is_replaced = place.missing is not None and (place.pointer, place.missing) in intended_fields
        is_dependent = (
            candidate.depends_on is not None and (*place.pointer[:-1], candidate.depends_on) in wrong_pointers
        )
        if location not in reported and not (is_overruled or is_replaced or is_dependent):
            reported.add(location)
            yield Fault(kind, candidate.report)
