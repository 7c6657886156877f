"""An OAuth 2.0 flow has no authorization URL, so the required `authorizeUrl` of its config is left empty.

A config of type `oauth2` requires an `authorizeUrl` for every grant. The client credentials and password flows have no
authorization page, so OpenAPI has no `authorizationUrl` for them. For the client credentials grant, the contract asks
for an empty string in such a field; preclear assumes the same for the password grant.

You don't have to change anything. Reported once per document.

No fix: nothing is wrong with the document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import AuthScheme, Connector, Report, report_group, rule
from preclear_rules._grouping import others_suffix, related_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place

_SOURCE = "AuthSchemeConfigOAuth2.authorizeUrl; CredentialDataOAuth2Client.authorizeUrl"


@rule(on=Connector, requires=AuthScheme, basis="inferred", source=_SOURCE, severity="info")
def empty_authorize_url(connector: Connector) -> Iterator[Report]:
    flows = [flow for scheme in connector.auth_schemes for flow in scheme.flows]
    flow_names = {
        flow.place: flow.name for flow in flows if flow.grant and not flow.is_interactive and not flow.authorize_url
    }

    def make_report(remaining: Sequence[Place]) -> Report:
        message = (
            f"OAuth 2.0 flow `{flow_names[remaining[0]]}` has no authorization URL; the required `authorizeUrl` of its"
        )
        message += f" config is left empty{others_suffix(remaining, 'flow', 'flows')}"
        return Report(message, remaining[0], related=related_places(remaining))

    yield from report_group([*flow_names], make_report)
