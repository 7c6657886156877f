"""An OAuth 2.0 scheme has several flows, and each becomes its own auth scheme config.

A config holds one grant. One scheme in the document therefore becomes several in the connector, and people choose
between them when they create a connection. A flow that has no grant in the import is reported by
`unsupported-oauth2-flow`.

No fix: every flow is imported, and nothing is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import AuthScheme, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=AuthScheme, basis="contract", source="AuthSchemeConfigOAuth2.grant", severity="info")
def multiple_oauth2_flows(scheme: AuthScheme) -> Iterator[Report]:
    flows = [flow for flow in scheme.flows if flow.grant]
    flows_node = scheme.node.get("flows")
    if len(flows) < 2 or flows_node is None:
        return
    names = [f"`{flow.name}` (grant `{flow.grant}`)" for flow in flows]
    message = f"auth scheme `{scheme.key.value[:60]}` becomes {len(names)} auth scheme configs, one per flow"
    yield Report(f"{message}: {', '.join(names[:-1])} and {names[-1]}", flows_node.key)
