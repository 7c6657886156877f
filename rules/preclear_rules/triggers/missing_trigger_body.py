"""A webhook's operation has no request body, so nothing describes what arrives.

The definition of a trigger's body is what workflows complete and validate the incoming data by. Webhooks that are
called by GET, HEAD or DELETE have no body and are passed over. Reported once for a document, at the first trigger
without one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, report_group, rule
from preclear_rules._grouping import others_suffix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place, Trigger

_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})


@rule(on=Connector, basis="docs", source="Connect documentation, Triggers", severity="info")
def missing_trigger_body(connector: Connector) -> Iterator[Report]:
    without_body: dict[Place, Trigger] = {}
    for trigger in connector.triggers:
        place = _find_missing_body(trigger)
        if place is not None and trigger.method.value in _WITH_BODY:
            without_body.setdefault(place, trigger)

    def make_report(places: Sequence[Place]) -> Report:
        problem = "no `requestBody`" if places[0].missing else "an empty `content`"
        message = f"`{without_body[places[0]].label[:100]}` has {problem}, so that nothing describes what arrives"
        message += others_suffix(places, "trigger", "triggers")
        return Report(message, places[0], help="add a `requestBody` with a schema of what is sent")

    yield from report_group([*without_body], make_report)


def _find_missing_body(trigger: Trigger) -> Place | None:
    """Where a body, or something in it, should be and is not."""
    if "requestBody" not in trigger.node.mapping:
        return trigger.node.missing_key("requestBody")
    body = trigger.request_body
    content = body.node.get("content") if body is not None else None
    return content.key if content is not None and content.value == {} else None
