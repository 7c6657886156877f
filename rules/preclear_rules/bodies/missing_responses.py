"""An operation has no responses, but an action needs at least one.

The responses of an action say which statuses mean success, and which definition the result has. An operation without
`responses`, or with an empty one, says neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Action, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Action, basis="contract", source="ActionHTTPCommon.responses")
def missing_responses(action: Action) -> Iterator[Report]:
    responses = action.node.get("responses")
    if action.responses or (responses is not None and not isinstance(responses.value, dict | None)):
        return
    help = "add the success response, such as `200` with a `description`"
    if responses is None:
        message = f"action `{action.label}` has no `responses`; expected at least one"
        yield Report(message, action.node.missing_key("responses"), help=help)
    else:
        place = responses.key if responses.value is None else responses.missing_key("default")
        yield Report(f"`responses` of action `{action.label}` is empty; expected at least one", place, help=help)
