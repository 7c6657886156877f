"""Operations that would have one name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Action, Related, Report, Trigger
from preclear_rules._alike import repeated
from preclear_rules.actions._names import names_of, proposed, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Operation, Place

_TOLD = 10


def duplicates(operations: Sequence[Operation], noun: str, taken: set[str]) -> Iterator[Report]:
    """Report every name that two `operations` or more have, once; `noun` is what they are.

    `taken` are names that no proposal may be.
    """
    by_name: dict[str, list[Operation]] = {}
    for operation in operations:
        by_name.setdefault(operation.name.value, []).append(operation)
    taken |= names_of(operations)
    for name, sharing in by_name.items():
        if name and len(sharing) > 1:
            yield from _reports(f"{noun} name `{shown(name)}`", sharing, taken)


def name_place(operation: Operation) -> Place:
    """Where the name stands or, where a webhook's key serves, where an `operationId` should."""
    return operation.name.place if operation.name else operation.node.lacks("operationId")


def _reports(subject: str, sharing: list[Operation], taken: set[str]) -> Iterator[Report]:
    by_place: dict[Place, list[Operation]] = {}
    for operation in sharing:
        by_place.setdefault(name_place(operation), []).append(operation)
    for place, operations in by_place.items():
        if len(operations) > 1:
            yield _shared(subject, place, operations)
    if len(by_place) < 2:
        return
    first = sharing[0].label
    proposals: dict[Place, str] = {}

    def tell(places: Sequence[Place]) -> Report:
        at, operation = places[0], by_place[places[0]][0]
        if at not in proposals:
            proposals[at] = proposed(operation, _home(operation)[0], taken)
        message = f"{subject} is used {len(sharing):,} times, first by `{first}`; expected each name once"
        return Report(message, at, help=f"give this one another `operationId`, such as `{proposals[at]}`")

    yield from repeated([*by_place], f"first used by `{first}`", tell)


def _shared(subject: str, place: Place, operations: list[Operation]) -> Report:
    """One `operationId` in a path item that several paths or webhooks refer to."""
    labels = " and ".join(f"`{operation.label}`" for operation in operations[:2])
    more = f" and {len(operations) - 2} more" if len(operations) > 2 else ""
    related = tuple(Related(f"`{each.label}` refers to it", _home(each)[1]) for each in operations[:_TOLD])
    message = f"{subject} is that of {labels}{more}, which share one path item; expected each name once"
    return Report(message, place, help="give each a path item of its own", related=related)


def _home(operation: Operation) -> tuple[str, Place]:
    """The path or webhook that an operation belongs to, and its place."""
    if isinstance(operation, Action):
        return operation.path.value, operation.path.place
    if isinstance(operation, Trigger):
        return operation.webhook.value, operation.webhook.place
    return operation.label, operation.place
