"""MessagePlacement of an answer's messages by their resource, their field and their text."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from preclear.mapping.comparison.compare import PlanComparison
from preclear.mapping.connector_index import ConnectorIndex
from preclear.mapping.field import locate_operation_field
from preclear.mapping.field_path import parse_field_path
from preclear.mapping.location import MappedLocation, locate_place, quote_field
from preclear.mapping.origin import OriginResolver
from preclear.mapping.path_resolver import REQUEST_FIELDS, PathResolver
from preclear.mapping.placement import MessagePlacement, PlacedFault, PlacedMessage, SeparateFaults
from preclear.mapping.text.faults import split_faults
from preclear.mapping.text.matcher import TextMatcher
from preclear.source import Place, Position, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from preclear.connector import AuthSchemeConfig, Connector, Operation
    from preclear.engine import CheckResult
    from preclear.mapping.answer.answer import Answer, Message
    from preclear.mapping.answer.resources import AnswerResource
    from preclear.mapping.finding_index import FindingIndex
    from preclear.mapping.origin import SupportsOrigin
    from preclear.source import Document, Json, Severity

_CONFIG_FIELDS = ("authorizeUrl", "tokenUrl", "defaultScopes", "scopes", "schemeType", "grant")
_QUOTED_CONFIG_FIELDS = ("name", "in", "description")
_MAX_PREFIX_LENGTH = 200  # characters of the message that precede a separate detail
_MAX_DETAILS = 1_000  # details of one message that can be separate
_MAX_ANSWER_DETAILS = 30_000  # details of one answer that can be separate


class MessagePlacer:
    """Places the messages of one answer."""

    def __init__(
        self,
        checked: CheckResult,
        answer: Answer,
        source_map: SupportsOrigin | None,
        bundle_document: Document | None,
        finding_index: FindingIndex,
    ) -> None:
        self.answer = answer
        self._finding_index = finding_index
        connector = checked.connector
        documents = connector.api.documents if connector is not None else [checked.document]
        self._origins = OriginResolver(bundle_document or checked.document, source_map, documents)
        self._index: ConnectorIndex | None = None
        self._detail_count = 0
        self._document_location = locate_place(_document_place(checked), "document")
        if checked.connector is not None:
            self._index = ConnectorIndex(checked.connector, self._origins)
            self._path_resolver = PathResolver(self._index, answer, self._origins)
            self._text_matcher = TextMatcher(self._index, self._path_resolver, self._origins)
            self._document_location = locate_place(checked.connector.place, "document")

    def compare(self, schemas: Mapping[str, Json] | None, is_new_version: bool | None) -> PlanComparison | None:
        """Return the comparison of plan and answer, which hasn't started; None if there is no plan."""
        if self._index is None:
            return None
        return PlanComparison(self._index, self.answer, schemas, is_new_version)

    def place_message(self, message: Message) -> Iterator[PlacedMessage]:
        """Yield the message with the details that name no place of their own, then every detail that does.

        Only the first details are placed separately; each of those starts with the message's text, cut if it's long. A
        text that lists faults at several places is yielded fault by fault; what precedes the first one is the text.
        """
        faults = self._separate_faults(message.text, message) if not message.field else None
        if faults is not None and faults.is_at_several_places:
            message, placement = message._replace(text=faults.heading), faults.placement
        else:
            placement = self._locate(message)
            if faults is not None and placement.location.placed == "document":
                placement = faults.faults[0].placement._replace(resource_place=faults.placement.resource_place)
            faults = None
        location, resource_label = placement.location, self._resource_label(message)
        separate: list[PlacedMessage] = []
        inline_details: list[str] = []
        omitted_length = max(0, len(message.text) - _MAX_PREFIX_LENGTH)
        prefix = f"{message.text[:_MAX_PREFIX_LENGTH]}…" if omitted_length else message.text
        fault_details = ((fault.text, fault.placement) for fault in (faults.faults if faults else ()))
        for detail, detail_placement in chain(fault_details, self._locate_details(message, location)):
            if detail_placement is None:
                inline_details.append(detail)
            else:
                separate.append(
                    PlacedMessage(
                        message,
                        f"{prefix.removesuffix(':')}: {detail}" if prefix else detail,
                        detail_placement._replace(resource_place=placement.resource_place),
                        resource_label,
                        omitted_length,
                    )
                )
        is_document = location.placed == "document" or faults is not None
        if inline_details or not separate or omitted_length or not is_document:
            text = ": ".join(filter(None, (message.text, "; ".join(inline_details))))
            yield PlacedMessage(message, text, placement, resource_label)
        yield from separate

    def _locate_details(
        self, message: Message, location: MappedLocation
    ) -> Iterator[tuple[str, MessagePlacement | None]]:
        """Yield the details of a message with their places, None for a detail without one of its own."""
        for index, detail in enumerate(message.details):
            placement = None
            if location.placed != "exact" and index < _MAX_DETAILS and self._detail_count < _MAX_ANSWER_DETAILS:
                self._detail_count += 1
                faults = self._separate_faults(detail, message)
                if faults is not None and faults.is_at_several_places:
                    yield from ((fault.text, fault.placement) for fault in faults.faults)
                    detail = faults.heading
                else:
                    placement = self._locate_named(detail, message)
            is_own = placement is not None and placement.location.place != location.place
            if detail:
                yield detail, placement if is_own else None

    def _separate_faults(self, text: str, message: Message) -> SeparateFaults | None:
        """Separate the faults that a text lists; None if none of several parts has a place.

        A part without a place of its own belongs to the fault before it. A part that names no operation is about the
        last one named before it.
        """
        parts = split_faults(text)
        if len(parts) < 2 or self._detail_count + len(parts) > _MAX_ANSWER_DETAILS:
            return None
        self._detail_count += len(parts)
        config, operation = self._find_config(message), self._find_operation(message.resource)
        resource_place = operation.node.place if operation is not None else None
        heading: list[str] = []
        faults: list[PlacedFault] = []
        for part in parts:
            if self._index is not None:
                operation = self._text_matcher.find(part, operation).operation or operation
            placement = None
            if faults or not part.endswith(":"):
                placement = self._locate_fault(message._replace(text=part), config, operation)
            if placement is not None:
                faults.append(PlacedFault(part, placement))
            elif faults:
                faults[-1] = faults[-1]._replace(text=f"{faults[-1].text}; {part}")
            else:
                heading.append(part)
        location = MessagePlacement(self._document_location, None, resource_place)
        return SeparateFaults("; ".join(heading), location, faults) if faults else None

    def _locate_fault(
        self, message: Message, config: AuthSchemeConfig | None, operation: Operation | None
    ) -> MessagePlacement | None:
        if self._index is None:
            return self._locate_named(message.text, message)
        if config is None:
            return self._locate_text(message.text, operation, message.severity)
        placement = self._locate_in_config(message, config)
        return placement if placement.location.placed == "text" else None

    def _locate_named(self, text: str, message: Message) -> MessagePlacement | None:
        """Locate the one thing that a text names, or the finding that relates everything that it names."""
        if self._index is None:
            place = self._origins.place_of_text(text)
            return MessagePlacement(locate_place(place, "text")) if place is not None else None
        return self._locate_text(text, self._find_operation(message.resource), message.severity)

    def _locate_text(self, text: str, operation: Operation | None, severity: Severity) -> MessagePlacement | None:
        target = self._text_matcher.find(text, operation)
        if target.location is not None:
            return MessagePlacement(target.location, related=target.related)
        if len(target.locations) < 2:
            return None
        findings, place = self._finding_index.shared_findings(target.locations, severity)
        return MessagePlacement(locate_place(place, "text"), foreseen_by=findings) if place is not None else None

    def _locate(self, message: Message) -> MessagePlacement:
        index = self._index
        if index is not None and message.source in ("action", "trigger"):
            operation = self._find_operation(message.resource)
            if operation is not None and message.resource is not None:
                placement = self._locate_in_operation(index.connector, message, operation, message.resource)
                return placement._replace(resource_place=operation.node.place)
        config = self._find_config(message)
        if config is not None:
            return self._locate_in_config(message, config)._replace(resource_place=config.place)
        if index is not None and message.field:
            path = parse_field_path(message.field)
            location = self._path_resolver.locate(path, allow_bare_fields=message.source not in ("action", "trigger"))
            if location is not None:
                return MessagePlacement(location, _location_hint(message, location))
            if path.head in REQUEST_FIELDS:
                hint = f"{quote_field(message.field)} is a field of the request, not of the document"
                return MessagePlacement(self._document_location, hint)
        return self._locate_by_text(message)

    def _locate_in_operation(
        self, connector: Connector, message: Message, operation: Operation, resource: AnswerResource
    ) -> MessagePlacement:
        """Locate by the field; without a field, by what the text names within the operation."""
        path = parse_field_path(message.field or "")
        path = path.without_struct or path
        if path.head in ("actions", "triggers") and len(path.parts) > 1:
            location = self._path_resolver.locate(path)
            if location is not None:
                return MessagePlacement(location, _location_hint(message, location))
        if path.parts:
            location = locate_operation_field(operation, resource.value, path, connector.api)
            return MessagePlacement(location, _location_hint(message, location))
        placement = self._locate_named(message.text, message)
        if placement is not None and placement.location.place != operation.place:
            return placement
        return MessagePlacement(locate_place(operation.place, "resource" if message.field is None else "exact"))

    def _locate_in_config(self, message: Message, config: AuthSchemeConfig) -> MessagePlacement:
        """Locate by the field, else by a config field that the text names, else by anything else that it names."""
        if message.field:
            path = parse_field_path(message.field)
            location = self._path_resolver.locate_config_field(config, path.without_struct or path)
            return MessagePlacement(location, _location_hint(message, location))
        words = [word for word in _CONFIG_FIELDS if word in message.text]
        words = ["defaultScopes" if "defaultScopes" in words and word == "scopes" else word for word in words]
        words += [
            word for word in _QUOTED_CONFIG_FIELDS if any(f"{mark}{word}{mark}" in message.text for mark in "`\"'")
        ]
        locations = [
            self._path_resolver.locate_config_field(config, parse_field_path(word)) for word in dict.fromkeys(words)
        ]
        exact_locations = [location for location in locations if location.placed == "exact"]
        if len(exact_locations) == 1:
            return MessagePlacement(exact_locations[0]._replace(placed="text"))
        text_location = self._text_matcher.find(message.text).location
        if text_location is not None and text_location.place != config.place:
            return MessagePlacement(text_location)
        return MessagePlacement(locate_place(config.place, "resource", is_subtree=True))

    def _locate_by_text(self, message: Message) -> MessagePlacement:
        placement = self._locate_named(message.text, message)
        if placement is not None:
            return placement
        if message.field:
            return MessagePlacement(
                self._document_location, f"{quote_field(message.field)} doesn't exist in the document"
            )
        return MessagePlacement(self._document_location, "the message doesn't name exactly one place in the document")

    def _find_operation(self, resource: AnswerResource | None) -> Operation | None:
        if self._index is None or resource is None or resource.kind not in ("action", "trigger"):
            return None
        return self._index.find_operation(resource) or self._index.find_renamed_operation(resource)

    def _resource_label(self, message: Message) -> str | None:
        """Return the label of the message's resource, with the document's own name for it if there is one."""
        if message.resource is None:
            return None
        operation, config = self._find_operation(message.resource), self._find_config(message)
        if operation is not None and message.resource.text("name") is None:
            return f"{message.resource.kind} `{operation.label[:80]}`"
        if config is not None and self._index is not None:
            scheme = self._index.scheme_of(config)
            flow = f", flow `{config.flow.name[:40]}`" if config.flow is not None and len(scheme.configs) > 1 else ""
            return f"auth scheme `{scheme.key.value[:80]}`{flow}"
        return message.resource.label

    def _find_config(self, message: Message) -> AuthSchemeConfig | None:
        resource = message.resource
        return (
            self._index.find_config(resource)
            if self._index and resource is not None and resource.kind == "auth scheme"
            else None
        )


def _location_hint(message: Message, location: MappedLocation) -> str | None:
    if location.placed == "exact" or message.field is None:
        return None
    return f"{quote_field(message.field)} exists only up to this place in the document"


def _document_place(checked: CheckResult) -> Place:
    """Return the place of the document itself, even if it couldn't be parsed."""
    if checked.document.is_loaded:
        return Place(checked.document, ())
    start = Position(1, 1)
    return Place(checked.document, (), exact=Span(start, start))
