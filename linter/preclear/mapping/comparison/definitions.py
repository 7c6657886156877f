"""Comparison of definitions: name, media types, description and schema."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from preclear.mapping.comparison.difference import changed_field
from preclear.mapping.comparison.fields import ComparedObject
from preclear.mapping.comparison.values import accepted_essences, is_equal_text
from preclear.mapping.location import locate_node, locate_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from preclear.connector import Connector, Definition, MediaType
    from preclear.mapping.answer.resources import AnswerResource
    from preclear.mapping.comparison.difference import Difference
    from preclear.mapping.comparison.fields import FieldComparer
    from preclear.mapping.comparison.schemas import SchemaComparer, SchemaDifference
    from preclear.mapping.location import MappedLocation
    from preclear.source import Json, Place


class DefinitionComparer:
    """Compares the fields of one definition after another. `schemas` are the platform's, by its names."""

    def __init__(
        self,
        comparer: FieldComparer,
        connector: Connector,
        schema_comparer: SchemaComparer,
        schemas: Mapping[str, Json] | None,
    ) -> None:
        self._comparer = comparer
        self._connector = connector
        self._schema_comparer = schema_comparer
        self._schemas = schemas
        self._media_types: defaultdict[tuple[int, str], list[MediaType]] | None = None

    def compare(self, definition: Definition, resource: AnswerResource) -> Iterator[Difference]:
        """Yield the differences of name, `accept` and description."""
        comparer = self._comparer
        compared = ComparedObject(
            "definition", "definition", definition_label(definition), resource.value, resource.pointer
        )
        if definition.name.is_present:
            yield from comparer.compare(compared, "name", definition.name.value, definition.name, severity="warning")
        if definition.accept:
            yield from self._compare_accept(compared, definition)
        description = definition.description
        yield from comparer.compare(
            compared, "description", description.value, description, is_equal=is_equal_text, severity="warning"
        )

    def compare_schema(self, definition: Definition, resource: AnswerResource) -> Iterator[Difference]:
        """Yield the first difference of the schema."""
        schema = self.find_schema(resource)
        difference = None if schema is None else self._schema_comparer.find_difference(definition, schema)
        if difference is None:
            return
        pointer = f"`{difference.pointer}` in " if difference.pointer else ""
        label = definition_label(definition)
        yield changed_field(
            f"{pointer}the schema of {label}",
            difference.actual,
            difference.expected,
            locate_node(difference.node) if difference.missing_key is None else _missing(difference),
            (*resource.pointer, "schema"),
        )

    def find_schema(self, resource: AnswerResource) -> Json:
        """Return the platform's schema of a definition; None if neither the answer nor `schemas` has it."""
        name = resource.text("name")
        if self._schemas is not None and name is not None and name in self._schemas:
            return self._schemas[name]
        schema = resource.value.get("schema")
        content = schema.get("content") if isinstance(schema, dict) else None
        if isinstance(content, str) and content.lstrip()[:1] in ("{", "["):
            from preclear.source import load_bytes

            document = load_bytes(content.encode("utf-8", "surrogatepass"), "schema.json")
            return document.value if document.is_loaded else None
        return content if isinstance(content, dict) else None

    def _compare_accept(self, compared: ComparedObject, definition: Definition) -> Iterator[Difference]:
        """Yield the difference of the media types: at the first one that isn't there, else at the definition."""
        if not self._comparer.is_known(compared, "accept"):
            self._comparer.tally.add_unknown("accept")
            return
        self._comparer.tally.add_fields("definition")
        actual, expected = accepted_essences(compared.value), definition.accept
        if actual != frozenset(expected):
            missing = [essence for essence in expected if essence not in actual]
            place = self._media_type_place(definition, missing[0]) if missing else definition.place
            yield changed_field(
                f"accept of {compared.label}",
                compared.value.get("accept"),
                [*expected],
                locate_place(place),
                (*compared.pointer, "accept"),
            )

    def _media_type_place(self, definition: Definition, essence: str) -> Place:
        if self._media_types is None:
            self._media_types = defaultdict(list)
            for media_type in self._connector.media_types:
                self._media_types[id(media_type.definition), media_type.essence].append(media_type)
        media_types = self._media_types.get((id(definition), essence))
        return media_types[0].place if media_types else definition.place


def _missing(difference: SchemaDifference) -> MappedLocation:
    return locate_place(difference.node.missing_key(difference.missing_key or ""))


def definition_label(definition: Definition) -> str:
    """Return the label of a definition in messages."""
    return f"definition `{definition.name.value[:80]}`"
