"""Compares two snapshots: the old side's people use, and the new document's plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.mapping.plan_changes.change import PlanChanges
from preclear.mapping.plan_changes.collector import ChangeCollector
from preclear.mapping.plan_changes.connector_fields import compare_connectors
from preclear.mapping.plan_changes.definitions import compare_definitions, match_definitions
from preclear.mapping.plan_changes.operations import OperationList, compare_operations
from preclear.mapping.plan_changes.schema_context import KnownDefinitions
from preclear.mapping.plan_changes.schema_walk import SchemaWalk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.mapping.plan_changes.change import Resource
    from preclear.mapping.plan_changes.snapshot import ConnectorSnapshot, ContentSnapshot, DefinitionSnapshot
    from preclear.source import Place, Pointer

    _Identity = tuple[int, Pointer]


def compare_plans(old: ConnectorSnapshot, new: ConnectorSnapshot, fallback: Place) -> PlanChanges:
    """Return what `new` changes for those who use `old`. The sides are never changed.

    `fallback` is a place in the new document, for whatever has no better one.
    """
    collector = ChangeCollector(fallback)
    compare_connectors(old, new, collector)
    definitions = match_definitions(old.definitions, new.definitions, _find_unnamed(old, new))
    resources = compare_definitions(definitions, old, new, collector)
    by_schema: dict[_Identity, Resource] = {}
    matched: dict[_Identity, _Identity] = {}
    for old_definition, definition in definitions.pairs:
        if definition.schema is not None:
            by_schema[definition.schema.identity] = resources[id(definition)]
            if old_definition.schema is not None:
                matched[definition.schema.identity] = old_definition.schema.identity
    unknown = {definition.name for definition in old.definitions if definition.schema is None}
    names = _names_by_schema(old.definitions), _names_by_schema(new.definitions)
    walk = SchemaWalk(old.schemas, new.schemas, KnownDefinitions(matched, by_schema, *names, unknown))
    compare_operations(
        OperationList(old.actions, old.sections.actions),
        OperationList(new.actions, new.sections.actions),
        collector,
        walk,
    )
    compare_operations(
        OperationList(old.triggers, old.sections.triggers),
        OperationList(new.triggers, new.sections.triggers),
        collector,
        walk,
    )
    for old_definition, definition in definitions.pairs:
        if definition.schema is not None and old_definition.schema is not None:
            walk.add_definition(old_definition.schema, definition.schema, resources[id(definition)])
    walk.run()
    walk.report(collector)
    return PlanChanges(
        changes=collector.build(),
        path_prefix=old.path_prefix,
        unknown_count=len(unknown),
        is_complete=walk.is_complete,
    )


def _names_by_schema(definitions: Iterable[DefinitionSnapshot]) -> dict[_Identity, str]:
    return {
        definition.schema.identity: definition.name
        for definition in definitions
        if definition.schema is not None and definition.is_named
    }


def _find_unnamed(old: ConnectorSnapshot, new: ConnectorSnapshot) -> set[str]:
    """Return the old names of definitions that the new document has no name for, by where they are used.

    The platform makes up a name for a schema that is written in a body: it's no definition of the document.
    """
    if old.schemas.has_places:
        return set()
    places = {key for key, content in _iter_contents(new) if content.definition is None}
    return {
        content.definition for key, content in _iter_contents(old) if key in places and content.definition is not None
    }


def _iter_contents(snapshot: ConnectorSnapshot) -> Iterator[tuple[tuple[str, str, str, str], ContentSnapshot]]:
    """Yield each content with where it's used: kind and name of the operation, part, media type."""
    for operation in (*snapshot.actions, *snapshot.triggers):
        parts = [(response.status, response.contents) for response in operation.responses]
        parts += [("", operation.body.contents)] if operation.body is not None else []
        for part, contents in parts:
            for content in contents:
                yield (operation.kind, operation.name.value, part, content.media_type), content
