"""The snapshot of what the platform has: a connector, and the actions, triggers and definitions of a version.

The objects are those of the published API (HTTPConnector, ActionHTTP, TriggerHTTP, Definition). They come from a
server, so a field of another type counts as absent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from preclear.mapping.connector_index import to_openapi_path
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
from preclear.source import Document, Node, get_child, object_items, parse_array_index, text_or_empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from preclear.mapping.plan_changes.snapshot import OperationKind
    from preclear.source import Json

    _Object = dict[str, Json]


class PlatformSchemas:
    """The schemas of a version's definitions, and their references to each other.

    A `$ref` leads into its own schema or, if its last name is that of a definition, to that one: `Pet.json`,
    `#/components/schemas/Pet`.
    """

    has_ref_siblings = True
    has_places = False

    def __init__(self, schemas: Mapping[str, Json]) -> None:
        """`schemas` are the known schemas by the name of the definition."""
        document = Document("", None, b"")
        self._roots = {name: Node(document, (name,), schema) for name, schema in schemas.items()}

    def find(self, name: str) -> Node | None:
        """Return the schema of a definition; None if it isn't known."""
        return self._roots.get(name)

    def follow(self, node: Node) -> Node | None:
        """Follow the `$ref` of a schema for one step; None if it leads nowhere."""
        file, _, fragment = (node.text("$ref") or "").partition("#")
        if file:
            root = self._find_by_path(file)
            return None if root is None else _follow_pointer(root, fragment)
        target = _follow_pointer(self._roots[str(node.pointer[0])], fragment)
        return target or self._find_by_path(fragment)

    def _find_by_path(self, path: str) -> Node | None:
        name = unquote(path.rpartition("/")[2])
        return self._roots.get(name) or self._roots.get(name.removesuffix(".json"))


def make_platform_snapshot(
    connector: _Object,
    actions: Iterable[_Object],
    triggers: Iterable[_Object],
    definitions: Iterable[_Object],
    schemas: Mapping[str, Json],
) -> ConnectorSnapshot:
    """Make the snapshot of a version. `schemas` are the schemas that are known, by the definition's name."""
    source = PlatformSchemas(schemas)
    variables = object_items(connector.get("connectionVariables"))
    return ConnectorSnapshot(
        name=_field(connector, "name"),
        base_url=_field(connector, "baseUrl"),
        variables={text_or_empty(variable.get("name")): _field(variable, "value") for variable in variables},
        auth=tuple(
            _make_auth(config)
            for config in object_items(connector.get("authSchemeConfigs"))
            if text_or_empty(config.get("schemeType")) != "none"
        ),
        actions=tuple(_make_operation("action", action, source) for action in actions),
        triggers=tuple(_make_operation("trigger", trigger, source) for trigger in triggers),
        definitions=tuple(_make_definition(definition, source) for definition in definitions),
        schemas=source,
        place=None,
        sections=Sections(),
    )


def _make_operation(kind: OperationKind, value: _Object, source: PlatformSchemas) -> OperationSnapshot:
    body = value.get("requestBody")
    return OperationSnapshot(
        kind=kind,
        name=_field(value, "name"),
        method=_field(value, "method"),
        path=FieldSnapshot(to_openapi_path(text_or_empty(value.get("path"))), None),
        summary=_field(value, "summary"),
        description=_field(value, "description"),
        parameters=tuple(map(_make_parameter, object_items(value.get("parameters")))),
        body=BodySnapshot(body.get("required") is True, tuple(_make_contents(body, source)), None, None)
        if isinstance(body, dict)
        else None,
        responses=tuple(
            ResponseSnapshot(_status(response), tuple(_make_contents(response, source)), None)
            for response in object_items(value.get("responses"))
        ),
        place=None,
    )


def _make_parameter(value: _Object) -> ParameterSnapshot:
    default = value.get("default")
    return ParameterSnapshot(
        name=text_or_empty(value.get("name")),
        location=text_or_empty(value.get("in")),
        is_required=value.get("required") is True,
        type=text_or_empty(value.get("type")),
        default=None if default is None else make_text(default),
        schema=None,
        place=None,
        required_place=None,
        type_place=None,
        default_place=None,
    )


def _make_contents(holder: _Object, source: PlatformSchemas) -> Iterator[ContentSnapshot]:
    """Yield a content for each media type of each definition of a body or a response."""
    for link in object_items(holder.get("definitions")):
        definition = link.get("definition")
        if isinstance(definition, dict):
            name = text_or_empty(definition.get("name"))
            for media_type in _texts(definition, "accept"):
                essence = media_type.partition(";")[0].strip().lower()
                yield ContentSnapshot(essence, name, source.find(name), None)


def _make_definition(value: _Object, source: PlatformSchemas) -> DefinitionSnapshot:
    name = text_or_empty(value.get("name"))
    return DefinitionSnapshot(
        name=name,
        is_named=True,
        accept=tuple(_texts(value, "accept")),
        description=_field(value, "description"),
        schema=source.find(name),
        place=None,
    )


def _make_auth(value: _Object) -> AuthSnapshot:
    scheme_type = text_or_empty(value.get("schemeType"))
    grant = value.get("grant")
    fields = {name: text_or_empty(value.get(name)) for name in ("name", "in")} if scheme_type == "api-key" else {}
    if isinstance(grant, dict):
        fields["grant"] = text_or_empty(grant.get("grantType"))
    return AuthSnapshot(
        key="",
        scheme_type=scheme_type,
        description=text_or_empty(value.get("description")),
        fields=fields,
        urls={name: text_or_empty(value.get(name)) for name in ("authorizeUrl", "tokenUrl")}
        if scheme_type == "oauth2"
        else {},
        scopes=tuple(text_or_empty(scope.get("name")) for scope in object_items(value.get("scopes"))),
        place=None,
        places={},
    )


def _status(response: _Object) -> str:
    status = response.get("status")
    return DEFAULT_STATUS if status is None else str(status)


def _follow_pointer(root: Node, fragment: str) -> Node | None:
    """Follow a JSON Pointer from the root of a schema; an anchor leads nowhere."""
    node = root
    if fragment and not fragment.startswith("/"):
        return None
    for part in unquote(fragment).split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        index = parse_array_index(key) if isinstance(node.value, list) else None
        try:
            step = key if index is None else index
            node = Node(node.document, (*node.pointer, step), get_child(node.value, step))
        except LookupError:
            return None
    return node


def _field(value: _Object, key: str) -> FieldSnapshot:
    return FieldSnapshot(text_or_empty(value.get(key)), None)


def _texts(value: _Object, key: str) -> list[str]:
    items = value.get(key)
    return [item for item in items if isinstance(item, str)] if isinstance(items, list) else []
