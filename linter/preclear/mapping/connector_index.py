"""Lookup of the plan's resources by the fields that an answer gives them."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from preclear.connector import Action, ImportableNames
from preclear.mapping.field import locate_parameter_field
from preclear.mapping.field_path import FieldPath
from preclear.mapping.location import locate_place
from preclear.source import Place

if TYPE_CHECKING:
    from preclear.connector import AuthScheme, AuthSchemeConfig, Connector, Definition, Operation, Parameter
    from preclear.mapping.answer.resources import AnswerResource
    from preclear.mapping.location import MappedLocation
    from preclear.mapping.origin import OriginResolver
    from preclear.source import Pointer

MAX_CANDIDATES = 8
"""How many resources of one name are looked at: a name that more of them have is ambiguous anyway."""

_MAX_COMPARISONS = 1_000_000  # of auth scheme configs; after that only the index in the list counts

_PARAM_PLACEHOLDER = re.compile(r"\{\{-?\s*\.?param\.([^{}\s]+)\s*-?\}\}")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}|(?<=/):[A-Za-z_]\w*")
"""A placeholder in OpenAPI's form, or in that of routers: `/pets/:id`."""


def to_openapi_path(path: str) -> str:
    """Rewrite the placeholders of a path, or of paths in a text, to OpenAPI's: `{{ param.id }}` to `{id}`."""
    return _PARAM_PLACEHOLDER.sub(r"{\1}", path) if "{{" in path else path


