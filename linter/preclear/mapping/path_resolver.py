"""Resolution of paths that start at the document's root, at a list of the answer or at a connector field."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from preclear.connector import Action
from preclear.mapping.answer.resources import AnswerResource
from preclear.mapping.field import locate_definition_field, locate_operation_field
from preclear.mapping.field_path import FieldPath
from preclear.mapping.location import MappedLocation, locate_path, locate_place
from preclear.source import node_at, parse_array_index

if TYPE_CHECKING:
    from preclear.connector import AuthSchemeConfig, Operation
    from preclear.mapping.answer.answer import Answer
    from preclear.mapping.connector_index import ConnectorIndex
    from preclear.mapping.origin import OriginResolver
    from preclear.openapi import ApiDescription
    from preclear.source import Node

REQUEST_FIELDS = frozenset(
    {"file", "metadata", "format", "filetype", "schemaURL", "version", "organisation_id", "connector_id"}
)
"""First parts of paths into the import's request, as opposed to the document."""

_MAX_NAME_PARTS = 8  # parts that make up one name at most

_DOCUMENT_ALIASES = frozenset({"file", "document", "body", "spec", "schema"})
_ROOT_FIELDS = frozenset(
    {"openapi", "info", "jsonSchemaDialect", "servers", "paths", "webhooks", "components", "security", "tags"}
    | {"externalDocs", "$self"}
)
_CONNECTOR_ATTRIBUTES = {
    "name": "name",
    "baseUrl": "base_url",
    "documentationURL": "documentation_url",
    "imageURL": "image_url",
}
_FLOW_ATTRIBUTES = {"tokenUrl": "token_url", "authorizeUrl": "authorize_url"}


