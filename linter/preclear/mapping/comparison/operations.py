"""Comparison of actions and triggers: pairing them, and their own fields."""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING, Literal, NamedTuple

from preclear.connector import Action
from preclear.mapping.comparison.difference import changed_field
from preclear.mapping.comparison.fields import ComparedObject
from preclear.mapping.comparison.pairing import Pairing
from preclear.mapping.comparison.parameters import compare_parameters
from preclear.mapping.comparison.values import is_equal_text
from preclear.mapping.connector_index import to_openapi_path
from preclear.mapping.location import locate_place

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from preclear.connector import Operation
    from preclear.mapping.answer.resources import AnswerResource, ResourceList
    from preclear.mapping.comparison.content import ContentComparer
    from preclear.mapping.comparison.difference import Difference
    from preclear.mapping.comparison.fields import FieldComparer
    from preclear.mapping.connector_index import ConnectorIndex
    from preclear.source import Json

_VALID_NAME = re.compile(r"[a-zA-Z0-9_\-$]+")


class PairedOperations(NamedTuple):
    """The actions, or the triggers, of the plan and the answer.

    `pairs` are in the order of the answer. `duplicates` are the positions in `resources` of those of an operation that
    another one is paired with; `unexpected` are the positions of those that no operation is planned for.
    """

    resources: ResourceList
    pairs: list[tuple[Operation, AnswerResource]]
    missing: list[Operation]
    duplicates: array[int]
    unexpected: array[int]


def pair_operations(index: ConnectorIndex, planned: Sequence[Operation], resources: ResourceList) -> PairedOperations:
    """Pair by name, or by method and path. Triggers have no path: the rest is paired by everything else they have."""
    pairs: dict[int, tuple[Operation, AnswerResource]] = {}
    duplicates, unknown = array("l"), array("l")  # there can be a million
    for position, resource in enumerate(resources):
        operation = index.find_operation(resource)
        if operation is None:
            unknown.append(position)
        elif id(operation) in pairs:
            duplicates.append(position)
        else:
            pairs[id(operation)] = (operation, resource)
    missing = [operation for operation in planned if id(operation) not in pairs]
    if missing and unknown and not isinstance(missing[0], Action):
        pairing = Pairing(missing, unknown)
        for planned_key in (_valid_traits, _planned_traits):
            pairing.pair_by(planned_key, lambda position: _actual_traits(resources[position].value), is_unique=True)
        renamed = [(operation, resources[position]) for operation, position in pairing.pairs]
        rest = array("l", pairing.actual)
        return PairedOperations(resources, [*pairs.values(), *renamed], pairing.planned, duplicates, rest)
    return PairedOperations(resources, [*pairs.values()], missing, duplicates, unknown)


def _valid_traits(operation: Operation) -> Hashable:
    """Return the traits of a trigger whose name an import can hold; None for any other."""
    return _planned_traits(operation) if _VALID_NAME.fullmatch(operation.name.value) else None


def _planned_traits(operation: Operation) -> Hashable:
    """Return what a trigger has apart from its name."""
    parameters = frozenset(parameter.identity for parameter in operation.parameters)
    statuses = frozenset(response.status_code for response in operation.responses)
    return operation.method.value, operation.summary.value, parameters, statuses


def _actual_traits(value: dict[str, Json]) -> Hashable:
    parameters, responses = value.get("parameters"), value.get("responses")
    parameter_objects = [item for item in parameters if isinstance(item, dict)] if isinstance(parameters, list) else []
    response_objects = [item for item in responses if isinstance(item, dict)] if isinstance(responses, list) else []
    identities = frozenset(
        (name.lower() if item.get("in") == "header" else name, str(item.get("in")))
        for item in parameter_objects
        for name in [str(item.get("name"))]
    )
    statuses = frozenset(
        status if isinstance(status, int) else None for item in response_objects for status in [item.get("status")]
    )
    return str(value.get("method")).upper(), str(value.get("summary") or ""), identities, statuses


class OperationComparer:
    """Compares the fields of one action or trigger after another."""

    def __init__(self, comparer: FieldComparer, content: ContentComparer) -> None:
        self._comparer = comparer
        self._content = content

    def compare(self, operation: Operation, resource: AnswerResource) -> Iterator[Difference]:
        """Yield the differences of an operation and everything in it."""
        kind: Literal["action", "trigger"] = "action" if isinstance(operation, Action) else "trigger"
        label = f"{kind} `{(operation.name.value or operation.label)[:80]}`"
        compared = ComparedObject(kind, kind, label, resource.value, resource.pointer)
        yield from self._compare_identity(compared, operation)
        for key, value in (("summary", operation.summary), ("description", operation.description)):
            yield from self._comparer.compare(
                compared, key, value.value, value, is_equal=is_equal_text, severity="warning"
            )
        yield from compare_parameters(self._comparer, compared, operation)
        yield from self._content.compare_body(compared, operation)
        yield from self._content.compare_responses(compared, operation)

    def _compare_identity(self, compared: ComparedObject, operation: Operation) -> Iterator[Difference]:
        """Yield the differences of type, name, method and path. A name that the document doesn't have is made up."""
        value, tally = compared.value, self._comparer.tally
        if "type" in value:
            yield from self._comparer.compare(compared, "type", "http", operation)
        method, path = value.get("method"), value.get("path")
        if operation.name.is_present and self._comparer.is_known(compared, "name"):
            yield from self._comparer.compare(
                compared, "name", operation.name.value, operation.name, severity="warning"
            )
        if self._comparer.is_known(compared, "method"):
            tally.add_fields(compared.kind)
            expected = operation.method.value
            if not isinstance(method, str) or method.upper() != expected.upper():
                location = locate_place(operation.method.place)
                yield changed_field(f"method of {compared.label}", method, expected, location, compared.pointer)
        if isinstance(operation, Action) and self._comparer.is_known(compared, "path"):
            tally.add_fields(compared.kind)
            if not _is_same_path(operation, path):
                location = locate_place(operation.path.place)._replace(method=operation.method.value.lower())
                expected = operation.template.imported_path
                yield changed_field(f"path of {compared.label}", path, expected, location, (*compared.pointer, "path"))


def _is_same_path(action: Action, path: Json) -> bool:
    if not isinstance(path, str):
        return False
    return path.strip() == action.template.imported_path.strip() or (
        to_openapi_path(path).strip() == action.path.value.strip()
    )
