"""The parts of actions and triggers: parameters, bodies, responses, media types."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.connector.definition import Definition
    from preclear.connector.operation import Operation
    from preclear.connector.schema import AllowedTypes
    from preclear.connector.value import Value
    from preclear.source import Json, Node, Place

SCALAR_TYPES = ("string", "number", "integer", "boolean")
"""The types that a parameter may have (ActionHTTPParameter.type)."""


def _no_operations() -> list[Operation]:
    return []


@dataclass(slots=True, eq=False)
class Parameter:
    """One parameter object, however many operations use it (ActionHTTPParameter, TriggerHTTPParameter).

    `node` is the object itself, behind its `$ref`; `label` names it as messages do: "query parameter `limit`".
    `types` says which types its schema allows and where it says so; `schema` is the resolved schema, if there is one.
    `effective_schemas` are that one and all that counts together with it, the nearest first: what stands beside a
    `$ref` (from OpenAPI 3.1 on), the parts of `allOf`. `default` is that of the first of them that has one.
    """

    node: Node
    name: Value[str]
    location: Value[str]
    required: Value[bool]
    default: Value[Json]
    schema: Node | None
    types: AllowedTypes
    effective_schemas: tuple[Node, ...]
    used_by: list[Operation] = field(default_factory=_no_operations)

    @property
    def place(self) -> Place:
        """Its name, which says best which one is meant; the object where it has none."""
        return self.name.place if self.name else self.node.key

    @property
    def label(self) -> str:
        """How messages name it."""
        prefix = f"{self.location.value} " if self.location else ""
        return f"{prefix}parameter `{self.name.value}`" if self.name else f"{prefix}parameter"

    @property
    def identity(self) -> tuple[str, str]:
        """What tells two parameters apart: name and place. Header names have no case (RFC 9110, 5.1)."""
        name, location = self.name.value, self.location.value
        return (name.lower() if location == "header" else name), location

    @property
    def type(self) -> Value[str]:
        """The one type that the import has a place for: the first that the schema allows; missing where none is."""
        return self.types.first


@dataclass(slots=True, eq=False)
class MediaType:
    """One entry of a `content`: a media type, its schema and the definition that it becomes.

    `item_schema` is that of the items of a sequence, which OpenAPI 3.2 has; no definition is made of it.
    """

    node: Node
    name: Value[str]
    schema: Node | None
    definition: Definition | None = None
    used_by: list[Operation] = field(default_factory=_no_operations)
    item_schema: Node | None = None

    @property
    def place(self) -> Place:
        """Its key."""
        return self.node.key

    @property
    def essence(self) -> str:
        """The media type in lower case and without parameters: what tells two of them apart (RFC 9110, 8.3.1)."""
        return self.name.value.partition(";")[0].strip().lower()


@dataclass(slots=True, eq=False)
class RequestBody:
    """A request body object, however many operations use it (ActionHTTPRequestBody)."""

    node: Node
    required: Value[bool]
    media_types: tuple[MediaType, ...]
    used_by: list[Operation] = field(default_factory=_no_operations)

    @property
    def place(self) -> Place:
        """Its key."""
        return self.node.key


@dataclass(slots=True, eq=False)
class Response:
    """One response of one operation (ActionHTTPResponse); what it contains may be shared with others by `$ref`.

    `status` is the key as written, placed at that key; `status_code` the integer that the import holds, None for
    `default` (which has no status) and for a key that is no integer.
    """

    node: Node
    status: Value[str]
    status_code: int | None
    media_types: tuple[MediaType, ...]
    operation: Operation

    @property
    def place(self) -> Place:
        """The status key."""
        return self.status.place

    @property
    def used_by(self) -> list[Operation]:
        """The operation whose response this is."""
        return [self.operation]
