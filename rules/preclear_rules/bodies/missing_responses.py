"""An operation has no responses, but an action needs at least one.

The responses of an action say which statuses mean success, and which definition the result has. An operation without
`responses`, or with an empty one, says neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Action, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Action, basis="contract", source="ActionHTTPCommon.responses", fix="adapt")
def missing_responses(action: Action) -> Iterator[Report]:
    if action.responses:
        return
    responses = action.node.get("responses")
    if responses is not None and not isinstance(responses.value, dict | None):
        return
    from preclear_rules.bodies._response_edits import add_default_response

    help = "add the success response, such as `200` with a `description`"
    edit = add_default_response(action)
    if responses is None:
        message = f"action `{action.label}` has no `responses`; expected at least one"
        yield Report(message, action.node.missing_key("responses"), help=help, edit=edit)
    else:
        place = responses.key if responses.value is None else responses.missing_key("default")
        message = f"`responses` of action `{action.label}` is empty; expected at least one"
        yield Report(message, place, help=help, edit=edit)
