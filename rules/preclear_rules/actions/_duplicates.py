"""Operations that would have one name: each place where it is given, related to the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Action, Related, Report, Trigger
from preclear_rules.actions._names import names_of, proposed, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Operation, Place

_TOLD = 10


def duplicates(operations: Sequence[Operation], noun: str, taken: set[str]) -> Iterator[Report]:
    """Report every name that two `operations` or more have, at each of them; `noun` is what they are.

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
    places: dict[Place, list[Operation]] = {}
    for operation in sharing:
        places.setdefault(name_place(operation), []).append(operation)
    firsts = [(place, operations[0]) for place, operations in places.items()]
    for place, operations in places.items():
        if len(operations) > 1:
            yield _shared(subject, place, operations)
    for place, operation in firsts if len(firsts) > 1 else ():
        first = firsts[0][1]
        count = f"{subject} is used {len(sharing)} times"
        if operation is first:
            message = f"{count}, next by `{firsts[1][1].label}`; expected each name once"
            others = tuple(Related(f"used by `{other.label}`", at) for at, other in firsts[1 : _TOLD + 1])
            yield Report(message, place, related=others)
        else:
            message = f"{count}, first by `{first.label}`; expected each name once"
            advice = f"give this one another `operationId`, such as `{proposed(operation, _home(operation)[0], taken)}`"
            related = (Related(f"first used by `{first.label}`", firsts[0][0]),)
            yield Report(message, place, help=advice, related=related)


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
