"""Definitions: which are the same, and what else than their schemas differs."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from preclear.mapping.plan_changes.change import Resource
from preclear.mapping.plan_changes.operations import describe_field_change
from preclear.mapping.plan_changes.snapshot import make_text

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from preclear.mapping.plan_changes.collector import ChangeCollector
    from preclear.mapping.plan_changes.snapshot import ConnectorSnapshot, DefinitionSnapshot


class DefinitionMatches(NamedTuple):
    """The definitions that both sides have, and those that only one has."""

    pairs: list[tuple[DefinitionSnapshot, DefinitionSnapshot]]
    removed: list[DefinitionSnapshot]
    added: list[DefinitionSnapshot]


def match_definitions(
    old: Sequence[DefinitionSnapshot], new: Sequence[DefinitionSnapshot], unnamed: Container[str]
) -> DefinitionMatches:
    """Match definitions by name, and renamed ones by their schema, if it's the only one of its kind on both sides.

    A definition without a name of its own matches nothing: it goes with the body that contains it. So does one of the
    old side in `unnamed`, which are the names that bodies without a name of their own have on the platform.
    """
    old_by_name = {definition.name: definition for definition in old if definition.is_named}
    new_by_name = {definition.name: definition for definition in new if definition.is_named}
    pairs = [(old_by_name[name], new_by_name[name]) for name in new_by_name if name in old_by_name]
    removed = [
        definition for name, definition in old_by_name.items() if name not in new_by_name and name not in unnamed
    ]
    added = [definition for name, definition in new_by_name.items() if name not in old_by_name]
    renamed = _match_renamed(removed, added)
    renamed_old = {id(definition) for definition in renamed.values()}
    pairs += [(renamed[id(definition)], definition) for definition in added if id(definition) in renamed]
    return DefinitionMatches(
        pairs,
        [definition for definition in removed if id(definition) not in renamed_old],
        [definition for definition in added if id(definition) not in renamed],
    )


def _match_renamed(
    removed: Sequence[DefinitionSnapshot], added: Sequence[DefinitionSnapshot]
) -> dict[int, DefinitionSnapshot]:
    """Return the old definition of each renamed one, by the new one's `id`."""
    old_by_text, new_by_text = (_group_by_schema(definitions) for definitions in (removed, added))
    return {
        id(candidates[0]): old_by_text[text][0]
        for text, candidates in new_by_text.items()
        if len(candidates) == 1 and len(old_by_text.get(text, ())) == 1
    }


def _group_by_schema(definitions: Sequence[DefinitionSnapshot]) -> dict[str, list[DefinitionSnapshot]]:
    """Group definitions by their schema, in which references to itself don't count."""
    groups: defaultdict[str, list[DefinitionSnapshot]] = defaultdict(list)
    for definition in definitions:
        schema = definition.schema
        if schema is not None and schema.value not in ({}, True):
            groups[make_text(schema.value).replace(f'/{definition.name}"', '/"')].append(definition)
    return groups


def compare_definitions(
    matches: DefinitionMatches, old: ConnectorSnapshot, new: ConnectorSnapshot, collector: ChangeCollector
) -> dict[int, Resource]:
    """Compare everything but schemas. Return the resource of each definition that both sides have, by its `id`."""
    ranks = {id(definition): rank for rank, definition in enumerate((*new.definitions, *matches.removed))}
    for definition in matches.removed:
        collector.add(
            Resource("definition", definition.name, "", ranks[id(definition)]),
            "removed",
            "removed-definition",
            f"definition `{definition.name}` is removed",
            is_breaking=True,
            place=new.sections.definitions,
            old_place=definition.place,
        )
    for definition in matches.added:
        collector.add(
            Resource("definition", definition.name, "", ranks[id(definition)]),
            "added",
            "added-definition",
            f"definition `{definition.name}` is new",
            place=definition.place,
            old_place=old.sections.definitions,
        )
    resources: dict[int, Resource] = {}
    for old_definition, definition in matches.pairs:
        resource = resources[id(definition)] = Resource("definition", definition.name, "", ranks[id(definition)])
        if old_definition.name != definition.name:
            collector.add(
                resource,
                "renamed",
                "renamed-definition",
                f"definition `{old_definition.name}` is now called `{definition.name}`",
                is_breaking=True,
                place=definition.place,
                old_place=old_definition.place,
            )
        was, now = old_definition.description, definition.description
        message = describe_field_change("description", was.value, now.value)
        if message is not None:
            collector.add(resource, "changed", "changed-description", message, place=now.place, old_place=was.place)
    return resources