class ConnectorIndex:
    """The resources of one connector model."""

    def __init__(self, connector: Connector, origins: OriginResolver | None = None) -> None:
        self.connector = connector
        self._origins = origins
        self.operations_by_name: defaultdict[str, list[Operation]] = defaultdict(list)
        self._operations_by_node: defaultdict[tuple[int, Pointer], list[Operation]] = defaultdict(list)
        self._operations_by_kind: defaultdict[tuple[bool, str], list[Operation]] = defaultdict(list)
        self.actions_by_path: defaultdict[str, list[Action]] = defaultdict(list)
        self.parameters_by_name: defaultdict[str, list[Parameter]] = defaultdict(list)
        self.components_by_name: defaultdict[str, list[Place]] = defaultdict(list)
        self.definitions_by_name: dict[str, Definition] = {
            definition.name.value: definition for definition in connector.definitions
        }
        self._location_cache: dict[int, dict[tuple[str, str | None], tuple[MappedLocation, ...]]] = {}
        self._parameters_by_operation: dict[int, dict[str, list[Parameter]]] = {}
        self._operation_cache: dict[tuple[str, str | None, str | None, str | None], Operation | None] = {}
        self._operations_by_valid_name: defaultdict[tuple[bool, str], list[Operation]] | None = None
        self._definitions_by_node = {definition.node.identity: definition for definition in connector.definitions}
        self._path_keys: dict[str, Place | None] = {}
        self._routes: defaultdict[tuple[str, str, str | None], list[Action]] = defaultdict(list)
        self._scheme_by_config = {id(config): scheme for scheme in connector.auth_schemes for config in scheme.configs}
        self.configs: list[AuthSchemeConfig] = list(connector.auth_scheme_configs)
        self._config_cache: dict[Pointer, AuthSchemeConfig | None] = {}
        self._comparison_count = 0
        for operation in connector.operations:
            self._operations_by_node[operation.place.identity].append(operation)
            if operation.name.value:
                self.operations_by_name[operation.name.value].append(operation)
                self._operations_by_kind[isinstance(operation, Action), operation.name.value].append(operation)
        for action in connector.actions:
            path = action.path.value
            self.actions_by_path[path].append(action)
            self._add_key(path, action.path.place)
            if action.template.normalized != path:
                self._add_key(action.template.normalized, action.path.place)
                self.actions_by_path[action.template.normalized].append(action)
            self._add_route(action, path)
            if action.template.normalized != path:
                self._add_route(action, action.template.normalized)
        for parameter in connector.parameters:
            self.parameters_by_name[parameter.name.value].append(parameter)
        components = connector.root.get("components")
        for section, section_node in components.entries() if components is not None else ():
            for name, node in section_node.entries() if not section.startswith("x-") else ():
                self.components_by_name[name].append(node.key)
        self.names: frozenset[str] = frozenset(
            (*self.operations_by_name, *self.components_by_name, *self.parameters_by_name, *self.definitions_by_name)
        )
        self._component_identities = frozenset(
            place.identity for places in self.components_by_name.values() for place in places
        ) | frozenset(self._definitions_by_node)

    def _add_key(self, path: str, key: Place) -> None:
        first_key = self._path_keys.setdefault(path, key)
        if first_key is not None and first_key.identity != key.identity:
            self._path_keys[path] = None

    def find_operation(self, resource: AnswerResource) -> Operation | None:
        """Find the action or trigger by name, and by method and path if the name is ambiguous or unknown."""
        key = (resource.kind, resource.text("name"), resource.text("method"), resource.text("path"))
        if key not in self._operation_cache:
            self._operation_cache[key] = self._find_operation(*key)
        return self._operation_cache[key]

    def _find_operation(self, kind: str, name: str | None, method: str | None, path: str | None) -> Operation | None:
        candidates = self._operations_by_kind.get((kind == "action", name or ""), ())
        if len(candidates) == 1:
            return candidates[0]
        at_same_route = self.find_by_route(method, path, name if candidates else None) if kind == "action" else []
        return at_same_route[0] if len(at_same_route) == 1 else None

    def find_renamed_operation(self, resource: AnswerResource) -> Operation | None:
        """Find the action or trigger whose name is the resource's once it has only the characters of valid names."""
        if self._operations_by_valid_name is None:
            self._operations_by_valid_name = defaultdict(list)
            for (is_action, name), operations in self._operations_by_kind.items():
                self._operations_by_valid_name[is_action, ImportableNames.sanitize(name)] += operations
        key = (resource.kind == "action", resource.text("name") or "")
        candidates = self._operations_by_valid_name.get(key, ())
        return candidates[0] if len(candidates) == 1 else None

    def find_by_route(self, method: str | None, path: str | None, name: str | None = None) -> list[Action]:
        """Return the actions of a method and path, whichever way the placeholders are written.

        `name`, if given, restricts them to actions of that name.
        """
        if not method or not path:
            return []
        openapi_path, method = to_openapi_path(path), method.upper()
        is_exact = (method, openapi_path, None) in self._routes
        return self._routes.get((method, openapi_path if is_exact else _PLACEHOLDER.sub("{}", openapi_path), name), [])

    def is_component(self, place: Place) -> bool:
        """Return whether a place is a component or the schema of a definition, as opposed to a part of one."""
        return place.identity in self._component_identities and place.missing is None

    def component_around(self, place: Place) -> Place | None:
        """Return the place of the innermost component that a place is in; None if it's in none."""
        document, pointer = place.identity
        for length in range(len(pointer) - 1, 0, -1):
            if (document, pointer[:length]) in self._component_identities:
                return Place(place.document, pointer[:length], "key")
        return None

    def operation_at(self, place: Place) -> Operation | None:
        """Return the operation whose node is at a place; None if there is none, or if several paths share it."""
        operations = self._operations_by_node.get(place.identity, ()) if place.missing is None else ()
        return operations[0] if len(operations) == 1 else None

    def find_by_path(self, path: str) -> list[Action]:
        """Return the actions of a path, whichever way the placeholders are written."""
        actions = self.actions_by_path.get(path)
        if actions is None and "/:" in path:
            actions = self.actions_by_path.get(_PLACEHOLDER.sub("{}", path))
        return actions or []

    def _add_route(self, action: Action, path: str) -> None:
        names = (None, action.name.value) if action.name.value else (None,)
        for name in names:
            self._routes[action.method.value, path, name].append(action)

    def find_path_key(self, path: str) -> Place | None:
        """Return the key of a path with operations, whichever way its placeholders are written; None if ambiguous."""
        openapi_path = to_openapi_path(path)
        return (
            self._path_keys[openapi_path]
            if openapi_path in self._path_keys
            else self._path_keys.get(_PLACEHOLDER.sub("{}", openapi_path))
        )

    def parameter_locations(
        self, name: str, operation: Operation | None = None, location: str | None = None
    ) -> tuple[MappedLocation, ...]:
        """Return the locations of the parameters called `name`, in one operation or in all.

        `location`, if given, is their `in`. At most MAX_CANDIDATES: more are ambiguous anyway.
        """
        cached = self._location_cache.setdefault(id(operation), {})
        key = (name, location)
        if key not in cached:
            parameters = self.parameters_by_name if operation is None else self._operation_parameters(operation)
            places = {
                parameter.node.identity: parameter
                for parameter in parameters.get(name, ())
                if location in (None, parameter.location.value)
            }
            cached[key] = tuple(self._locate_parameter(parameter) for parameter in [*places.values()][:MAX_CANDIDATES])
        return cached[key]

    def component_locations(self, name: str, section: str) -> list[MappedLocation]:
        """Return the locations of the components called `name` in a section of `components`."""
        places = self.components_by_name.get(name, ()) if name in self.names else ()
        return [locate_place(place, "text") for place in places if place.pointer[1] == section]

    def _locate_parameter(self, parameter: Parameter) -> MappedLocation:
        return locate_parameter_field(parameter, FieldPath(()), self.connector.api)._replace(placed="text")

    def _operation_parameters(self, operation: Operation) -> dict[str, list[Parameter]]:
        if id(operation) not in self._parameters_by_operation:
            by_name: dict[str, list[Parameter]] = {}
            for parameter in operation.parameters:
                by_name.setdefault(parameter.name.value, []).append(parameter)
            self._parameters_by_operation[id(operation)] = by_name
        return self._parameters_by_operation[id(operation)]

    def find_definition(self, name: str | None) -> Definition | None:
        """Find a definition by its name or by the name that it has in the bundle."""
        definition = self.definitions_by_name.get(name) if name else None
        if (
            definition is None
            and name
            and self._origins is not None
            and (self._origins.has_source_map or name in self.components_by_name)
        ):
            place = self._origins.find_origin(("components", "schemas", name))
            if place is not None:
                definition = self._definitions_by_node.get(place.identity)
        return definition

    def find_schemes(self, description: str) -> list[Place]:
        """Return the keys of the security schemes with a description."""
        schemes = {self.scheme_of(config).key.place: None for config in self._find_described(description)}
        return [*schemes]

    def scheme_of(self, config: AuthSchemeConfig) -> AuthScheme:
        """Return the security scheme that a config comes from."""
        return self._scheme_by_config[id(config)]

    def find_config(self, resource: AnswerResource) -> AuthSchemeConfig | None:
        """Find the auth scheme config by type, then by its other fields, then by its index in the list.

        A description that only a scheme of another type has counts more than a type alone. Returns None if no config
        matches, or if several match equally well.
        """
        if resource.pointer not in self._config_cache:
            self._config_cache[resource.pointer] = self._find_config(resource)
        return self._config_cache[resource.pointer]

    def _find_config(self, resource: AnswerResource) -> AuthSchemeConfig | None:
        kind = resource.text("schemeType")
        at_index = self.configs[resource.list_index] if resource.list_index < len(self.configs) else None
        if self._comparison_count >= _MAX_COMPARISONS:
            return at_index if at_index is not None and at_index.scheme_type == kind else None
        self._comparison_count += len(self.configs)
        candidates = [config for config in self.configs if config.scheme_type == kind]
        scores = [self._match_score(config, resource) for config in candidates]
        best_score = max(scores, default=0)
        if best_score == 0:
            described = self._find_described(resource.text("description"))
            if described or not candidates:
                return described[0] if len(described) == 1 else None
        best = [config for config, score in zip(candidates, scores, strict=True) if score == best_score]
        if len(best) == 1:
            return best[0]
        return at_index if at_index in best else None

    def _find_described(self, description: str | None) -> list[AuthSchemeConfig]:
        """Return the configs of any type with this description, or of the scheme that is called so."""
        return [
            config
            for config in self.configs
            if description and description in (config.description, self.scheme_of(config).key.value)
        ]

    def _match_score(self, config: AuthSchemeConfig, resource: AnswerResource) -> int:
        """Return a score of how much a config has in common with the one in the answer."""
        flow = config.flow
        pairs = [
            (config.description, resource.text("description"), 2),
            (self.scheme_of(config).key.value, resource.text("description"), 2),
            (config.name, resource.text("name"), 2),
            (config.location, resource.text("in"), 1),
        ]
        if flow is not None:
            pairs.append((flow.grant, _grant_type(resource), 3))
            pairs.append((flow.token_url.value, resource.text("tokenUrl"), 2))
            pairs.append((flow.authorize_url.value, resource.text("authorizeUrl"), 2))
        return sum(weight for expected, actual, weight in pairs if expected and expected == actual)


def _grant_type(resource: AnswerResource) -> str | None:
    """Return the grant type: `grant` itself, or its `type` or `grantType`."""
    grant = resource.value.get("grant")
    if isinstance(grant, dict):
        grant = grant.get("type") or grant.get("grantType")
    return grant if isinstance(grant, str) else None
