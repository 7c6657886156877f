"""Comparison of request bodies and responses, and of the definitions that they use by media type."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from preclear.mapping.comparison.difference import changed_field, missing_resource, unexpected_resource
from preclear.mapping.comparison.fields import ComparedObject, locate_child
from preclear.mapping.comparison.pairing import Pairing
from preclear.mapping.comparison.values import accepted_essences
from preclear.mapping.location import locate_node, locate_place

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from preclear.connector import MediaType, Operation, RequestBody, Response
    from preclear.mapping.comparison.definition_names import DefinitionNames
    from preclear.mapping.comparison.difference import Difference
    from preclear.mapping.comparison.fields import FieldComparer
    from preclear.source import Json, Pointer

Item: TypeAlias = "tuple[Pointer, dict[str, Json]]"


class ContentComparer:
    """Compares the bodies and responses of operations."""

    def __init__(self, comparer: FieldComparer, names: DefinitionNames) -> None:
        self._comparer = comparer
        self._names = names

    def compare_body(self, operation: ComparedObject, planned: Operation) -> Iterator[Difference]:
        """Yield the differences of the request body. A body behind a dead reference isn't compared."""
        body, comparer = planned.request_body, self._comparer
        if body is None and "requestBody" in planned.node.mapping:
            return
        if not comparer.is_known(operation, "requestBody"):
            comparer.tally.add_unknown("request body", 1 if body is not None else 0)
            return
        value, pointer = operation.value.get("requestBody"), (*operation.pointer, "requestBody")
        label = f"request body of {operation.label}"
        comparer.tally.add_fields(operation.kind)
        if body is None:
            if value is not None:
                location = locate_place(planned.node.missing_key("requestBody"))
                yield unexpected_resource(label, "no request body", location, pointer)
            return
        if not isinstance(value, dict):
            yield missing_resource(label, "in the answer", locate_node(body.node), pointer)
            return
        compared = ComparedObject(operation.kind, "body", label, value, pointer)
        yield from comparer.compare(compared, "required", body.required.value, body.required)
        yield from self._compare_media_types(compared, body)

    def compare_responses(self, operation: ComparedObject, planned: Operation) -> Iterator[Difference]:
        """Yield the differences of the responses, which have a status each; the default has none."""
        items = self._comparer.read_list(operation, "responses")
        if items is None:
            self._comparer.tally.add_unknown("response", len(planned.responses))
            return
        pairing = self._pair_responses(planned, items)
        for response, (pointer, item) in pairing.pairs:
            self._comparer.tally.add_fields(operation.kind)
            label = f"response `{response.status.value[:40]}` of {operation.label}"
            status = item.get("status")
            if not _is_same_status(response, status):
                expected: Json = response.status_code if response.status_code is not None else response.status.value
                location = locate_place(response.status.place)
                actual = "default" if status is None else status
                yield changed_field(f"status of {label}", actual, expected, location, (*pointer, "status"))
            yield from self._compare_media_types(
                ComparedObject(operation.kind, "response", label, item, pointer), response
            )
        for response in pairing.planned:
            label = f"response `{response.status.value[:40]}` of {operation.label}"
            location = locate_place(response.place, is_subtree=True)
            yield missing_resource(label, "among its responses", location, (*operation.pointer, "responses"))
        location = locate_child(planned.node, "responses")
        for pointer, item in pairing.actual:
            status = item.get("status")
            name = "default" if status is None else str(status)[:40]
            yield unexpected_resource(f"response `{name}` of {operation.label}", "only planned ones", location, pointer)

    def _pair_responses(self, planned: Operation, items: list[Item]) -> Pairing[Response, Item]:
        """Pair by status; the rest by the definitions that they use, then the only one with the only one.

        Of several items of one status, which a plan doesn't have, the one that uses the planned definitions is paired.
        """
        pairing = Pairing(planned.responses, items)
        if len({_item_status_key(item) for _, item in items}) < len(items):
            pairing.pair_by(
                lambda response: (_status_key(response), self._planned_uses(response)),
                lambda item: (_item_status_key(item[1]), self._names.used_definitions(item[1])),
            )
        pairing.pair_by(_status_key, lambda item: _item_status_key(item[1]))
        pairing.pair_by(
            lambda response: self._planned_uses(response) if _status_key(response) is not None else None,
            lambda item: self._names.used_definitions(item[1]),
            is_unique=True,
        )
        pairing.pair_by(
            lambda response: "" if _status_key(response) is not None else None, lambda _: "", is_unique=True
        )
        return pairing

    def _planned_uses(self, response: Response) -> Hashable:
        return frozenset(id(media_type.definition) for media_type in response.media_types if media_type.definition)

    def _compare_media_types(self, holder: ComparedObject, planned: RequestBody | Response) -> Iterator[Difference]:
        """Yield the differences of the definitions that a body or response uses.

        A media type without a schema has no definition. One definition can serve several media types: it may be listed
        once for each or once for all.
        """
        with_definition = [media_type for media_type in planned.media_types if media_type.definition is not None]
        items = self._comparer.read_list(holder, "definitions")
        if items is None:
            self._comparer.tally.add_unknown("media type", len(with_definition))
            return
        pairing = self._pair_media_types(with_definition, items)
        self._comparer.tally.add_fields(holder.kind, len(pairing.pairs))
        for media_type, (pointer, item) in pairing.pairs:
            yield from self._compare_media_type(holder, media_type, pointer, item)
        for media_type in self._missing_media_types(pairing):
            label = f"media type `{media_type.name.value[:100]}` of {holder.label}"
            location = locate_place(media_type.place, is_subtree=True)
            yield missing_resource(label, "among its definitions", location, (*holder.pointer, "definitions"))
        location = locate_child(planned.node, "content")
        for pointer, item in pairing.actual:
            label = f"{_definition_label(item)} in {holder.label}"
            yield unexpected_resource(label, "only planned ones", location, pointer)

    def _missing_media_types(self, pairing: Pairing[MediaType, Item]) -> list[MediaType]:
        """Return the rest of the media types, without those of a definition that is missing itself: it's one cause."""
        missing = [media_type for media_type in pairing.planned if not self._names.is_missing(media_type.definition)]
        if self._names.is_listed_by_media_type:
            return missing
        used = {id(media_type.definition) for media_type, _ in pairing.pairs}
        return [media_type for media_type in missing if id(media_type.definition) not in used]

    def _pair_media_types(self, media_types: list[MediaType], items: list[Item]) -> Pairing[MediaType, Item]:
        """Pair by definition, then by media type, then the only one with the only one.

        The media types of one essence are one to an import, which holds the first of them.
        """
        pairing = Pairing(media_types, items)
        pairing.pair_by(lambda media_type: id(media_type.definition), self._item_definition)
        essences = {media_type.essence for media_type in pairing.planned}
        pairing.pair_by(
            lambda media_type: media_type.essence,
            lambda item: next(iter(sorted(essences & accepted_essences(item[1].get("definition")))), None),
        )
        pairing.pair_by(lambda _: "", lambda _: "", is_unique=True)
        return pairing

    def _item_definition(self, item: Item) -> int | None:
        definition = self._names.find_used(item[1])
        return None if definition is None else id(definition)

    def _compare_media_type(
        self, holder: ComparedObject, media_type: MediaType, pointer: Pointer, item: dict[str, Json]
    ) -> Iterator[Difference]:
        planned = media_type.definition
        actual = self._names.find_used(item)
        if planned is None or media_type.schema is None or actual is planned:
            return
        name = _definition_name(item)
        if name is None and not planned.name.is_present:
            return
        expected = self._names.platform_name(planned)
        yield changed_field(
            f"definition for `{media_type.name.value[:100]}` in {holder.label}",
            name,
            planned.name.value if expected is None else expected,
            locate_node(media_type.schema),
            (*pointer, "definition", "name"),
        )


def _status_key(response: Response) -> Hashable:
    """Return what identifies the status; None for one that an import can't hold, such as `4XX`."""
    if response.status_code is None:
        return "default" if response.status.value == "default" else None
    return response.status_code


def _item_status_key(item: dict[str, Json]) -> Hashable:
    status = item.get("status")
    if status is None:
        return "default"
    return status if isinstance(status, int | float) and not isinstance(status, bool) else ("other", str(status)[:100])


def _is_same_status(response: Response, status: Json) -> bool:
    return _status_key(response) == _item_status_key({"status": status})


def _definition_name(item: dict[str, Json]) -> str | None:
    definition = item.get("definition")
    name = definition.get("name") if isinstance(definition, dict) else None
    return name if isinstance(name, str) and name else None


def _definition_label(item: dict[str, Json]) -> str:
    name = _definition_name(item)
    return "a definition without a name" if name is None else f"definition `{name[:80]}`"
