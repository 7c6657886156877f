"""The parts of an operation: parameters, request body, responses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.mapping.plan_changes.direction import Direction, breaks
from preclear.mapping.plan_changes.snapshot import DEFAULT_STATUS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.mapping.plan_changes.change import Resource
    from preclear.mapping.plan_changes.collector import ChangeCollector
    from preclear.mapping.plan_changes.schema_walk import SchemaWalk
    from preclear.mapping.plan_changes.snapshot import (
        BodySnapshot,
        ContentSnapshot,
        OperationSnapshot,
        ParameterSnapshot,
        ResponseSnapshot,
    )
    from preclear.source import Place


class PartComparison:
    """The comparison of one operation's parts."""

    def __init__(self, resource: Resource, collector: ChangeCollector, walk: SchemaWalk) -> None:
        is_action = resource.kind == "action"
        self._resource = resource
        self._collector = collector
        self._walk = walk
        self._request = Direction.SENT if is_action else Direction.RECEIVED
        self._response = Direction.RECEIVED if is_action else Direction.SENT

    def compare(self, old: OperationSnapshot, new: OperationSnapshot) -> None:
        """Compare all parts of `old` and `new`."""
        self._compare_parameters(old, new)
        self._compare_bodies(old, new)
        self._compare_responses(old, new)

    def _add(
        self, code: str, message: str, place: Place | None, old_place: Place | None, *, is_breaking: bool = False
    ) -> None:
        self._collector.add(
            self._resource, "changed", code, message, is_breaking=is_breaking, place=place, old_place=old_place
        )

    def _compare_parameters(self, old: OperationSnapshot, new: OperationSnapshot) -> None:
        old_by_identity = {parameter.identity: parameter for parameter in reversed(old.parameters)}
        new_by_identity = {parameter.identity: parameter for parameter in reversed(new.parameters)}
        removed = [parameter for identity, parameter in old_by_identity.items() if identity not in new_by_identity]
        removed_by_name = {parameter.name: parameter for parameter in removed}
        for identity, parameter in reversed(new_by_identity.items()):
            known = old_by_identity.get(identity)
            if known is not None:
                self._compare_parameter(known, parameter)
            elif parameter.name in removed_by_name:
                moved = removed_by_name.pop(parameter.name)
                message = f"parameter `{parameter.name}` moves from {moved.location} to {parameter.location}"
                self._add("moved-parameter", message, parameter.place, moved.place, is_breaking=True)
            else:
                self._add_new_parameter(parameter, old.place)
        for parameter in reversed(removed):
            if removed_by_name.get(parameter.name) is parameter:
                message = f"{parameter.label} is removed"
                self._add("removed-parameter", message, new.place, parameter.place, is_breaking=True)

    def _add_new_parameter(self, parameter: ParameterSnapshot, old_place: Place | None) -> None:
        needs_value = parameter.is_required and parameter.default is None
        if parameter.is_required:
            default = "" if parameter.default is None else f", with the default `{parameter.default}`"
            message = f"{parameter.label} is new and required{default}"
        else:
            message = f"{parameter.label} is new and optional"
        is_breaking = breaks(self._request, narrows=needs_value)
        self._add("added-parameter", message, parameter.place, old_place, is_breaking=is_breaking)

    def _compare_parameter(self, old: ParameterSnapshot, new: ParameterSnapshot) -> None:
        if old.is_required != new.is_required:
            is_breaking = breaks(self._request, narrows=new.is_required and new.default is None, widens=old.is_required)
            message = f"{new.label} is now {_necessity(new)}; was {_necessity(old)}"
            self._add(
                "changed-parameter-requirement",
                message,
                new.required_place,
                old.required_place,
                is_breaking=is_breaking,
            )
        if old.type != new.type:
            is_breaking = breaks(
                self._request,
                narrows=(old.type, new.type) != ("integer", "number"),
                widens=(old.type, new.type) != ("number", "integer"),
            )
            message = f"{new.label} is now of {_type_name(new)}; was of {_type_name(old)}"
            self._add("changed-parameter-type", message, new.type_place, old.type_place, is_breaking=is_breaking)
        if old.default != new.default:
            is_needed = new.is_required and old.is_required and new.default is None
            was, now = (f"`{side.default}`" if side.default is not None else "nothing" for side in (old, new))
            message = f"the default of {new.label} is now {now}; was {was}"
            is_breaking = breaks(self._request, narrows=is_needed)
            self._add(
                "changed-parameter-default", message, new.default_place, old.default_place, is_breaking=is_breaking
            )
        if old.schema is not None and new.schema is not None and old.type == new.type:
            self._walk.add_root(old.schema, new.schema, self._request, self._resource, new.label)

    def _compare_bodies(self, old: OperationSnapshot, new: OperationSnapshot) -> None:
        old_body, new_body = old.body, new.body
        if old_body is None and new_body is not None:
            necessity = "required" if new_body.is_required else "optional"
            is_breaking = breaks(self._request, narrows=new_body.is_required)
            message = f"a request body is new and {necessity}"
            self._add("added-request-body", message, new_body.place, old.place, is_breaking=is_breaking)
        elif old_body is not None and new_body is None:
            message = "the request body is removed"
            self._add("removed-request-body", message, new.place, old_body.place, is_breaking=True)
        elif old_body is not None and new_body is not None:
            self._compare_body(old_body, new_body)

    def _compare_body(self, old: BodySnapshot, new: BodySnapshot) -> None:
        if old.is_required != new.is_required:
            is_breaking = breaks(self._request, narrows=new.is_required, widens=old.is_required)
            message = f"the request body is now {_necessity(new)}; was {_necessity(old)}"
            self._add(
                "changed-request-body-requirement",
                message,
                new.required_place,
                old.required_place,
                is_breaking=is_breaking,
            )
        self._compare_contents("request body", old.contents, new.contents, new.place, old.place, self._request)

    def _compare_responses(self, old: OperationSnapshot, new: OperationSnapshot) -> None:
        new_by_status = {response.status: response for response in reversed(new.responses)}
        old_by_status = {response.status: response for response in reversed(old.responses)}
        is_success_known = any(response.status.startswith("2") for response in old.responses)
        for status, response in reversed(old_by_status.items()):
            is_success = status.startswith("2") or (status == DEFAULT_STATUS and not is_success_known)
            known = new_by_status.get(status)
            label = _response_label(response)
            if known is None:
                is_breaking = is_success or breaks(self._response, narrows=True)
                message = f"{label} is removed"
                self._add("removed-response", message, new.place, response.place, is_breaking=is_breaking)
            else:
                self._compare_contents(
                    label, response.contents, known.contents, known.place, response.place, self._response
                )
        for status, response in reversed(new_by_status.items()):
            if status not in old_by_status:
                self._add("added-response", f"{_response_label(response)} is new", response.place, old.place)

    def _compare_contents(
        self,
        label: str,
        old: Sequence[ContentSnapshot],
        new: Sequence[ContentSnapshot],
        place: Place | None,
        old_place: Place | None,
        direction: Direction,
    ) -> None:
        """Compare the media types of a body or a response. One that is removed breaks those who send or read it."""
        new_by_type = {content.media_type: content for content in reversed(new)}
        old_by_type = {content.media_type: content for content in reversed(old)}
        for media_type, content in reversed(old_by_type.items()):
            known = new_by_type.get(media_type)
            if known is None:
                message = f"{label} no longer has `{media_type}`"
                self._add("removed-media-type", message, place, content.place, is_breaking=True)
                continue
            if content.schema is not None and known.schema is not None:
                self._walk.add_root(content.schema, known.schema, direction, self._resource, label)
            elif content.schema is not None or (known.schema is not None and not self._walk.is_unknown(content)):
                after = "now has a schema" if known.schema is not None else "no longer has a schema"
                is_breaking = breaks(direction, narrows=known.schema is not None, widens=known.schema is None)
                message = f"{label} {after} for `{media_type}`"
                self._add("changed-media-type", message, known.place, content.place, is_breaking=is_breaking)
        for media_type, content in reversed(new_by_type.items()):
            if media_type not in old_by_type:
                self._add("added-media-type", f"{label} also has `{media_type}`", content.place, old_place)


def _necessity(part: ParameterSnapshot | BodySnapshot) -> str:
    return "required" if part.is_required else "optional"


def _type_name(parameter: ParameterSnapshot) -> str:
    return f"type {parameter.type}" if parameter.type else "no type"


def _response_label(response: ResponseSnapshot) -> str:
    return "the default response" if response.status == DEFAULT_STATUS else f"response `{response.status}`"
