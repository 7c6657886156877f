"""Schema objects, and the types that a schema allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.connector.value import Value

if TYPE_CHECKING:
    from preclear.openapi import ApiDescription
    from preclear.source import HasPlace, Node, Place


class Schema(NamedTuple):
    """A schema object, anywhere in the document: in `components`, a parameter, a body or another schema.

    `api` resolves its references: `schema.api.resolve(node)`.
    """

    node: Node
    api: ApiDescription

    @property
    def place(self) -> Place:
        """The schema's key, or the schema itself if it is in a list."""
        return self.node.key


class AllowedTypes(NamedTuple):
    """The types that a schema allows except `null`, each once, placed where it is written.

    `ref_place` is the `$ref` of the schema, if it has one. `is_unresolved` is True if a reference can't be resolved:
    types may be missing then, and the fault is reported at the reference. `missing` has the place `missing_place`.
    """

    values: tuple[Value[str], ...]
    ref_place: Place | None
    is_unresolved: bool
    missing: HasPlace

    @property
    def missing_place(self) -> Place:
        """The place where a type, or a schema, is missing."""
        return self.missing.place

    @property
    def first(self) -> Value[str]:
        """The first type; not present if there is none."""
        return self.values[0] if self.values else Value("", self.missing_place, is_present=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the types, in the order of the schema."""
        return tuple(value.value for value in self.values)