class PathResolver:
    """Resolves paths in one description and one answer."""

    def __init__(self, index: ConnectorIndex, answer: Answer, origins: OriginResolver) -> None:
        self._index = index
        self._answer = answer
        self._origins = origins

    def locate(self, path: FieldPath, *, allow_bare_fields: bool = True) -> MappedLocation | None:
        """Locate `path`; return None if its first part is unknown.

        `allow_bare_fields` accepts connector fields without `connector` before them. A path in another spelling, as Go
        has it, counts only if nothing is called as it's written.
        """
        location = self._locate(path, allow_bare_fields=allow_bare_fields)
        if location is None and (spelled := path.without_struct) is not None:
            location = self._locate(spelled, allow_bare_fields=allow_bare_fields or path.head[:1].isupper())
        return location

    def _locate(self, path: FieldPath, *, allow_bare_fields: bool) -> MappedLocation | None:
        head, second = path.head, path.parts[1] if len(path.parts) > 1 else ""
        connector = self._index.connector
        if head in connector.root.mapping or head in _ROOT_FIELDS:
            return self._locate_in_document(path)
        if head in _DOCUMENT_ALIASES and (second in connector.root.mapping or second in _ROOT_FIELDS):
            return self._locate_in_document(path.skip(1))
        index = parse_array_index(second)
        if head in ("actions", "triggers", "definitions", "authSchemeConfigs") and index is not None:
            return self._locate_in_list(head, index, path.skip(2))
        if head in ("actions", "triggers", "definitions") and second:
            return self.locate_named(path.skip(1), (head,))
        if head == "connector" and second:
            return self._locate(path.skip(1), allow_bare_fields=True)
        if allow_bare_fields and head in _CONNECTOR_ATTRIBUTES:
            value = getattr(connector, _CONNECTOR_ATTRIBUTES[head])
            return locate_place(value.place, "resource" if second else "exact")
        if head == "connectionVariables" and index is not None:
            return self._locate_variable(index, path.skip(2))
        return None

    def _locate_in_document(self, path: FieldPath) -> MappedLocation:
        """Locate in the original files; a path that only the bundle has goes through the source map, longest first."""
        description = self._index.connector.api
        location = locate_path(self._index.connector.root, path, description)
        if location.placed == "exact" or not self._origins.has_source_map or path.separator != "/":
            return location
        for count in range(len(path.parts), 2, -1):
            place = self._origins.find_place(path.parts[:count])
            if place is not None:
                return locate_path(node_at(place), path.skip(count), description)
        return location

    def _locate_in_list(self, list_name: str, index: int, path: FieldPath) -> MappedLocation | None:
        """Locate a resource by its 0-based index in the answer, or in the plan if the answer has no such list."""
        connector, answer = self._index.connector, self._answer
        if list_name == "authSchemeConfigs":
            configs = self._index.configs
            scheme = answer.auth_schemes.find_by_index(index)
            config = self._index.find_config(scheme) if scheme is not None else None
            config = config or (configs[index] if scheme is None and index < len(configs) else None)
            return None if config is None else self.locate_config_field(config, path)
        if list_name == "definitions":
            resources = answer.definitions
            definitions = connector.definitions
            definition = definitions[index] if resources is None and index < len(definitions) else None
            if resources is not None and index < len(resources):
                definition = self._index.find_definition(resources[index].text("name"))
            return None if definition is None else locate_definition_field(definition, path, connector.api)
        resources = answer.actions if list_name == "actions" else answer.triggers
        operations: tuple[Operation, ...] = connector.actions if list_name == "actions" else connector.triggers
        operation = operations[index] if resources is None and index < len(operations) else None
        resource = AnswerResource("action", {}, ())
        if resources is not None and index < len(resources):
            resource = resources[index]
            operation = self._index.find_operation(resource)
        return None if operation is None else locate_operation_field(operation, resource.value, path, connector.api)

    def locate_named(
        self, path: FieldPath, lists: tuple[str, ...] = ("actions", "triggers", "definitions", "components")
    ) -> MappedLocation | None:
        """Locate `getPet.parameters[0]`: a resource's name, which can contain dots and slashes, and a field.

        Returns None if no resource of `lists` has the name, or if several have it.
        """
        for count in range(min(len(path.parts), _MAX_NAME_PARTS), 0, -1):
            name = path.separator.join(path.parts[:count])
            if name not in self._index.names and self._index.find_definition(name) is None:
                continue
            locations = self._locate_in_named(name, path.skip(count), lists)
            existing = [location for location in locations if _is_existing(location)]
            if locations:
                candidates = existing if len(existing) == 1 else locations
                return candidates[0] if len(candidates) == 1 else None
        return None

    def _locate_in_named(self, name: str, path: FieldPath, lists: tuple[str, ...]) -> list[MappedLocation]:
        index, description = self._index, self._index.connector.api
        locations: list[MappedLocation] = []
        for operation in index.operations_by_name.get(name, ()):
            kind = "actions" if isinstance(operation, Action) else "triggers"
            if kind in lists:
                locations.append(self.locate_in_operation(operation, path))
        definition = index.find_definition(name) if "definitions" in lists else None
        if definition is not None:
            property_location = _locate_property(definition.node, path, description)
            locations.append(property_location or locate_definition_field(definition, path, description))
        components = index.components_by_name.get(name, ()) if "components" in lists else ()
        other_components = [
            component for component in components if definition is None or component.pointer != definition.node.pointer
        ]
        for component in other_components:
            node = node_at(component)
            is_schema = component.pointer[1:2] == ("schemas",)
            property_location = _locate_property(node, path, description) if is_schema else None
            locations.append(property_location or locate_path(node, path, description))
        return locations

    def is_existing(self, path: FieldPath) -> bool:
        """Return whether the document has a node at `path`."""
        location = self.locate(path, allow_bare_fields=False)
        return location is not None and _is_existing(location)

    def locate_in_operation(self, operation: Operation, path: FieldPath) -> MappedLocation:
        """Locate a field of an operation; indices count as the answer has them, if it lists the operation."""
        resource = self._resource_by_operation.get(id(operation))
        value = resource.value if resource is not None else {}
        return locate_operation_field(operation, value, path, self._index.connector.api)

    @cached_property
    def _resource_by_operation(self) -> dict[int, AnswerResource]:
        """The answer's resource for each operation that it lists, by the `id()` of the operation."""
        resources = (*(self._answer.actions or ()), *(self._answer.triggers or ()))
        pairs = ((self._index.find_operation(resource), resource) for resource in resources)
        return {id(operation): resource for operation, resource in pairs if operation is not None}

    def locate_config_field(self, config: AuthSchemeConfig, path: FieldPath) -> MappedLocation:
        """Locate a field of an auth scheme config."""
        scheme, flow = self._index.scheme_of(config), config.flow
        head = path.head
        if not path.parts:
            return locate_place(config.place)
        if head == "schemeType":
            return locate_place(scheme.type.place)
        if head in ("name", "in") and scheme.type.value == "apiKey":
            return locate_place((scheme.name if head == "name" else scheme.location).place)
        if head == "description":
            description = scheme.node.get("description")
            return locate_place(
                description.place if description is not None else scheme.node.missing_key("description")
            )
        if flow is not None:
            if head in _FLOW_ATTRIBUTES:
                return locate_place(getattr(flow, _FLOW_ATTRIBUTES[head]).place)
            if head == "grant":
                return locate_place(flow.place)
            if head in ("scopes", "defaultScopes"):
                return locate_path(flow.node, FieldPath(("scopes",)), self._index.connector.api)
        return locate_place(config.place, "resource")

    def _locate_variable(self, index: int, path: FieldPath) -> MappedLocation | None:
        variables = self._index.connector.connection_variables
        if index >= len(variables):
            return None
        variable = variables[index]
        return locate_place((variable.default if path.head == "value" else variable.name).place)


def _is_existing(location: MappedLocation) -> bool:
    return location.placed == "exact" and location.place.missing is None


def _locate_property(schema: Node, path: FieldPath, description: ApiDescription) -> MappedLocation | None:
    """Locate a property by its name, which can be that of a field too, such as `name` or `type`; None without one."""
    properties = schema.get("properties")
    if properties is None or path.head not in properties.mapping:
        return None
    return locate_path(properties, path, description)
