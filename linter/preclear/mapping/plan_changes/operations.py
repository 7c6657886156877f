"""Actions and triggers: which are the same, and how their parts differ."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from preclear.mapping.plan_changes.change import Resource
from preclear.mapping.plan_changes.parts import PartComparison
from preclear.source import truncate

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from preclear.mapping.plan_changes.collector import ChangeCollector
    from preclear.mapping.plan_changes.schema_walk import SchemaWalk
    from preclear.mapping.plan_changes.snapshot import FieldSnapshot, OperationSnapshot
    from preclear.source import Place

_BRACES = re.compile(r"\{[^{}]*\}")
_MAX_TEXT_LENGTH = 60


class _Matches(NamedTuple):
    """The operations that both sides have, and those that only one has."""

    pairs: list[tuple[OperationSnapshot, OperationSnapshot]]
    removed: list[OperationSnapshot]
    added: list[OperationSnapshot]


class OperationList(NamedTuple):
    """All actions, or all triggers, of one side. `place` is the part of the document that contains them."""

    operations: Sequence[OperationSnapshot]
    place: Place | None


def compare_operations(
    old_list: OperationList, new_list: OperationList, collector: ChangeCollector, walk: SchemaWalk
) -> None:
    """Compare all actions, or all triggers. Their schemas are left to `walk`."""
    old, new = old_list.operations, new_list.operations
    ranks = {id(operation): rank for rank, operation in enumerate((*new, *old))}
    matches = _match(old, new)
    paths = {operation.path.value: operation.path.place for operation in new}
    old_paths = {operation.path.value: operation.path.place for operation in old}
    for operation in matches.removed:
        resource = _resource(operation, ranks[id(operation)])
        message = f"{operation.kind} `{operation.label}` is removed"
        collector.add(
            resource,
            "removed",
            f"removed-{operation.kind}",
            message,
            is_breaking=True,
            place=paths.get(operation.path.value, new_list.place),
            old_place=operation.place,
        )
    for operation in matches.added:
        resource = _resource(operation, ranks[id(operation)])
        message = f"{operation.kind} `{operation.label}` is new"
        old_place = old_paths.get(operation.path.value, old_list.place)
        collector.add(resource, "added", f"added-{operation.kind}", message, place=operation.place, old_place=old_place)
    for old_operation, new_operation in matches.pairs:
        resource = _resource(new_operation, ranks[id(new_operation)])
        _compare_identity(old_operation, new_operation, resource, collector)
        PartComparison(resource, collector, walk).compare(old_operation, new_operation)


def _resource(operation: OperationSnapshot, rank: int) -> Resource:
    detail = f"{operation.method.value.lower()} {operation.path.value}".rstrip()
    return Resource(operation.kind, operation.label, detail, rank)


def _match(old: Sequence[OperationSnapshot], new: Sequence[OperationSnapshot]) -> _Matches:
    """Match operations by everything that identifies them, then by name, then by method and path.

    A name or a path that several operations of a side still have matches nothing.
    """
    matched: dict[int, OperationSnapshot] = {}
    remaining_old: list[OperationSnapshot] = list(old)
    remaining_new: list[OperationSnapshot] = list(new)
    keys: tuple[Callable[[OperationSnapshot], Hashable | None], ...] = (
        lambda operation: (operation.name.value, operation.method.value, operation.path.value),
        lambda operation: operation.name.value or None,
        _endpoint_key,
        _template_key,
    )
    for key in keys:
        old_by_key, new_by_key = _group(remaining_old, key), _group(remaining_new, key)
        for value, candidates in new_by_key.items():
            others = old_by_key.get(value, [])
            if len(candidates) == len(others) == 1:
                matched[id(candidates[0])] = others[0]
        taken = set(map(id, matched.values()))
        remaining_old = [operation for operation in remaining_old if id(operation) not in taken]
        remaining_new = [operation for operation in remaining_new if id(operation) not in matched]
    pairs = [(matched[id(operation)], operation) for operation in new if id(operation) in matched]
    return _Matches(pairs, remaining_old, remaining_new)


def _endpoint_key(operation: OperationSnapshot) -> Hashable | None:
    return (operation.method.value, operation.path.value) if operation.path.value else None


def _template_key(operation: OperationSnapshot) -> Hashable | None:
    path = operation.path.value
    return (operation.method.value, _BRACES.sub("{}", path)) if path and operation.kind == "action" else None


def _group(
    operations: Sequence[OperationSnapshot], key: Callable[[OperationSnapshot], Hashable | None]
) -> dict[Hashable, list[OperationSnapshot]]:
    groups: defaultdict[Hashable, list[OperationSnapshot]] = defaultdict(list)
    for operation in operations:
        value = key(operation)
        if value is not None:
            groups[value].append(operation)
    return groups


def _compare_identity(
    old: OperationSnapshot, new: OperationSnapshot, resource: Resource, collector: ChangeCollector
) -> None:
    """Compare name, method, path and texts.

    People use an action by its name, and the platform knows where to send it: another path or method breaks nobody.
    """
    if old.name.value != new.name.value:
        place, old_place = new.name.place, old.name.place
        if old.name.value:
            after = f"is now called `{new.name.value}`" if new.name.value else "no longer has a name"
            message = f"{new.kind} `{old.name.value}` {after}"
            collector.add(
                resource,
                "renamed",
                f"renamed-{new.kind}",
                message,
                is_breaking=True,
                place=place,
                old_place=old_place,
            )
        else:
            message = f"{new.kind} `{new.label}` now has a name"
            collector.add(resource, "changed", f"named-{new.kind}", message, place=place, old_place=old_place)
    fields: list[tuple[str, FieldSnapshot, FieldSnapshot]] = [("method", old.method, new.method)]
    if old.path.value:  # the platform has no path for a trigger
        fields.append(("path" if new.kind == "action" else "webhook", old.path, new.path))
    fields += [("summary", old.summary, new.summary), ("description", old.description, new.description)]
    for name, old_field, new_field in fields:
        text = describe_field_change(name, old_field.value, new_field.value)
        if text is not None:
            code = f"changed-{name}"
            collector.add(resource, "changed", code, text, place=new_field.place, old_place=old_field.place)


def describe_field_change(name: str, old: str, new: str) -> str | None:
    """Return the message about a text that changes; None if it stays."""
    if old == new:
        return None
    if not new:
        return f"{name} is removed; was `{truncate(old, _MAX_TEXT_LENGTH)}`"
    if not old:
        return f"{name} is now `{truncate(new, _MAX_TEXT_LENGTH)}`; there was none"
    if old[:_MAX_TEXT_LENGTH] == new[:_MAX_TEXT_LENGTH] and len(old) > _MAX_TEXT_LENGTH:
        return f"{name} is another text"
    return f"{name} is now `{truncate(new, _MAX_TEXT_LENGTH)}`; was `{truncate(old, _MAX_TEXT_LENGTH)}`"
