"""Comparison of the whole plan with an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.mapping.comparison.auth_schemes import AuthSchemeComparer
from preclear.mapping.comparison.connector_fields import compare_connector, make_connector_object
from preclear.mapping.comparison.content import ContentComparer
from preclear.mapping.comparison.definition_names import DefinitionNames
from preclear.mapping.comparison.definitions import DefinitionComparer, definition_label
from preclear.mapping.comparison.difference import (
    as_unchanged,
    duplicate_resource,
    missing_resource,
    unexpected_resource,
)
from preclear.mapping.comparison.fields import FieldComparer
from preclear.mapping.comparison.operations import OperationComparer, pair_operations
from preclear.mapping.comparison.reported_keys import ReportedKeys
from preclear.mapping.comparison.result import ComparisonTally
from preclear.mapping.comparison.schemas import SchemaComparer, SchemaReferences
from preclear.mapping.location import locate_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from preclear.connector import Operation
    from preclear.mapping.answer.answer import Answer
    from preclear.mapping.answer.resources import AnswerResource
    from preclear.mapping.comparison.difference import Difference
    from preclear.mapping.comparison.operations import PairedOperations
    from preclear.mapping.comparison.result import ComparedKind, Comparison
    from preclear.mapping.connector_index import ConnectorIndex
    from preclear.source import Json


class PlanComparison:
    """Compares one answer with the plan. `result` counts what was compared so far.

    `schemas` are the platform's schemas by the names of their definitions there. `is_new_version` says that the
    connector already existed; None infers it from its versions.
    """

    def __init__(
        self,
        index: ConnectorIndex,
        answer: Answer,
        schemas: Mapping[str, Json] | None = None,
        is_new_version: bool | None = None,
    ) -> None:
        self._index = index
        self._answer = answer
        self._schemas = schemas
        self._is_new_version = len(answer.versions) > 1 if is_new_version is None else is_new_version
        self._tally = ComparisonTally()
        self._document = locate_place(index.connector.place, "document")

    @property
    def result(self) -> Comparison:
        """The counts so far."""
        return self._tally.build()

    def differences(self) -> Iterator[Difference | None]:
        """Yield every difference, and None after each resource, so that the caller can look at the clock.

        Nothing is compared with an answer that doesn't have everything that was created (`is_complete`).
        """
        answer, connector, tally = self._answer, self._index.connector, self._tally
        if answer.is_refused:
            return
        if not answer.is_complete:
            tally.add_unknown("connector")
            self._add_unknown_operations()
            tally.add_unknown("definition", len(connector.definitions))
            return
        comparer = FieldComparer(tally, ReportedKeys(answer))
        yield from self._compare_connector(comparer)
        paired_by_kind: list[tuple[ComparedKind, PairedOperations]] = []
        if answer.actions is not None:
            paired_by_kind.append(("action", pair_operations(self._index, connector.actions, answer.actions)))
        if answer.triggers is not None:
            paired_by_kind.append(("trigger", pair_operations(self._index, connector.triggers, answer.triggers)))
        self._add_unknown_operations()
        pairs = [pair for _, paired in paired_by_kind for pair in paired.pairs]
        names = DefinitionNames(self._index, answer.definitions, pairs)
        operation_comparer = OperationComparer(comparer, ContentComparer(comparer, names))
        for kind, paired in paired_by_kind:
            yield from self._compare_operations(kind, paired, operation_comparer)
        yield from self._compare_definitions(comparer, names)

    def _add_unknown_operations(self) -> None:
        answer, connector = self._answer, self._index.connector
        if answer.actions is None or not answer.is_complete:
            self._tally.add_unknown("action", len(connector.actions))
        if answer.triggers is None or not answer.is_complete:
            self._tally.add_unknown("trigger", len(connector.triggers))

    def _compare_connector(self, comparer: FieldComparer) -> Iterator[Difference | None]:
        compared = make_connector_object(self._answer)
        if compared is None:
            self._tally.add_unknown("connector")
            return
        fields = self._tally.track("connector", compare_connector(comparer, compared, self._index.connector))
        for differences in (fields, AuthSchemeComparer(comparer, self._index).compare(compared)):
            for difference in differences:
                yield as_unchanged(difference) if self._is_new_version else difference
            yield None

    def _compare_operations(
        self, kind: ComparedKind, paired: PairedOperations, comparer: OperationComparer
    ) -> Iterator[Difference | None]:
        for operation, resource in paired.pairs:
            yield from self._tally.track(kind, comparer.compare(operation, resource))
            yield None
        for operation in paired.missing:
            yield from self._tally.track(kind, iter((_missing_operation(kind, operation),)))
        for position in paired.duplicates:
            yield self._duplicate(kind, paired.resources[position], f"one {kind} per operation")
        for position in paired.unexpected:
            yield self._unexpected(kind, paired.resources[position])

    def _compare_definitions(self, comparer: FieldComparer, names: DefinitionNames) -> Iterator[Difference | None]:
        tally, connector, paired = self._tally, self._index.connector, names.paired
        if paired is None:
            tally.add_unknown("definition", len(connector.definitions))
            return
        schema_comparer = SchemaComparer(
            SchemaReferences(connector, names), names, self._schemas, is_3_0=connector.api.version.series == "3.0"
        )
        definition_comparer = DefinitionComparer(comparer, connector, schema_comparer, self._schemas)
        for definition, resource in paired.pairs:
            yield from tally.track("definition", definition_comparer.compare(definition, resource))
            if definition_comparer.find_schema(resource) is None:
                tally.add_unknown("schema")
            else:
                yield from tally.track("schema", definition_comparer.compare_schema(definition, resource))
            yield None
        tally.add_unknown("definition", paired.uncertain_count)
        for definition in paired.missing:
            difference = missing_resource(
                definition_label(definition), "among the definitions", locate_place(definition.place)
            )
            yield from tally.track("definition", iter((difference,)))
        for position in paired.duplicates:
            yield self._duplicate("definition", paired.resources[position], "one definition of each name")
        for position in paired.unexpected:
            yield self._unexpected("definition", paired.resources[position])

    def _duplicate(self, kind: ComparedKind, resource: AnswerResource, expectation: str) -> Difference:
        self._tally.add_unexpected(kind)
        return duplicate_resource(resource.label, expectation, self._document, resource.pointer)

    def _unexpected(self, kind: ComparedKind, resource: AnswerResource) -> Difference:
        self._tally.add_unexpected(kind)
        return unexpected_resource(resource.label, "only planned resources", self._document, resource.pointer)


def _missing_operation(kind: ComparedKind, operation: Operation) -> Difference:
    label = f"{kind} `{operation.name.value or operation.label}`"
    return missing_resource(label, f"among the {kind}s", locate_place(operation.place))
