"""Comparison of the plan with what was created: missing, unexpected and renamed resources."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from typing import TYPE_CHECKING

from preclear.connector import Action
from preclear.engine import IMPORT_MISSING_RESOURCE, IMPORT_UNEXPECTED_RESOURCE
from preclear.mapping.comparison.difference import Difference
from preclear.mapping.comparison.result import ComparisonTally
from preclear.mapping.connector_index import to_openapi_path
from preclear.mapping.location import MappedLocation, locate_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from preclear.connector import Definition, MediaType, Operation, Response
    from preclear.mapping.answer.answer import Answer
    from preclear.mapping.answer.resources import AnswerResource, ResourceList
    from preclear.mapping.comparison.result import Comparison
    from preclear.mapping.connector_index import ConnectorIndex
    from preclear.source import Json


_INVALID_CHARACTER = re.compile(r"[^a-zA-Z0-9_\-]")


class PlanComparison:
    """Compares one answer with the plan. `result` counts what was compared so far."""

    def __init__(
        self,
        index: ConnectorIndex,
        answer: Answer,
        schemas: Mapping[str, Json] | None = None,
        is_new_version: bool | None = None,
    ) -> None:
        self._index = index
        self._answer = answer
        self._tally = ComparisonTally()

    @property
    def result(self) -> Comparison:
        """The counts so far."""
        return self._tally.build()

    def differences(self) -> Iterator[Difference | None]:
        """Yield every difference, and None now and then, so that the caller can look at the clock."""
        yield from _compare_with_plan(self._index, self._answer)


def _compare_with_plan(index: ConnectorIndex, answer: Answer) -> Iterator[Difference]:
    """Yield every difference. A list that the answer lacks, or that may be incomplete, is not compared."""
    if not answer.is_complete:
        return
    matched: dict[int, tuple[Operation, AnswerResource]] = {}
    document = locate_place(index.connector.place, "document")
    for kind, resources, planned in (
        ("action", answer.actions, index.connector.actions),
        ("trigger", answer.triggers, index.connector.triggers),
    ):
        if resources is None:
            continue
        for resource in resources:
            operation = index.find_operation(resource)
            if operation is None or id(operation) in matched:
                yield _unexpected_resource(document, resource, is_duplicate=operation is not None)
                continue
            matched[id(operation)] = (operation, resource)
            yield from _compare_operation(operation, resource)
        for planned_operation in planned:
            if id(planned_operation) not in matched:
                yield _missing_resource(
                    f"{kind} `{planned_operation.name.value or planned_operation.label}`",
                    locate_place(planned_operation.place),
                    kind,
                )
    if answer.definitions is not None:
        yield from _compare_definitions(index, answer.definitions, matched, document)


def _compare_definitions(
    index: ConnectorIndex,
    resources: ResourceList,
    matched: dict[int, tuple[Operation, AnswerResource]],
    document: MappedLocation,
) -> Iterator[Difference]:
    """Compare definitions by name. Unnamed ones match through the bodies that use them, or by count."""
    unmatched, unplanned = _match_definitions(index, resources, matched)
    sanitized_names = {_sanitize(definition.name.value) for definition in unmatched}
    by_name: dict[str, AnswerResource] = {}
    for resource in map(resources.__getitem__, unplanned if unmatched else ()):
        name = resource.text("name")
        if name is not None and name in sanitized_names:
            by_name.setdefault(name, resource)
    renamed_names: set[str] = set()
    for definition in unmatched:
        name = definition.name.value
        renamed_resource = by_name.pop(_sanitize(name), None)
        if renamed_resource is not None:
            renamed_names.add(_sanitize(name))
            location = locate_place(definition.name.place)
            yield _changed_field(renamed_resource, "name", _sanitize(name), name, location)
        elif definition.name.is_present:
            yield _missing_resource(f"definition `{name}`", locate_place(definition.place), "definition")
    unnamed_count = sum(not definition.name.is_present for definition in unmatched)
    unplanned_count = len(unplanned)
    if renamed_names:
        unplanned_count = sum(resources[position].text("name") not in renamed_names for position in unplanned)
    if unplanned_count <= unnamed_count:
        return  # they are the unnamed definitions
    for resource in map(resources.__getitem__, unplanned):
        if resource.text("name") not in renamed_names:
            yield _unexpected_resource(document, resource)


def _match_definitions(
    index: ConnectorIndex, resources: ResourceList, matched: dict[int, tuple[Operation, AnswerResource]]
) -> tuple[list[Definition], array[int]]:
    """Return the planned definitions without a resource, and the positions of the resources without a definition."""
    used_definitions = dict(_pair_used_definitions(matched))
    matched_ids: set[int] = set()
    unplanned = array("l")  # there can be a million
    for position, resource in enumerate(resources):
        name = resource.text("name")
        definition = index.find_definition(name) or used_definitions.get(name or "")
        if definition is None:
            unplanned.append(position)
        else:
            matched_ids.add(id(definition))
    return [definition for definition in index.connector.definitions if id(definition) not in matched_ids], unplanned


def _sanitize(name: str) -> str:
    return _INVALID_CHARACTER.sub("_", name)


def _pair_used_definitions(matched: dict[int, tuple[Operation, AnswerResource]]) -> Iterator[tuple[str, Definition]]:
    """Yield the answer's name and the planned definition for every body and response that uses one."""
    for operation, resource in matched.values():
        body = operation.request_body
        if body is not None:
            yield from _pair_media_types(body.media_types, resource.value.get("requestBody"))
        responses = resource.value.get("responses")
        planned: defaultdict[Json, list[Response]] = defaultdict(list)
        for response in operation.responses if isinstance(responses, list) else ():
            if response.status_code is not None or response.status.value == "default":
                planned[response.status_code].append(response)
        for response_value in responses if isinstance(responses, list) else ():
            status = response_value.get("status") if isinstance(response_value, dict) else None
            for response in planned.get(status, ()) if status is None or isinstance(status, int | float) else ():
                yield from _pair_media_types(response.media_types, response_value)


