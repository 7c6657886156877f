"""A trigger asks for no credentials, and its URL is public.

Whoever knows the URL of a trigger can call it. The platform recommends that triggers authenticate their senders,
best by HMAC with sha256. OpenAPI has no words for HMAC, so that is set up on the platform; any other scheme can be
asked for by `security` here. Reported once for a document, at the first such trigger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule, together
from preclear_rules._alike import and_more

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place, Trigger


@rule(on=Connector, basis="docs", source="Connect documentation, Triggers", severity="info")
def unauthenticated_trigger(connector: Connector) -> Iterator[Report]:
    open_ones = {
        trigger.place: trigger
        for trigger in connector.triggers
        if not (trigger.security if "security" in trigger.node.mapping else connector.security)
    }

    def tell(places: Sequence[Place]) -> Report:
        first = open_ones[places[0]]
        message = f"trigger `{first.label[:100]}` asks for no credentials, and its URL is public"
        header = _signature(first)
        known = f" (`{header[:60]}` looks like the header for it)" if header else ""
        advice = f"set up HMAC with sha256 after the import{known}, or ask for a scheme here"
        return Report(message + and_more(places, "trigger", "triggers"), places[0], help=advice)

    yield from together([*open_ones], tell)


def _signature(trigger: Trigger) -> str | None:
    """The header by which the sender seems to sign what it sends, the one with sha256 if there are two."""
    headers = [each.name.value for each in trigger.parameters if each.location.value == "header"]
    signing = [name for name in headers if "signature" in name.lower() or "hmac" in name.lower()]
    return next((name for name in signing if "256" in name), signing[0] if signing else None)
