"""The connector and its servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._patterns import lazy_pattern
from preclear._records import MutableRecord, NamedTuple, field
from preclear.connector.callbacks import iter_callback_operations
from preclear.connector.names import ImportableNames

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.connector.auth import AuthScheme, AuthSchemeConfig, SecurityRequirement
    from preclear.connector.callbacks import CallbackOperation
    from preclear.connector.content import Definition, MediaType
    from preclear.connector.operation import Action, Operation, RequestBody, Trigger
    from preclear.connector.parameter import Parameter
    from preclear.connector.value import Value
    from preclear.openapi import ApiDescription
    from preclear.source import Node, Place, Pointer

_INDEXED_KEYWORDS = frozenset(
    {"$anchor", "$dynamicAnchor", "$dynamicRef", "$id", "$ref", "$schema", "allOf", "anyOf", "const"}
    | {"dependentSchemas", "discriminator", "else", "enum", "exclusiveMaximum", "exclusiveMinimum", "if", "not"}
    | {"nullable", "oneOf", "required", "then", "xml"}
)
"""The keywords that rules search for."""

_PLACEHOLDER = lazy_pattern(r"\{([^{}]*)\}")


class ServerVariable(NamedTuple):
    """A server variable, which becomes a connection variable (ConnectionVariable)."""

    name: Value[str]
    default: Value[str]
    node: Node


class Server(MutableRecord):
    """A server object. `placeholders` are the names in the braces of its URL, in order."""

    node: Node
    url: Value[str]
    placeholders: tuple[str, ...]
    variables: tuple[ServerVariable, ...]

    @property
    def place(self) -> Place:
        """The URL, or the object if it has no URL."""
        return self.url.place

    @property
    def default_url(self) -> str:
        """The URL with each variable replaced by its default; a variable without a default stays in its braces."""
        defaults = {variable.name.value: variable.default.value for variable in self.variables if variable.default}
        return _PLACEHOLDER.sub(lambda match: defaults.get(match[1], match[0]), self.url.value)


class Connector(MutableRecord, kw_only=True):
    """The connector and everything in it (HTTPConnector, and the other resources of ImportHTTPConnectorResult).

    `base_url` is the first server's URL as the import writes it, with `{{name}}` for each variable. `parameters`,
    `bodies` and `media_types` are the distinct objects that operations use, each once.
    """

    api: ApiDescription
    root: Node
    name: Value[str]
    base_url: Value[str]
    documentation_url: Value[str]
    image_url: Value[str]
    servers: tuple[Server, ...]
    auth_schemes: tuple[AuthScheme, ...]
    security: tuple[SecurityRequirement, ...]
    actions: tuple[Action, ...]
    triggers: tuple[Trigger, ...]
    definitions: tuple[Definition, ...]
    parameters: tuple[Parameter, ...]
    bodies: tuple[RequestBody, ...]
    media_types: tuple[MediaType, ...]
    _operations: tuple[Operation, ...] | None = field(init=False)
    _contents: list[list[MediaType]] | None = field(init=False)
    _schemas_by_keyword: dict[str, list[Node]] | None = field(init=False)
    _schema_references: list[tuple[Node, Node]] | None = field(init=False)
    _importable_names: ImportableNames | None = field(init=False)

    @property
    def place(self) -> Place:
        """The place of the document as a whole: its `openapi` key."""
        version = self.root.get("openapi")
        return version.key if version is not None else self.root.place

    @property
    def operations(self) -> tuple[Operation, ...]:
        """All actions, then all triggers."""
        operations = self._operations
        if operations is None:
            operations = self._operations = (*self.actions, *self.triggers)
        return operations

    @property
    def contents(self) -> list[list[MediaType]]:
        """The media types of each `content`, in document order. They are grouped when first needed."""
        contents = self._contents
        if contents is None:
            groups: dict[tuple[int, Pointer], list[MediaType]] = {}
            for media_type in self.media_types:
                node = media_type.node
                groups.setdefault((id(node.document), node.pointer[:-1]), []).append(media_type)
            contents = self._contents = list(groups.values())
        return contents

    def schemas_with(self, keyword: str) -> Sequence[Node]:
        """Return the schemas of the document that have `keyword`, in the order of `api.schemas`.

        Keywords that several rules search for are looked up in all schemas at once.
        """
        if keyword not in _INDEXED_KEYWORDS:
            return [schema for schema in self.api.schemas if keyword in schema.mapping]
        index = self._schemas_by_keyword
        if index is None:
            index = self._schemas_by_keyword = {name: [] for name in _INDEXED_KEYWORDS}
            for schema in self.api.schemas:
                value = schema.value
                for name in value if isinstance(value, dict) else ():
                    if name in index:
                        index[name].append(schema)
        return index[keyword]

    @property
    def schema_references(self) -> list[tuple[Node, Node]]:
        """Each schema of the document with a `$ref`, and the node that its `$ref` leads to in one step, if it does."""
        references = self._schema_references
        if references is None:
            find_target = self.api.references.target
            targets = ((schema, find_target(schema)) for schema in self.schemas_with("$ref"))
            references = [(schema, target) for schema, target in targets if target is not None]
            self._schema_references = references
        return references

    @property
    def callback_operations(self) -> Iterator[CallbackOperation]:
        """The operations of all callbacks, each once. The import drops them."""
        return iter_callback_operations(self.api, self.operations)

    @property
    def importable_names(self) -> ImportableNames:
        """Valid and unique names for the operations and definitions. They are chosen when first needed."""
        names = self._importable_names
        if names is None:
            names = ImportableNames(self.operations, self.callback_operations, self.definitions)
            self._importable_names = names
        return names

    @property
    def connection_variables(self) -> tuple[ServerVariable, ...]:
        """The variables of the server whose URL is the base URL."""
        return self.servers[0].variables if self.servers else ()

    @property
    def auth_scheme_configs(self) -> Iterator[AuthSchemeConfig]:
        """All configs of all auth schemes, in document order."""
        for scheme in self.auth_schemes:
            yield from scheme.configs
