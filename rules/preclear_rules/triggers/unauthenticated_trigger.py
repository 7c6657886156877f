"""A trigger requires no credentials, but its URL is public.

Anyone who knows the URL of a trigger can call it. The platform recommends that triggers authenticate their senders,
preferably by HMAC with SHA-256. OpenAPI can't describe HMAC, so set it up on the platform. For any other scheme, use
`security` here. Reported once per document, at the first such trigger.

No fix: Which scheme the sender supports isn't in the document, and OpenAPI can't describe HMAC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, Trigger, report_group, rule
from preclear_rules._grouping import others_suffix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place


@rule(on=Connector, requires=Trigger, basis="docs", source="Connect documentation, Triggers", severity="info")
def unauthenticated_trigger(connector: Connector) -> Iterator[Report]:
    unauthenticated = {
        trigger.place: trigger
        for trigger in connector.triggers
        if not (trigger.security if "security" in trigger.node.mapping else connector.security)
    }

    def make_report(places: Sequence[Place]) -> Report:
        first = unauthenticated[places[0]]
        message = f"trigger `{first.label[:100]}` requires no credentials, but its URL is public"
        header = _find_signature_header(first)
        header_hint = f" (`{header[:60]}` looks like its header)" if header else ""
        advice = f"set up HMAC with SHA-256 after the import{header_hint}, or require an auth scheme here"
        return Report(message + others_suffix(places, "trigger", "triggers"), places[0], help=advice)

    yield from report_group([*unauthenticated], make_report)


def _find_signature_header(trigger: Trigger) -> str | None:
    """Return the header that seems to carry the sender's signature, preferably one with SHA-256."""
    headers = [parameter.name.value for parameter in trigger.parameters if parameter.location.value == "header"]
    candidates = [name for name in headers if "signature" in name.lower() or "hmac" in name.lower()]
    return next((name for name in candidates if "256" in name), candidates[0] if candidates else None)
