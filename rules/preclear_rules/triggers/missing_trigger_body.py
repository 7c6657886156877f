"""A webhook's operation has no request body, so nothing describes what arrives.

The definition of a trigger's body is what workflows complete and validate the incoming data by. Webhooks that are
called by GET, HEAD or DELETE have no body and are passed over. Reported once for a document, at the first trigger
without one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule, together
from preclear_rules._alike import and_more

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place, Trigger

_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})


@rule(on=Connector, basis="docs", source="Connect documentation, Triggers", severity="info")
def missing_trigger_body(connector: Connector) -> Iterator[Report]:
    lacking: dict[Place, Trigger] = {}
    for trigger in connector.triggers:
        place = _lack(trigger)
        if place is not None and trigger.method.value in _WITH_BODY:
            lacking.setdefault(place, trigger)

    def tell(places: Sequence[Place]) -> Report:
        lack = "no `requestBody`" if places[0].missing else "an empty `content`"
        message = f"`{lacking[places[0]].label[:100]}` has {lack}, so that nothing describes what arrives"
        message += and_more(places, "trigger", "triggers")
        return Report(message, places[0], help="add a `requestBody` with a schema of what is sent")

    yield from together([*lacking], tell)


def _lack(trigger: Trigger) -> Place | None:
    """Where a body, or something in it, should be and is not."""
    if "requestBody" not in trigger.node.mapping:
        return trigger.node.lacks("requestBody")
    body = trigger.request_body
    content = body.node.get("content") if body is not None else None
    return content.key if content is not None and content.value == {} else None
