"""Adds the users of a shared part to a report about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import replace
from preclear.connector.operation import Action
from preclear.source import RelatedLocation

if TYPE_CHECKING:
    from preclear.connector.content import MediaType
    from preclear.connector.endpoint import Endpoint
    from preclear.connector.operation import RequestBody
    from preclear.connector.parameter import Parameter
    from preclear.source import Report


def add_usage(part: Parameter | RequestBody | MediaType, report: Report) -> Report:
    """Return `report`, which is about `part`, with the operations that use the part if its place doesn't show them.

    The engine does this for rules on parameters, bodies and media types. A rule on the whole connector calls this
    function when it reports such a part.
    """
    if not part.used_by:
        return report
    first = part.used_by[0]
    pointer = part.node.pointer
    if len(part.used_by) == 1 and pointer[: len(first.node.pointer)] == first.node.pointer:
        return report
    message = f"used by {_count_operations(part.used_by)}, first `{first.label}`"
    if len(part.used_by) == 1:
        message = f"used by `{first.label}`"
    related = RelatedLocation(f"used by `{first.label}`", first)
    return replace(report, message=f"{report.message}; {message}", related=(*report.related, related))


def _count_operations(operations: list[Endpoint]) -> str:
    actions = sum(isinstance(operation, Action) for operation in operations)
    triggers = len(operations) - actions
    counts = [(actions, "action"), (triggers, "trigger")]
    return " and ".join(f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counts if number)
