"""A webhook's operation has no request body, so nothing describes the incoming data.

Workflows use the definition of a trigger's body to validate the incoming data and to complete its fields. Webhooks that
are called by GET, HEAD or DELETE have no body and aren't reported. Reported once per document, at the first trigger
without a body.

No fix: Only the sender's documentation says what the body contains.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, Trigger, report_group, rule
from preclear_rules._grouping import others_suffix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place

_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})


@rule(on=Connector, requires=Trigger, basis="docs", source="Connect documentation, Triggers", severity="info")
def missing_trigger_body(connector: Connector) -> Iterator[Report]:
    without_body: dict[Place, Trigger] = {}
    for trigger in connector.triggers:
        place = _find_missing_body(trigger)
        if place is not None and trigger.method.value in _WITH_BODY:
            without_body.setdefault(place, trigger)

    def make_report(places: Sequence[Place]) -> Report:
        problem = "no `requestBody`" if places[0].missing else "an empty `content`"
        message = f"`{without_body[places[0]].label[:100]}` has {problem}, so nothing describes the incoming data"
        message += others_suffix(places, "trigger", "triggers")
        return Report(message, places[0], help="add a `requestBody` with a schema of the incoming data")

    yield from report_group([*without_body], make_report)


def _find_missing_body(trigger: Trigger) -> Place | None:
    """Return the place of the missing request body, or of its empty `content`; None if there is a body."""
    if "requestBody" not in trigger.node.mapping:
        return trigger.node.missing_key("requestBody")
    body = trigger.request_body
    content = body.node.get("content") if body is not None else None
    return content.key if content is not None and content.value == {} else None
