"""What a connector offers, whether a document or the platform says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from preclear.source import Json, Node, Place

DEFAULT_STATUS = "default"
"""The status of the default response."""

OperationKind: TypeAlias = Literal["action", "trigger"]


class SchemaSource(Protocol):
    """Follows the references of one side's schemas."""

    has_ref_siblings: bool
    """Whether keywords beside a `$ref` count."""

    has_places: bool
    """Whether the nodes of schemas have places that people can look at."""

    def follow(self, node: Node) -> Node | None:
        """Follow the `$ref` of a schema for one step; None if it leads nowhere."""
        ...


class FieldSnapshot(NamedTuple):
    """A field's value, empty without one, and its place. Fields of the platform have no place."""

    value: str
    place: Place | None


class ContentSnapshot(NamedTuple):
    """The definition for one media type. `definition` is its name, None if it has none or a made-up one."""

    media_type: str
    definition: str | None
    schema: Node | None
    place: Place | None


class ParameterSnapshot(NamedTuple):
    """A parameter. `type` is empty if it has none, `default` is None if it has none, and else its value as JSON."""

    name: str
    location: str
    is_required: bool
    type: str
    default: str | None
    schema: Node | None
    place: Place | None
    required_place: Place | None
    type_place: Place | None
    default_place: Place | None

    @property
    def identity(self) -> tuple[str, str]:
        """What distinguishes two parameters: name and location. Header names ignore case (RFC 9110, 5.1)."""
        return (self.name.lower() if self.location == "header" else self.name), self.location

    @property
    def label(self) -> str:
        """The name in messages: "query parameter `limit`"."""
        return f"{self.location} parameter `{self.name}`"


class BodySnapshot(NamedTuple):
    """A request body."""

    is_required: bool
    contents: tuple[ContentSnapshot, ...]
    place: Place | None
    required_place: Place | None


class ResponseSnapshot(NamedTuple):
    """A response. `status` is text: `200`, `4XX`, or DEFAULT_STATUS."""

    status: str
    contents: tuple[ContentSnapshot, ...]
    place: Place | None


@dataclass(slots=True, eq=False, kw_only=True)
class OperationSnapshot:
    """An action or a trigger. `path` is an OpenAPI path; a trigger's is its webhook's key, empty on the platform."""

    kind: OperationKind
    name: FieldSnapshot
    method: FieldSnapshot
    path: FieldSnapshot
    summary: FieldSnapshot
    description: FieldSnapshot
    parameters: tuple[ParameterSnapshot, ...]
    body: BodySnapshot | None
    responses: tuple[ResponseSnapshot, ...]
    place: Place | None

    @property
    def label(self) -> str:
        """Its name; without one, method and path."""
        return self.name.value or f"{self.method.value.lower()} {self.path.value}".rstrip()


@dataclass(slots=True, eq=False, kw_only=True)
class DefinitionSnapshot:
    """A definition. Without `is_named`, its name is made up, because the document has none for it."""

    name: str
    is_named: bool
    accept: tuple[str, ...]
    description: FieldSnapshot
    schema: Node | None
    place: Place | None


@dataclass(slots=True, eq=False, kw_only=True)
class AuthSnapshot:
    """An auth scheme config. `key` is the name of the security scheme, empty on the platform.

    `fields` have everything that requests depend on, such as `in`; `urls` are those of OAuth 2.0. `places` has the
    places of fields, URLs and the type by their name, and those of scopes.
    """

    key: str
    scheme_type: str
    description: str
    fields: dict[str, str]
    urls: dict[str, str]
    scopes: tuple[str, ...]
    place: Place | None
    places: dict[str, Place]

    @property
    def label(self) -> str:
        """The name in messages."""
        return self.key or self.description or self.scheme_type


class Sections(NamedTuple):
    """The places of the parts of a document that contain all resources of a kind; of the document where one is missing.

    They are where a resource of the other side is missing. The platform has none.
    """

    auth: Place | None = None
    actions: Place | None = None
    triggers: Place | None = None
    definitions: Place | None = None


@dataclass(slots=True, eq=False, kw_only=True)
class ConnectorSnapshot:
    """Everything that a connector offers.

    `variables` are the connection variables with their values. `sections` are the places of the parts of the document
    that contain all resources of a kind. `path_prefix` comes before the paths of places, such as `main:` for those of a
    revision.
    """

    name: FieldSnapshot
    base_url: FieldSnapshot
    variables: dict[str, FieldSnapshot]
    auth: tuple[AuthSnapshot, ...]
    actions: tuple[OperationSnapshot, ...]
    triggers: tuple[OperationSnapshot, ...]
    definitions: tuple[DefinitionSnapshot, ...]
    schemas: SchemaSource
    place: Place | None
    sections: Sections
    path_prefix: str = ""


def make_text(value: Json) -> str:
    """Return a value as JSON on one line, with sorted keys, so that equal values have equal texts."""
    from json import dumps

    return dumps(value, sort_keys=True, ensure_ascii=False)
