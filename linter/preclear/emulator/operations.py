"""Actions and triggers, as an answer holds them, with the errors of their validation (ActionHTTP, TriggerHTTP)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.connector import SCALARS, Action
from preclear.emulator.fields import Field, Fields
from preclear.emulator.values import fits, short

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.connector import Body, MediaType, Operation, Parameter, Response
    from preclear.emulator.problem import Object
    from preclear.emulator.ulids import Ulids
    from preclear.engine import Finding
    from preclear.source import Json

_PLACES = ("cookie", "header", "path", "query")
_OWN = {"operationId": "name", "summary": "summary", "description": "description", "parameters": "parameters"} | {
    "requestBody": "requestBody",
    "responses": "responses",
}
_OF_PARAMETER = {"name": "name", "in": "location", "required": "required", "default": "default"}


def make_operation(
    operation: Operation, findings: tuple[Finding, ...], linked: Mapping[int, Object], ulids: Ulids
) -> Object:
    """The action or trigger of an operation that has a name and method that the import can hold.

    What else it can't hold is left out, and its `errors` say so. `linked` are the definitions as bodies and responses
    have them, by the `id` of the model's.
    """
    return _Making(operation, linked, ulids).make(findings)


class _Making:
    """One resource in the making: which field was made of what, and what had to be left out."""

    def __init__(self, operation: Operation, linked: Mapping[int, Object], ulids: Ulids) -> None:
        self._operation = operation
        self._linked = linked
        self._ulids = ulids
        self._fields = Fields()
        self._lost: list[tuple[Field, str]] = []
        self._is_action = isinstance(operation, Action)

    def make(self, findings: tuple[Finding, ...]) -> Object:
        operation = self._operation
        made: Object = {
            "id": self._ulids.make(),
            "type": "http",
            "name": operation.name.value,
            "method": operation.method.value,
        }
        for key, value in (("summary", operation.summary), ("description", operation.description)):
            if value:
                made[key] = short(value.value)
        if isinstance(operation, Action):
            made["path"] = operation.template.as_imported
        self._note()
        made["parameters"] = self._parameters()
        if operation.request_body is not None:
            made["requestBody"] = self._body(operation.request_body)
        made["responses"] = self._responses()
        made["errors"] = self._errors(findings)
        return made

    def _note(self) -> None:
        """What the fields of the operation itself are made of."""
        operation, fields = self._operation, self._fields
        for key, field in _OWN.items():
            fields.node(operation.node, Field((field,)), key)
            fields.lacks(operation.node, key, Field((field,)))
        fields.value(operation.name, Field(("name",)))
        for item in operation.path_items:
            fields.node(item, Field(("parameters",)), "parameters")
        if isinstance(operation, Action):
            fields.value(operation.path, Field(("path",)))
            for item in operation.path_items:
                fields.node(item, Field(("path",)))
        fields.node(operation.node, Field(()))

    def _leave_out(self, pointer: tuple[str | int, ...], message: str) -> Field:
        field = Field(pointer, lost=len(self._lost))
        self._lost.append((field, message))
        return field

    def _parameters(self) -> list[Json]:
        made: list[Json] = []
        met: set[tuple[str, str]] = set()
        for parameter in self._operation.parameters:
            reason = "is listed twice" if parameter.identity in met else self._unfit(parameter)
            if reason is not None:
                field = self._leave_out(("parameters",), f"{parameter.label} was left out: it {reason}")
            else:
                field = Field(("parameters", len(made)))
                made.append(_parameter(parameter))
                met.add(parameter.identity)
            self._note_parameter(parameter, field)
        return made

    def _unfit(self, parameter: Parameter) -> str | None:
        """Why the import has no place for a parameter; None where it has."""
        places = _PLACES if self._is_action else tuple(place for place in _PLACES if place != "path")
        if not parameter.name:
            return "has no name"
        if parameter.location.value not in places:
            return f"must be in one of {', '.join(places)}"
        if not parameter.types.values:
            return "has no type"
        other = [name for name in parameter.types.names if name not in SCALARS]
        return f"has the type `{other[0][:40]}`; only scalar types are supported" if other else None

    def _note_parameter(self, parameter: Parameter, field: Field) -> None:
        def inner(key: str) -> Field:
            return field if field.lost is not None else Field((*field.pointer, key))

        fields = self._fields
        for key, attribute in _OF_PARAMETER.items():
            fields.value(getattr(parameter, attribute), inner(key))
        for value in parameter.types.values:
            fields.value(value, inner("type"))
        fields.place(parameter.types.home, inner("type"))
        if parameter.schema is not None:
            fields.node(parameter.schema, field._replace(deep=field.lost is None))
        fields.node(parameter.node, field)

    def _body(self, body: Body) -> Object:
        self._fields.value(body.required, Field(("requestBody", "required")))
        made: Object = {
            "required": body.required.value,
            "definitions": self._definitions(body.media_types, ("requestBody", "definitions")),
        }
        self._fields.node(body.node, Field(("requestBody", "definitions")), "content")
        self._fields.node(body.node, Field(("requestBody",)))
        return made

    def _responses(self) -> list[Json]:
        made: list[Json] = []
        met: set[int | None] = set()
        for response in self._operation.responses:
            number, status = response.number, response.status.value
            if number is None and status != "default":
                message = f"response `{status[:40]}` was left out: a status is an integer"
            elif number in met:
                message = f"response `{status[:40]}` was left out: there is one with this status"
            else:
                met.add(number)
                self._response(response, len(made), made)
                continue
            field = self._leave_out(("responses",), message)
            self._fields.place(response.status.place, field)
            self._fields.node(response.node, field)
        if not made:
            self._leave_out(("responses",), "at least one response must be defined")
        return made

    def _response(self, response: Response, index: int, made: list[Json]) -> None:
        base = ("responses", index)
        held: Object = {"id": self._ulids.make()}
        if response.number is not None:
            held["status"] = response.number
        held["definitions"] = self._definitions(response.media_types, (*base, "definitions"))
        made.append(held)
        self._fields.node(response.node, Field((*base, "definitions")), "content")
        if response.node.pointer != response.status.place.pointer:
            self._fields.node(response.node, Field(base))
        self._fields.place(response.status.place, Field((*base, "status") if response.number is not None else base))

    def _definitions(self, media_types: tuple[MediaType, ...], base: tuple[str | int, ...]) -> list[Json]:
        made: list[Json] = []
        met: set[str] = set()
        for media_type in media_types:
            definition = media_type.definition
            linked = None if definition is None else self._linked.get(id(definition))
            if media_type.schema is None:
                field = Field(base)  # nothing is lost: without a schema there is no definition
            elif linked is None:
                message = f"media type `{media_type.name.value[:100]}` was left out: its definition was not created"
                field = self._leave_out(base, message)
            elif media_type.essence in met:
                message = f"media type `{media_type.name.value[:100]}` was left out: it is there twice"
                field = self._leave_out(base, message)
            else:
                met.add(media_type.essence)
                field = Field((*base, len(made)))
                made.append({"id": self._ulids.make(), "definition": linked})
                self._fields.node(media_type.schema, Field((*field.pointer, "definition"), deep=True))
            self._fields.node(media_type.node, field)
        return made

    def _errors(self, findings: tuple[Finding, ...]) -> list[Json]:
        """What was found, error or warning, and what was left out without a finding that says so; each once."""
        errors: dict[tuple[str, str, str], None] = {}
        told: set[int] = set()
        for finding in findings:
            if finding.severity == "info":
                continue
            field = self._fields.of(finding.place)
            if field.lost is not None and finding.severity == "error":
                told.add(field.lost)
            errors[field.text, finding.message, finding.severity] = None
        for number, (field, message) in enumerate(self._lost):
            if number not in told:
                errors[field.text, message, "error"] = None
        return [{"field": field, "message": message, "severity": severity} for field, message, severity in errors]


def _parameter(parameter: Parameter) -> Object:
    made: Object = {
        "name": parameter.name.value,
        "in": parameter.location.value,
        "required": parameter.required.value,
        "type": parameter.type.value,
    }
    if parameter.default and fits(parameter.default.value):
        made["default"] = parameter.default.value
    return made