def _pair_media_types(media_types: tuple[MediaType, ...], value: Json) -> Iterator[tuple[str, Definition]]:
    items = value.get("definitions") if isinstance(value, dict) else None
    if not isinstance(items, list) or len(items) != len(media_types):
        return
    for media_type, item in zip(media_types, items, strict=True):
        definition = item.get("definition") if isinstance(item, dict) else None
        name = definition.get("name") if isinstance(definition, dict) else None
        if media_type.definition is not None and isinstance(name, str):
            yield name, media_type.definition


def _compare_operation(operation: Operation, resource: AnswerResource) -> Iterator[Difference]:
    """Yield a difference for each of name, method and path that isn't as planned."""
    name, method, path = resource.text("name"), resource.text("method"), resource.text("path")
    if name and operation.name.is_present and name != operation.name.value:
        yield _changed_field(resource, "name", name, operation.name.value, locate_place(operation.name.place))
    if method and method.upper() != operation.method.value.upper():
        yield _changed_field(resource, "method", method, operation.method.value, locate_place(operation.method.place))
    if isinstance(operation, Action) and path and to_openapi_path(path) != operation.path.value:
        expected = operation.template.imported_path
        location = locate_place(operation.path.place)._replace(method=operation.method.value.lower())
        yield _changed_field(resource, "path", path, expected, location)


def _changed_field(
    resource: AnswerResource, field: str, actual: str, expected: str, location: MappedLocation
) -> Difference:
    message = f"{resource.label} has the {field} `{actual}`; expected `{expected}`"
    help = f"use the {field} from the answer wherever you call the {resource.kind}"
    return Difference(IMPORT_UNEXPECTED_RESOURCE, "warning", message, location, help, (*resource.pointer, field))


def _missing_resource(label: str, location: MappedLocation, kind: str) -> Difference:
    message = f"{label} wasn't created; expected it among the answer's {kind}s"
    return Difference(IMPORT_MISSING_RESOURCE, "error", message, location, "look for a message that says why")


def _unexpected_resource(
    document: MappedLocation, resource: AnswerResource, *, is_duplicate: bool = False
) -> Difference:
    message = f"{resource.label} was created but isn't in the plan; expected only planned resources"
    if is_duplicate:
        message = f"{resource.label} was created twice; expected one {resource.kind} per operation"
    help = "check that this is the document that was sent"
    return Difference(IMPORT_UNEXPECTED_RESOURCE, "warning", message, document, help, resource.pointer)
