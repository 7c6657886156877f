"""An OAuth 2.0 scheme has several flows, and each becomes an auth scheme config of its own.

A config holds one grant. So one scheme of the document is several in the connector, and whoever makes a connection
chooses between them. A flow that has no grant in the import is told by a rule of its own.
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
    message = f"auth scheme `{scheme.key.value[:60]}` becomes {len(names)} auth scheme configs, one for each flow"
    yield Report(f"{message}: {', '.join(names[:-1])} and {names[-1]}", flows_node.key)
