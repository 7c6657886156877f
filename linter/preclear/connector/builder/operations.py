"""Builds actions and triggers from path items."""

from __future__ import annotations

from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.connector.builder.auth import build_requirements
from preclear.connector.builder.schemas import SchemaReader
from preclear.connector.operation import Action, Operation, RequestBody, Response, Trigger
from preclear.connector.parameter import Parameter, ParameterSchema
from preclear.connector.value import Value, json_value
from preclear.openapi import METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.connector.auth import SecurityRequirement
    from preclear.connector.builder.content import ContentBuilder
    from preclear.openapi import ApiDescription
    from preclear.source import Json, Node, Pointer


class _OperationParts(NamedTuple):
    """The arguments of `Operation`, in their order."""

    node: Node
    entry: Node
    method: str
    key: Value[str]
    path_item: Node
    path_items: tuple[Node, ...]
    parameters: tuple[Parameter, ...]
    request_body: RequestBody | None
    security: tuple[SecurityRequirement, ...]


class OperationBuilder:
    """Builds actions and triggers, and each shared parameter and body once.

    `parameters` excludes a parameter of a path item that every operation of that path item replaces.
    """

    def __init__(self, description: ApiDescription, content_builder: ContentBuilder) -> None:
        self.parameters: list[Parameter] = []
        self.bodies: list[RequestBody] = []
        self._description = description
        self._content_builder = content_builder
        self._schema_reader = SchemaReader(description)
        self._parameters_by_node: dict[int, dict[Pointer, Parameter]] = {}
        self._bodies_by_node: dict[tuple[int, tuple[str | int, ...]], RequestBody] = {}

    def actions(self) -> Iterator[Action]:
        """Yield every operation under `paths`, in document order."""
        for parts in self._iter_operations("paths"):
            action = Action(*parts)
            self._register_parts(action)
            yield action

    def triggers(self) -> Iterator[Trigger]:
        """Yield every operation under `webhooks`, in document order. OpenAPI 3.0 has no webhooks."""
        if self._description.version.series == "3.0":
            return
        for parts in self._iter_operations("webhooks"):
            trigger = Trigger(*parts)
            self._register_parts(trigger)
            yield trigger

    def _iter_operations(self, field: str) -> Iterator[_OperationParts]:
        """Yield the parts of every operation under `field`."""
        section = self._description.root.get(field)
        for key, node in self._description.misplaced_references.entries(section) if section is not None else ():
            if key.startswith("x-"):
                continue
            path_items = self._description.path_items(node)
            key_value: Value[str] = Value(str(path_items[0].pointer[-1]), path_items[0].key)
            shared_parameters = self._shared_parameters(path_items)
            for path_item, method, operation_node in self._iter_methods(path_items):
                operation = self._description.misplaced_references.target(operation_node)
                if operation is not None:
                    parameters, body = self._parameters_of(operation, shared_parameters), self._body_of(operation)
                    yield _OperationParts(
                        operation,
                        operation_node,
                        method,
                        key_value,
                        path_item,
                        path_items,
                        parameters,
                        body,
                        build_requirements(operation),
                    )

    def _iter_methods(self, path_items: tuple[Node, ...]) -> Iterator[tuple[Node, str, Node]]:
        is_3_2 = self._description.version.series == "3.2"
        for key, (path_item, node) in _merge_fields(path_items).items():
            if key in METHODS or (is_3_2 and key == "query"):
                if isinstance(node.value, dict):
                    yield path_item, intern(key.upper()), node
            elif is_3_2 and key == "additionalOperations":
                for method, operation in self._description.misplaced_references.entries(node):
                    if isinstance(operation.value, dict):
                        yield path_item, method, operation

    def _shared_parameters(self, path_items: tuple[Node, ...]) -> tuple[Parameter, ...]:
        """Return the parameters of the path item, which each of its operations has."""
        holder = next((item for item in path_items if "parameters" in item.mapping), None)
        return () if holder is None else tuple(self._iter_parameters(holder))

    def _parameters_of(self, operation: Node, shared_parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
        """Return the operation's parameters, then those of the path item that it doesn't replace."""
        own_parameters = tuple(self._iter_parameters(operation))
        if not own_parameters or not shared_parameters:
            return own_parameters or shared_parameters
        overridden = {parameter.identity for parameter in own_parameters}
        return (
            *own_parameters,
            *(parameter for parameter in shared_parameters if parameter.identity not in overridden),
        )

    def _iter_parameters(self, holder: Node) -> Iterator[Parameter]:
        parameters = self._description.get(holder, "parameters")
        for entry in parameters.items() if parameters is not None else ():
            node = self._description.resolve(entry)
            if node is not None and isinstance(node.value, dict):
                yield self._build_parameter(node)

    def _build_parameter(self, node: Node) -> Parameter:
        known = self._parameters_by_node.setdefault(id(node.document), {})
        parameter = known.get(node.pointer)
        if parameter is None:
            parameter = known[node.pointer] = Parameter(node, self._schema_of(node))
        return parameter

    def _schema_of(self, node: Node) -> ParameterSchema | None:
        schema = node.get("schema")
        if schema is None:
            return None
        resolved = self._description.resolve(schema)
        holder = self._schema_reader.default(schema) or resolved
        default: Value[Json] = Value(None, node.missing_key("schema"), is_present=False)
        if holder is not None:
            default = json_value(holder, "default")
        return ParameterSchema(
            resolved, self._schema_reader.types(schema), self._schema_reader.effective_schemas(schema), default
        )

    def _body_of(self, operation: Node) -> RequestBody | None:
        entry = operation.get("requestBody")
        node = entry and self._description.resolve(entry)
        if node is None or not isinstance(node.value, dict):
            return None
        identity = node.identity
        body = self._bodies_by_node.get(identity)
        if body is None:
            body = self._bodies_by_node[identity] = RequestBody(node, self._content_builder.media_types_of(node))
            self.bodies.append(body)
        return body

    def _register_parts(self, operation: Operation) -> None:
        """Add the responses, and record the operation as a user of each of its parts."""
        operation.set_responses(self._responses_of(operation))
        for parameter in operation.parameters:
            if not parameter.used_by:
                self.parameters.append(parameter)
            parameter.add_user(operation)
        name = operation.name.value or operation.label
        body = operation.request_body
        if body is not None:
            body.add_user(operation)
            self._content_builder.register_use(body.media_types, operation, f"{name}_request")
        for response in operation.responses:
            if response.media_types:
                stem = f"{name}_{response.status.value}"
                self._content_builder.register_use(response.media_types, operation, stem)

    def _responses_of(self, operation: Operation) -> list[Response]:
        response_map = operation.node.get("responses")
        if response_map is None:
            return []
        responses: list[Response] = []
        for status, entry in self._description.misplaced_references.entries(response_map):
            if status.startswith("x-"):
                continue
            node = self._description.resolve(entry)
            media_types = self._content_builder.media_types_of(node) if node is not None else ()
            responses.append(Response(node or entry, entry, _parse_status(status), media_types, operation))
        return responses


@lru_cache(maxsize=256)
def _parse_status(status: str) -> int | None:
    return int(status) if status.isdecimal() and status.isascii() and len(status) < 6 else None


def _merge_fields(path_items: tuple[Node, ...]) -> dict[str, tuple[Node, Node]]:
    """Merge the fields of `path_items`, where the nearest comes first and wins: by key, the object and the field."""
    return {key: (item, node) for item in reversed(path_items) for key, node in item.entries()}
