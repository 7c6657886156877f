"""The parts of actions and triggers: parameters, bodies, responses, media types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from preclear.connector.schema import AllowedTypes
from preclear.connector.value import Value, boolean_value, text_value

if TYPE_CHECKING:
    from preclear.connector.definition import Definition
    from preclear.connector.operation import Operation
    from preclear.source import Json, Node, Place

SCALAR_TYPES = ("string", "number", "integer", "boolean")
"""The types that a parameter may have (ActionHTTPParameter.type)."""


class Used:
    """What several operations can share; of a part that only one uses, which most are, no list is stored."""

    __slots__ = ("_users",)

    def __init__(self) -> None:
        self._users: Operation | list[Operation] | None = None

    @property
    def used_by(self) -> list[Operation]:
        """The operations that use it, in the document's order."""
        users = self._users
        return [] if users is None else users if isinstance(users, list) else [users]

    def add_user(self, operation: Operation) -> None:
        """Note that `operation` uses it."""
        users = self._users
        if users is None:
            self._users = operation
        elif isinstance(users, list):
            users.append(operation)
        else:
            self._users = [users, operation]


class ParameterSchema(NamedTuple):
    """What the schema of a parameter says: itself, its types, its conjuncts, and the default."""

    schema: Node | None
    types: AllowedTypes
    conjuncts: tuple[Node, ...]
    default: Value[Json]


class Parameter(Used):
    """One parameter object, however many operations use it (ActionHTTPParameter, TriggerHTTPParameter).

    `node` is the object itself, behind its `$ref`; `label` names it as messages do: "query parameter `limit`".
    `types` says which types its schema allows and where it says so; `schema` is the resolved schema, if there is one.
    `effective_schemas` are that one and all that counts together with it, the nearest first: what stands beside a
    `$ref` (from OpenAPI 3.1 on), the parts of `allOf`. `default` is that of the first of them that has one.

    Of what the document does not say nothing is stored: a document may have very many parameters that say nothing.
    """

    __slots__ = ("_location", "_name", "_said", "node")

    def __init__(self, node: Node, said: ParameterSchema | None) -> None:
        """`said` is None for a parameter without a schema."""
        super().__init__()
        self.node = node
        name, location = text_value(node, "name"), text_value(node, "in")
        self._name = name if name else None
        self._location = location if location else None
        self._said = said

    @property
    def name(self) -> Value[str]:
        """Its name."""
        return self._name or Value("", self.node, False, "name")

    @property
    def location(self) -> Value[str]:
        """Where it stands in a request: `in`."""
        return self._location or Value("", self.node, False, "in")

    @property
    def required(self) -> Value[bool]:
        """Whether a request must have it."""
        return boolean_value(self.node, "required")

    @property
    def schema(self) -> Node | None:
        """Its schema, behind its `$ref`; None where there is none."""
        return None if self._said is None else self._said.schema

    @property
    def effective_schemas(self) -> tuple[Node, ...]:
        """Its schema and all that counts together with it, the nearest first."""
        return () if self._said is None else self._said.conjuncts

    @property
    def default(self) -> Value[Json]:
        """The default that its schema has."""
        return Value(None, self.node, False, "schema") if self._said is None else self._said.default

    @property
    def types(self) -> AllowedTypes:
        """The types that its schema allows."""
        said = self._said
        return AllowedTypes((), None, False, Value(None, self.node, False, "schema")) if said is None else said.types

    @property
    def place(self) -> Place:
        """Its name, which says best which one is meant; the object where it has none."""
        return self._name.place if self._name is not None else self.node.key

    @property
    def label(self) -> str:
        """How messages name it."""
        prefix = f"{self._location.value} " if self._location is not None else ""
        return f"{prefix}parameter `{self._name.value}`" if self._name is not None else f"{prefix}parameter"

    @property
    def identity(self) -> tuple[str, str]:
        """What tells two parameters apart: name and place. Header names have no case (RFC 9110, 5.1)."""
        name, location = self.name.value, self.location.value
        return (name.lower() if location == "header" else name), location

    @property
    def type(self) -> Value[str]:
        """The one type that the import has a place for: the first that the schema allows; missing where none is."""
        return self.types.first


class MediaType(Used):
    """One entry of a `content`: a media type, its schema and the definition that it becomes.

    `item_schema` is that of the items of a sequence, which OpenAPI 3.2 has; no definition is made of it.
    """

    __slots__ = ("definition", "item_schema", "node", "schema")

    def __init__(self, node: Node, schema: Node | None, item_schema: Node | None = None) -> None:
        """`node` stands under the media type's key."""
        super().__init__()
        self.node = node
        self.schema = schema
        self.item_schema = item_schema
        self.definition: Definition | None = None

    @property
    def name(self) -> Value[str]:
        """The media type as it is written, placed at its key."""
        return Value(str(self.node.pointer[-1]), self.node.key)

    @property
    def place(self) -> Place:
        """Its key."""
        return self.node.key

    @property
    def essence(self) -> str:
        """The media type in lower case and without parameters: what tells two of them apart (RFC 9110, 8.3.1)."""
        return str(self.node.pointer[-1]).partition(";")[0].strip().lower()


class RequestBody(Used):
    """A request body object, however many operations use it (ActionHTTPRequestBody)."""

    __slots__ = ("media_types", "node")

    def __init__(self, node: Node, media_types: tuple[MediaType, ...]) -> None:
        super().__init__()
        self.node = node
        self.media_types = media_types

    @property
    def required(self) -> Value[bool]:
        """Whether a request must have it."""
        return boolean_value(self.node, "required")

    @property
    def place(self) -> Place:
        """Its key."""
        return self.node.key


@dataclass(slots=True, eq=False)
class Response:
    """One response of one operation (ActionHTTPResponse); what it contains may be shared with others by `$ref`.

    `held` is what stands under the status, which may be a `$ref` to `node`. `status_code` is the integer that the
    import holds, None for `default` (which has no status) and for a key that is no integer.
    """

    node: Node
    held: Node
    status_code: int | None
    media_types: tuple[MediaType, ...]
    operation: Operation

    @property
    def status(self) -> Value[str]:
        """The status as it is written, placed at its key."""
        return Value(str(self.held.pointer[-1]), self.held.key)

    @property
    def place(self) -> Place:
        """The status key."""
        return self.held.key

    @property
    def used_by(self) -> list[Operation]:
        """The operation whose response this is."""
        return [self.operation]
