"""The connector model: what an import makes of a document, every value with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.connector.auth import AuthScheme, AuthSchemeConfig, SecurityRequirement
    from preclear.connector.definition import Definition
    from preclear.connector.operation import Action, Operation, Trigger
    from preclear.connector.parts import MediaType, Parameter, RequestBody
    from preclear.connector.value import Value
    from preclear.openapi import ApiDescription
    from preclear.source import Node, Place

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class ServerVariable(NamedTuple):
    """A server variable: it becomes a connection variable (ConnectionVariable). `default` is its default."""

    name: Value[str]
    default: Value[str]
    node: Node


@dataclass(slots=True, eq=False)
class Server:
    """A server object. `placeholders` are the names in the braces of its URL, in their order."""

    node: Node
    url: Value[str]
    placeholders: tuple[str, ...]
    variables: tuple[ServerVariable, ...]

    @property
    def place(self) -> Place:
        """Its URL, or the object where it has none."""
        return self.url.place

    @property
    def default_url(self) -> str:
        """The URL with the defaults of its variables put in; names without one are left in their braces."""
        defaults = {variable.name.value: variable.default.value for variable in self.variables if variable.default}
        return _PLACEHOLDER.sub(lambda match: defaults.get(match[1], match[0]), self.url.value)


@dataclass(slots=True, eq=False, kw_only=True)
class Connector:
    """The connector and everything in it (HTTPConnector and what ImportHTTPConnectorResult lists beside it).

    `base_url` is the first server's URL as the import writes it, `{{name}}` for each variable. `parameters`, `bodies`
    and `media_types` are the distinct objects that operations use, each once, however many of them do.
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

    @property
    def place(self) -> Place:
        """The document itself: its `openapi` key."""
        version = self.root.get("openapi")
        return version.key if version is not None else self.root.place

    @property
    def operations(self) -> tuple[Operation, ...]:
        """Actions and triggers together."""
        return (*self.actions, *self.triggers)

    @property
    def connection_variables(self) -> tuple[ServerVariable, ...]:
        """The variables of the server whose URL is the base URL."""
        return self.servers[0].variables if self.servers else ()

    @property
    def auth_scheme_configs(self) -> Iterator[AuthSchemeConfig]:
        """All configs of all auth schemes, in the document's order."""
        for scheme in self.auth_schemes:
            yield from scheme.configs
