"""Which types a schema allows, and where it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.connector.value import Value

if TYPE_CHECKING:
    from preclear.openapi import ApiDescription
    from preclear.source import HasPlace, Node, Place


class Schema(NamedTuple):
    """A Schema Object, wherever it stands: in `components`, a parameter, a body, inside of another schema.

    `api` follows its references: `schema.description.resolve(node)`.
    """

    node: Node
    api: ApiDescription

    @property
    def place(self) -> Place:
        """Its key; the schema itself in a list."""
        return self.node.key


class AllowedTypes(NamedTuple):
    """The types that a schema allows, `null` aside, each once, placed where it is written.

    `ref_place` is the `$ref` that led to them, if one did. `is_unresolved` is set where a reference leads nowhere:
    nothing can be said then, and that it leads nowhere is told at the reference. `missing` has the place
    `missing_place`.
    """

    values: tuple[Value[str], ...]
    ref_place: Place | None
    is_unresolved: bool
    missing: HasPlace

    @property
    def missing_place(self) -> Place:
        """The place of a type, or of a schema, that is missing."""
        return self.missing.place

    @property
    def first(self) -> Value[str]:
        """The first type; missing where there is none."""
        return self.values[0] if self.values else Value("", self.missing_place, is_present=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The types' names in the order in which the schema has them."""
        return tuple(value.value for value in self.values)
