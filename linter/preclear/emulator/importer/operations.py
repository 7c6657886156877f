"""Actions and triggers as an answer has them, with their validation errors (ActionHTTP, TriggerHTTP)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.connector import SCALAR_TYPES, Action
from preclear.emulator.importer.field_map import FieldMap, ResourceField
from preclear.emulator.importer.values import fits_in_answer, truncate_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.connector import MediaType, Operation, Parameter, RequestBody, Response
    from preclear.emulator.http.errors import JsonObject
    from preclear.emulator.ulids import UlidGenerator
    from preclear.engine import Finding
    from preclear.source import Json, Severity

_PARAMETER_LOCATIONS = ("cookie", "header", "path", "query")
_OPERATION_FIELDS = {
    "operationId": "name",
    "summary": "summary",
    "description": "description",
    "parameters": "parameters",
    "requestBody": "requestBody",
    "responses": "responses",
}
_PARAMETER_ATTRIBUTES = {"name": "name", "in": "location", "required": "required", "default": "default"}


def make_operation(
    operation: Operation,
    findings: tuple[Finding, ...],
    definition_links: Mapping[int, JsonObject],
    ulid_generator: UlidGenerator,
) -> JsonObject:
    """Make the action or trigger of an operation whose name and method are valid.

    Parts that can't be imported are left out and reported in its `errors`. `definition_links` are the links that bodies
    and responses contain, by the `id()` of the model's definition.
    """
    return _OperationBuilder(operation, definition_links, ulid_generator).build(findings)


def linked_definition_ids(resource: JsonObject) -> list[Json]:
    """Return the ids of the definitions that an action or trigger contains, each once."""
    responses = resource["responses"]
    ids: dict[str, None] = {}
    for holder in (resource.get("requestBody"), *(responses if isinstance(responses, list) else ())):
        links = holder["definitions"] if isinstance(holder, dict) else None
        for link in links if isinstance(links, list) else ():
            if isinstance(link, dict) and isinstance(definition := link["definition"], dict):
                ids[str(definition["id"])] = None
    return [*ids]


class _Omission(NamedTuple):
    """What was left out of a field, and how severe that is."""

    field: ResourceField
    message: str
    severity: Severity


class _OperationBuilder:
    """Builds one resource, and records the source of each field and every omission."""

    def __init__(
        self, operation: Operation, definition_links: Mapping[int, JsonObject], ulid_generator: UlidGenerator
    ) -> None:
        self._operation = operation
        self._definition_links = definition_links
        self._ulid_generator = ulid_generator
        self._field_map = FieldMap()
        self._omissions: list[_Omission] = []
        self._is_action = isinstance(operation, Action)

    def build(self, findings: tuple[Finding, ...]) -> JsonObject:
        operation = self._operation
        resource: JsonObject = {
            "id": self._ulid_generator.generate(),
            "type": "http",
            "name": operation.name.value,
            "method": operation.method.value,
        }
        for key, value in (("summary", operation.summary), ("description", operation.description)):
            if value:
                resource[key] = truncate_text(value.value)
        if isinstance(operation, Action):
            resource["path"] = operation.template.imported_path
        self._record_fields()
        resource["parameters"] = self._make_parameters()
        if operation.request_body is not None:
            resource["requestBody"] = self._make_body(operation.request_body)
        resource["responses"] = self._make_responses()
        resource["errors"] = self._make_errors(findings)
        return resource

    def _record_fields(self) -> None:
        """Record the sources of the operation's own fields."""
        operation, field_map = self._operation, self._field_map
        for key, field in _OPERATION_FIELDS.items():
            field_map.add_node(operation.node, ResourceField((field,)), key)
            field_map.add_missing(operation.node, key, ResourceField((field,)))
        field_map.add_value(operation.name, ResourceField(("name",)))
        for item in operation.path_items:
            field_map.add_node(item, ResourceField(("parameters",)), "parameters")
        if isinstance(operation, Action):
            field_map.add_value(operation.path, ResourceField(("path",)))
            for item in operation.path_items:
                field_map.add_node(item, ResourceField(("path",)))
        field_map.add_node(operation.node, ResourceField(()))

    def _omit(self, pointer: tuple[str | int, ...], message: str, severity: Severity = "error") -> ResourceField:
        field = ResourceField(pointer, omission_index=len(self._omissions))
        self._omissions.append(_Omission(field, message, severity))
        return field

    def _make_parameters(self) -> list[Json]:
        parameters: list[Json] = []
        identities: set[tuple[str, str]] = set()
        for parameter in self._operation.parameters:
            reason = "is listed twice" if parameter.identity in identities else self._unsupported_reason(parameter)
            if reason is not None:
                field = self._omit(("parameters",), f"{parameter.label} was left out: it {reason}")
            else:
                field = ResourceField(("parameters", len(parameters)))
                parameters.append(_make_parameter(parameter))
                identities.add(parameter.identity)
            self._record_parameter(parameter, field)
        return parameters

    def _unsupported_reason(self, parameter: Parameter) -> str | None:
        """Return why a parameter can't be imported; None if it can."""
        locations = (
            _PARAMETER_LOCATIONS
            if self._is_action
            else tuple(location for location in _PARAMETER_LOCATIONS if location != "path")
        )
        if not parameter.name:
            return "has no name"
        if parameter.location.value not in locations:
            return f"must be in one of {', '.join(locations)}"
        if not parameter.types.values:
            return "has no type"
        unsupported_types = [name for name in parameter.types.names if name not in SCALAR_TYPES]
        return (
            f"has the type `{unsupported_types[0][:40]}`; only scalar types are supported"
            if unsupported_types
            else None
        )

    def _record_parameter(self, parameter: Parameter, field: ResourceField) -> None:
        def field_for(key: str) -> ResourceField:
            return field if field.omission_index is not None else ResourceField((*field.pointer, key))

        field_map = self._field_map
        for key, attribute in _PARAMETER_ATTRIBUTES.items():
            field_map.add_value(getattr(parameter, attribute), field_for(key))
        for value in parameter.types.values:
            field_map.add_value(value, field_for("type"))
        field_map.add_place(parameter.types.missing_place, field_for("type"))
        if parameter.schema is not None:
            field_map.add_node(parameter.schema, field._replace(is_deep=field.omission_index is None))
        field_map.add_node(parameter.node, field)

    def _make_body(self, body: RequestBody) -> JsonObject:
        self._field_map.add_value(body.required, ResourceField(("requestBody", "required")))
        body_fields: JsonObject = {
            "required": body.required.value,
            "definitions": self._make_definitions(body.media_types, ("requestBody", "definitions")),
        }
        self._field_map.add_node(body.node, ResourceField(("requestBody", "definitions")), "content")
        self._field_map.add_node(body.node, ResourceField(("requestBody",)))
        return body_fields

    def _make_responses(self) -> list[Json]:
        responses: list[Json] = []
        statuses: set[int | None] = set()
        for response in self._operation.responses:
            status_number, status = response.status_code, response.status.value
            if status_number is None and status != "default":
                message = f"response `{status[:40]}` was left out: its status isn't an integer"
            elif status_number in statuses:
                message = f"response `{status[:40]}` was left out: another response has this status"
            else:
                statuses.add(status_number)
                self._make_response(response, len(responses), responses)
                continue
            field = self._omit(("responses",), message)
            self._field_map.add_place(response.status.place, field)
            self._field_map.add_node(response.node, field)
        if not responses:
            self._omit(("responses",), "there is no response; expected at least one")
        return responses

    def _make_response(self, response: Response, index: int, responses: list[Json]) -> None:
        pointer = ("responses", index)
        fields: JsonObject = {"id": self._ulid_generator.generate()}
        if response.status_code is not None:
            fields["status"] = response.status_code
        fields["definitions"] = self._make_definitions(response.media_types, (*pointer, "definitions"))
        responses.append(fields)
        self._field_map.add_node(response.node, ResourceField((*pointer, "definitions")), "content")
        if response.node.pointer != response.status.place.pointer:
            self._field_map.add_node(response.node, ResourceField(pointer))
        self._field_map.add_place(
            response.status.place, ResourceField((*pointer, "status") if response.status_code is not None else pointer)
        )

    def _make_definitions(self, media_types: tuple[MediaType, ...], pointer: tuple[str | int, ...]) -> list[Json]:
        definitions: list[Json] = []
        essences: set[str] = set()
        names: set[str] = set()
        for media_type in media_types:
            definition = media_type.definition
            link = None if definition is None else self._definition_links.get(id(definition))
            if media_type.schema is None:
                field = ResourceField(pointer)  # nothing is omitted: without a schema there is no definition
            elif link is None:
                message = f"media type `{media_type.name.value[:100]}` was left out: its definition wasn't created"
                field = self._omit(pointer, message)
            elif media_type.essence in essences:
                message = f"media type `{media_type.name.value[:100]}` was left out: it's listed twice"
                is_equal = _normalize_name(media_type) in names
                field = self._omit(pointer, message, "error" if is_equal else "warning")
            else:
                essences.add(media_type.essence)
                field = ResourceField((*pointer, len(definitions)))
                definitions.append({"id": self._ulid_generator.generate(), "definition": link})
                self._field_map.add_node(media_type.schema, ResourceField((*field.pointer, "definition"), is_deep=True))
            names.add(_normalize_name(media_type))
            self._field_map.add_node(media_type.node, field)
        return definitions

    def _make_errors(self, findings: tuple[Finding, ...]) -> list[Json]:
        """Return errors and warnings of the check, and omissions that no error explains; each once."""
        errors: dict[tuple[str, str, str], None] = {}
        reported: set[int] = set()
        for finding in findings:
            if finding.severity == "info":
                continue
            field = self._field_map.find_field(finding.place)
            if field.omission_index is not None and finding.severity == "error":
                reported.add(field.omission_index)
            errors[field.text, finding.message, finding.severity] = None
        for index, (field, message, severity) in enumerate(self._omissions):
            if index not in reported:
                errors[field.text, message, severity] = None
        return [{"field": field, "message": message, "severity": severity} for field, message, severity in errors]


def _normalize_name(media_type: MediaType) -> str:
    """Return the name without its charset. To the check, too, names that differ in other parameters are a warning."""
    _, _, parameters = media_type.name.value.lower().partition(";")
    kept = sorted(part.strip() for part in parameters.split(";") if not part.strip().startswith("charset="))
    return ";".join([media_type.essence, *filter(None, kept)])


def _make_parameter(parameter: Parameter) -> JsonObject:
    fields: JsonObject = {
        "name": parameter.name.value,
        "in": parameter.location.value,
        "required": parameter.required.value,
        "type": parameter.type.value,
    }
    if parameter.default and fits_in_answer(parameter.default.value):
        fields["default"] = parameter.default.value
    return fields
