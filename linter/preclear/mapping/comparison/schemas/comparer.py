"""Comparison of the schemas of definitions, one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.mapping.comparison.schemas.comparison import SchemaComparison
from preclear.source import format_pointer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.connector import Definition
    from preclear.mapping.comparison.definition_names import DefinitionNames
    from preclear.mapping.comparison.schemas.references import SchemaReferences
    from preclear.source import Json, Node


class SchemaDifference(NamedTuple):
    """The first difference of a schema.

    `node` is the node in the document that differs, or that lacks `missing_key`. `pointer` is its JSON Pointer within
    the definition. None for a value means that there is none.
    """

    node: Node
    missing_key: str | None
    pointer: str
    actual: Json
    expected: Json


class SchemaComparer:
    """Compares the schemas of definitions. `schemas` are the platform's, by its names."""

    def __init__(
        self,
        references: SchemaReferences,
        names: DefinitionNames,
        schemas: Mapping[str, Json] | None,
        *,
        is_3_0: bool,
    ) -> None:
        self._references = references
        self._names = names
        self._schemas: Mapping[str, Json] = schemas if schemas is not None else {}
        self._is_3_0 = is_3_0

    def find_difference(self, definition: Definition, schema: Json) -> SchemaDifference | None:
        """Return the first difference, in the order of the document's keys; None if there is none."""
        mismatch = SchemaComparison(self._references, self._schemas, definition, schema, is_3_0=self._is_3_0).run(
            self._names.platform_name(definition) or definition.name.value
        )
        if mismatch is None:
            return None
        keys = () if mismatch.missing_key is None else (mismatch.missing_key,)
        pointer = format_pointer((*mismatch.node.pointer[len(definition.node.pointer) :], *keys))
        return SchemaDifference(mismatch.node, mismatch.missing_key, pointer, mismatch.actual, mismatch.expected)
