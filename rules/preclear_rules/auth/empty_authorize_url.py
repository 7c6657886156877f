"""An OAuth 2.0 flow has no authorization URL, and the field of its config that requires one is left empty.

A config of type `oauth2` requires an `authorizeUrl`, whichever grant it has. The client credentials and password flows
send nobody to an authorization page, so OpenAPI has no `authorizationUrl` there. For the client credentials grant the
contract asks for an empty text in such a place; the password grant is taken to be the same.

Nothing has to be changed for that. It is reported once for a document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, report_group, rule
from preclear_rules._grouping import others_suffix, related_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place

_SOURCE = "AuthSchemeConfigOAuth2.authorizeUrl; CredentialDataOAuth2Client.authorizeUrl"


@rule(on=Connector, basis="inferred", source=_SOURCE, severity="info")
def empty_authorize_url(connector: Connector) -> Iterator[Report]:
    flows = [flow for scheme in connector.auth_schemes for flow in scheme.flows]
    flow_names = {
        flow.place: flow.name for flow in flows if flow.grant and not flow.is_interactive and not flow.authorize_url
    }

    def make_report(remaining: Sequence[Place]) -> Report:
        message = (
            f"OAuth 2.0 flow `{flow_names[remaining[0]]}` has no authorization URL; the `authorizeUrl` that its config"
        )
        message += f" requires is left empty{others_suffix(remaining, 'flow', 'flows')}"
        return Report(message, remaining[0], related=related_places(remaining))

    yield from report_group([*flow_names], make_report)
