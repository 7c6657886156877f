"""Edit the responses of an operation so that each has a status that an import can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Edit, Remove, Rename, replace
from preclear_rules._edits import set_field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear import Json, Operation, Response

_DEFAULT_ORDER = "45"
"""The first digits of the ranges that can become the default response, the best first."""
_KEEP_ORDER = "23451"
"""The first digits of ranges, in the order in which one stays if an operation has no other responses."""


def add_default_response(operation: Operation) -> Edit | None:
    """Add a default response to an operation that has none; None if its responses aren't a mapping."""
    description = "Any response." if not operation.responses else "Any other response."
    response: Json = {"description": description}
    responses = operation.node.get("responses")
    if responses is None or responses.value is None:
        operations = (set_field(operation.node, "responses", {"default": response}),)
    elif isinstance(responses.value, dict):
        operations = (set_field(responses, "default", response),)
    else:
        return None
    loss = f"that there is no {'success response' if operation.responses else 'response'}"
    return Edit("adapt", "add a `default` response", operations, loss)


def edit_range(response: Response, statuses: Sequence[str]) -> Edit:
    """Replace a range of statuses by the default response, by its lowest free status, or leave it out.

    `statuses` are the common ones of the range, the lowest first. Only one range becomes the default response, and only
    one of errors: the schema of a success would then describe all errors that aren't listed.
    """
    status = response.status.value
    keys = [sibling.status.value for sibling in response.operation.responses]
    ranges = [key for key in keys if key[1:].upper() == "XX" and key[0] in _KEEP_ORDER]
    default_digit = next((digit for digit in _DEFAULT_ORDER for key in ranges if key[0] == digit), "")
    kept = min(ranges, key=lambda key: (_KEEP_ORDER.index(key[0]), key))
    title, loss = "leave it out", f"what the API sends for statuses {status[0]}00 to {status[0]}99"
    leave_out = Edit("adapt", title, (Remove(response.entry),), loss, "leave-out")
    lowest = _rename_to_lowest(response, [candidate for candidate in statuses if candidate not in keys])
    is_repeated = any(key[0] == status[0] and key < status for key in ranges)
    if is_repeated:
        return leave_out
    default = lowest
    if status[0] == default_digit and "default" not in keys:
        loss = f"that the response is only for statuses {status[0]}00 to {status[0]}99"
        default = Edit("adapt", "make it the `default` response", (Rename(response.entry, "default"),), loss)
    first = replace(default or leave_out, choice="default")
    alternatives = [replace(lowest, choice="lowest")] if lowest is not None else []
    alternatives += [leave_out] if len(ranges) < len(keys) or status != kept else []
    return replace(first, alternatives=tuple(alternatives))


def _rename_to_lowest(response: Response, free: Sequence[str]) -> Edit | None:
    if not free:
        return None
    digit, lowest = response.status.value[0], free[0]
    loss = f"that the response is for all statuses {digit}00 to {digit}99"
    return Edit("adapt", f"write `{lowest}`", (Rename(response.entry, lowest),), loss)


def edit_status(response: Response, intended: str | None, is_taken: bool) -> Edit:
    """Replace a key that isn't a status by the intended one, or leave the response out.

    It's left out if another response has that status, `is_taken`, or if nothing is known to be intended.
    """
    status = response.status.value
    if intended is None or is_taken:
        return Edit("adapt", "leave it out", (Remove(response.entry),), f"what the API sends for `{status[:40]}`")
    operations = (Rename(response.entry, intended),)
    if intended == status.strip().lower().lstrip("+0"):
        return Edit("safe", f"write `{intended}`", operations)
    return Edit("adapt", f"write `{intended}`", operations, f"that the response is for `{status[:40]}`")


def remove_repeats(first: Response, repeats: Sequence[Response]) -> Edit:
    """Remove the responses that repeat the status of `first`."""
    operations = tuple(Remove(repeat.entry) for repeat in repeats)
    if all(repeat.entry.value == first.entry.value for repeat in repeats):
        return Edit("safe", "remove the others: all are the same", operations)
    loss = f"what differs from `{first.status.value[:40]}`"
    return Edit("adapt", f"keep only `{first.status.value[:40]}`", operations, loss)
