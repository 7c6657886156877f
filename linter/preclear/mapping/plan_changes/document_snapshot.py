"""The snapshot of a document: its connector model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.connector import Action
from preclear.mapping.plan_changes.snapshot import (
    DEFAULT_STATUS,
    AuthSnapshot,
    BodySnapshot,
    ConnectorSnapshot,
    ContentSnapshot,
    DefinitionSnapshot,
    FieldSnapshot,
    OperationSnapshot,
    ParameterSnapshot,
    ResponseSnapshot,
    Sections,
    make_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.connector import (
        AuthScheme,
        AuthSchemeConfig,
        Connector,
        Definition,
        MediaType,
        OAuthFlow,
        Operation,
        Parameter,
        Response,
        Value,
    )
    from preclear.openapi import ApiDescription
    from preclear.source import Node, Place


class DocumentSchemas:
    """Follows the references of a description."""

    has_places = True

    def __init__(self, description: ApiDescription) -> None:
        self._description = description
        self.has_ref_siblings: bool = description.version.series != "3.0"

    def follow(self, node: Node) -> Node | None:
        """Follow the `$ref` of a schema for one step; None if it leads nowhere, or to something that is no schema."""
        if self._description.references.is_refused(node):
            return None
        return self._description.references.target(node)


def make_document_snapshot(
    connector: Connector, path_prefix: str = "", *, as_imported: bool = False
) -> ConnectorSnapshot:
    """Make the snapshot of a document. `path_prefix` comes before the paths of its places.

    With `as_imported`, it has no more than the platform would: no media type without a schema, and no response whose
    status isn't an integer.
    """
    return ConnectorSnapshot(
        name=_make_field(connector.name),
        base_url=_make_field(connector.base_url),
        variables={
            variable.name.value: FieldSnapshot(variable.default.value, variable.default.place)
            for variable in connector.connection_variables
        },
        auth=tuple(_make_auth(scheme, config) for scheme in connector.auth_schemes for config in scheme.configs),
        actions=tuple(_make_operation(action, as_imported) for action in connector.actions),
        triggers=tuple(_make_operation(trigger, as_imported) for trigger in connector.triggers),
        definitions=tuple(map(_make_definition, connector.definitions)),
        schemas=DocumentSchemas(connector.api),
        place=connector.place,
        sections=Sections(
            _find_section(connector, "components", "securitySchemes"),
            _find_section(connector, "paths"),
            _find_section(connector, "webhooks"),
            _find_section(connector, "components", "schemas"),
        ),
        path_prefix=path_prefix,
    )


def _find_section(connector: Connector, *keys: str) -> Place:
    """Return the key of a section; of the nearest object around it that the document has."""
    node, place = connector.root, connector.place
    for key in keys:
        child = node.get(key)
        if child is None:
            return place
        node, place = child, child.key
    return place


def _make_field(value: Value[str]) -> FieldSnapshot:
    return FieldSnapshot(value.value if value else "", value.place)


def _make_operation(operation: Operation, as_imported: bool) -> OperationSnapshot:
    is_action = isinstance(operation, Action)
    body = operation.request_body
    owner = operation.path_items[0]
    return OperationSnapshot(
        kind="action" if is_action else "trigger",
        name=FieldSnapshot(operation.name.value, operation.name.place),
        method=FieldSnapshot(operation.method.value, operation.method.place),
        path=FieldSnapshot(str(owner.pointer[-1]), owner.key),
        summary=_make_field(operation.summary),
        description=_make_field(operation.description),
        parameters=tuple(map(_make_parameter, operation.parameters)),
        body=None
        if body is None
        else BodySnapshot(
            body.required.value, tuple(_make_contents(body.media_types, as_imported)), body.place, body.required.place
        ),
        responses=tuple(
            _make_response(response, as_imported)
            for response in operation.responses
            if not as_imported or response.status_code is not None or response.status.value == DEFAULT_STATUS
        ),
        place=operation.place,
    )


def _make_parameter(parameter: Parameter) -> ParameterSnapshot:
    default = parameter.default
    return ParameterSnapshot(
        name=parameter.name.value,
        location=parameter.location.value,
        is_required=parameter.required.value,
        type=parameter.type.value,
        default=make_text(default.value) if default else None,
        schema=parameter.schema,
        place=parameter.place,
        required_place=parameter.required.place,
        type_place=parameter.type.place,
        default_place=default.place,
    )


def _make_response(response: Response, as_imported: bool) -> ResponseSnapshot:
    status = response.status.value if response.status_code is None else str(response.status_code)
    return ResponseSnapshot(status, tuple(_make_contents(response.media_types, as_imported)), response.place)


def _make_contents(media_types: Iterable[MediaType], as_imported: bool) -> Iterator[ContentSnapshot]:
    for media_type in media_types:
        if as_imported and media_type.schema is None:
            continue
        definition = media_type.definition
        name = definition.name.value if definition is not None and definition.name.is_present else None
        yield ContentSnapshot(media_type.essence, name, media_type.schema, media_type.place)


def _make_definition(definition: Definition) -> DefinitionSnapshot:
    return DefinitionSnapshot(
        name=definition.name.value,
        is_named=definition.name.is_present,
        accept=tuple(definition.accept),
        description=_make_field(definition.description),
        schema=definition.node,
        place=definition.place,
    )


def _make_auth(scheme: AuthScheme, config: AuthSchemeConfig) -> AuthSnapshot:
    flow = config.flow
    places = {"type": scheme.type.place, "name": scheme.name.place, "in": scheme.location.place}
    if flow is not None:
        places |= {"authorizeUrl": flow.authorize_url.place, "tokenUrl": flow.token_url.place}
        places |= {scope.name: scope.place for scope in flow.scopes}
    fields = {"name": config.name or "", "in": config.location or ""} if config.scheme_type == "api-key" else {}
    if flow is not None:
        fields["grant"] = flow.grant or flow.name
    return AuthSnapshot(
        key=config.key or "",
        scheme_type=config.scheme_type or "none",
        description=config.description,
        fields=fields,
        urls={} if flow is None else _make_urls(flow),
        scopes=() if flow is None else tuple(scope.name for scope in flow.scopes),
        place=config.place,
        places=places,
    )


def _make_urls(flow: OAuthFlow) -> dict[str, str]:
    """Return the URLs that a flow has. One that sends nobody to an authorization URL has none."""
    urls = {"tokenUrl": flow.token_url.value}
    return {"authorizeUrl": flow.authorize_url.value, **urls} if flow.is_interactive else urls
