"""Report operations that have the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Action, RelatedLocation, Report, Trigger
from preclear_rules._grouping import report_repeats
from preclear_rules.actions._names import rename_operations, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Connector, Operation, Place

_MAX_RELATED = 10


def report_duplicates(connector: Connector, operations: Sequence[Operation], noun: str) -> Iterator[Report]:
    """Report each name that two or more `operations` have, once; `noun` is "action" or "trigger"."""
    by_name: dict[str, list[Operation]] = {}
    for operation in operations:
        by_name.setdefault(operation.name.value, []).append(operation)
    for name, same_name in by_name.items():
        if name and len(same_name) > 1:
            yield from _report_name(connector, f"{noun} name `{shorten(name)}`", same_name)


def find_name_place(operation: Operation) -> Place:
    """Return the place of the name, or of the missing `operationId` if the webhook's key is the name."""
    return operation.name.place if operation.name else operation.node.missing_key("operationId")


def _report_name(connector: Connector, subject: str, same_name: list[Operation]) -> Iterator[Report]:
    by_place: dict[Place, list[Operation]] = {}
    for operation in same_name:
        by_place.setdefault(find_name_place(operation), []).append(operation)
    for place, operations in by_place.items():
        if len(operations) > 1:
            yield _report_shared(subject, place, operations)
    if len(by_place) < 2:
        return
    first_place, first = next(iter(by_place)), same_name[0].label

    def make_report(places: Sequence[Place]) -> Report:
        message = f"{subject} is used {len(same_name):,} times, first by `{first}`; expected a unique name"
        edit = rename_operations(connector, (by_place[place][0] for place in (first_place, *places)))
        return Report(
            message, places[0], help=_suggest_names(connector, by_place[places[0]][0], same_name[0]), edit=edit
        )

    yield from report_repeats([*by_place], f"first used by `{first}`", make_report)


def _suggest_names(connector: Connector, operation: Operation, first: Operation) -> str:
    name = connector.importable_names.operation_name(operation)
    if name == operation.name.value:
        name = connector.importable_names.operation_name(first)
        return f"give `{first.label}` another `operationId`, such as `{name}`"
    return f"give this operation another `operationId`, such as `{name}`"


def _report_shared(subject: str, place: Place, operations: list[Operation]) -> Report:
    """Report an `operationId` in a path item that several paths or webhooks refer to."""
    labels = " and ".join(f"`{operation.label}`" for operation in operations[:2])
    more = f" and {len(operations) - 2} more" if len(operations) > 2 else ""
    related = tuple(
        RelatedLocation(f"`{operation.label}` refers to it", _find_owner(operation)[1])
        for operation in operations[:_MAX_RELATED]
    )
    message = f"{subject} is used by {labels}{more}, which share one path item; expected a unique name"
    return Report(message, place, help="give each of them its own path item", related=related)


def _find_owner(operation: Operation) -> tuple[str, Place]:
    """Return the path or webhook that an operation belongs to, and its place."""
    if isinstance(operation, Action):
        return operation.path.value, operation.path.place
    if isinstance(operation, Trigger):
        return operation.webhook.value, operation.webhook.place
    return operation.label, operation.place
