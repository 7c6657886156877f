"""A webhook's operation has no response, but a trigger requires at least one.

A trigger's responses say what the sender receives. OpenAPI 3.1 lets an operation omit `responses` or leave it empty,
but the import requires at least one response, such as `200`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Report, Trigger, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Trigger, basis="contract", source="TriggerHTTPCommon.responses", fix="adapt")
def missing_trigger_responses(trigger: Trigger) -> Iterator[Report]:
    if trigger.responses:
        return
    from preclear_rules.bodies._response_edits import add_default_response

    responses = trigger.node.get("responses")
    subject = f"trigger `{trigger.label[:100]}`"
    advice = "add a response, such as `200` with a `description`"
    edit = add_default_response(trigger)
    if responses is None:
        message = f"{subject} has no `responses`; a trigger requires at least one"
        yield Report(message, trigger.node.missing_key("responses"), help=advice, edit=edit)
    elif responses.value is None or isinstance(responses.value, dict):
        place = responses.key if responses.value is None else responses.missing_key("default")
        message = f"`responses` of {subject} is empty; a trigger requires at least one"
        yield Report(message, place, help=advice, edit=edit)
