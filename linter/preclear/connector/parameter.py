"""Parameters of actions and triggers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.connector.schema import AllowedTypes
from preclear.connector.shared import Shared
from preclear.connector.value import Value, boolean_value, text_value

if TYPE_CHECKING:
    from preclear.source import Json, Node, Place

SCALAR_TYPES = ("string", "number", "integer", "boolean")
"""The types that a parameter can have (ActionHTTPParameter.type)."""


class ParameterSchema(NamedTuple):
    """The schema of a parameter behind its `$ref`, and what follows from it.

    `effective_schemas` and `default` are explained at `Parameter`.
    """

    schema: Node | None
    types: AllowedTypes
    effective_schemas: tuple[Node, ...]
    default: Value[Json]


class Parameter(Shared):
    """One parameter object, which several operations can use (ActionHTTPParameter, TriggerHTTPParameter).

    `node` is the object behind its `$ref`. Fields that the document doesn't have aren't stored: a document can have
    very many parameters with hardly any fields.
    """

    __slots__ = ("_location", "_name", "_parameter_schema", "node")

    def __init__(self, node: Node, parameter_schema: ParameterSchema | None) -> None:
        """`parameter_schema` is None for a parameter without a schema."""
        super().__init__()
        self.node: Node = node
        name, location = text_value(node, "name"), text_value(node, "in")
        self._name = name if name.is_present else None
        self._location = location if location.is_present else None
        self._parameter_schema = parameter_schema

    @property
    def name(self) -> Value[str]:
        """The name."""
        name = self._name
        return name if name is not None else Value("", self.node, False, "name")

    @property
    def location(self) -> Value[str]:
        """The part of a request that carries it: `in`."""
        location = self._location
        return location if location is not None else Value("", self.node, False, "in")

    @property
    def required(self) -> Value[bool]:
        """Whether a request must have it."""
        return boolean_value(self.node, "required")

    @property
    def schema(self) -> Node | None:
        """The schema behind its `$ref`; None without one."""
        return None if self._parameter_schema is None else self._parameter_schema.schema

    @property
    def effective_schemas(self) -> tuple[Node, ...]:
        """The schema and all that apply together with it, nearest first.

        These are the keywords beside a `$ref` (OpenAPI 3.1 and later), what it leads to, and the parts of `allOf`.
        """
        return () if self._parameter_schema is None else self._parameter_schema.effective_schemas

    @property
    def default(self) -> Value[Json]:
        """The default: that of the first effective schema that has one."""
        parameter_schema = self._parameter_schema
        return Value(None, self.node, False, "schema") if parameter_schema is None else parameter_schema.default

    @property
    def types(self) -> AllowedTypes:
        """The types that the schema allows, each placed where it is written."""
        if self._parameter_schema is None:
            return AllowedTypes((), None, False, Value(None, self.node, False, "schema"))
        return self._parameter_schema.types

    @property
    def place(self) -> Place:
        """The name, which identifies the parameter best; the whole object if it has no name."""
        return self._name.place if self._name is not None else self.node.key

    @property
    def label(self) -> str:
        """The name in messages: "query parameter `limit`"."""
        prefix = f"{self._location.value} " if self._location is not None else ""
        return f"{prefix}parameter `{self._name.value}`" if self._name is not None else f"{prefix}parameter"

    @property
    def identity(self) -> tuple[str, str]:
        """What distinguishes two parameters: name and location. Header names ignore case (RFC 9110, 5.1)."""
        name, location = self.name.value, self.location.value
        return (name.lower() if location == "header" else name), location

    @property
    def type(self) -> Value[str]:
        """The one type that the import stores: the first that the schema allows; not present if it allows none."""
        return self.types.first
