"""An OAuth 2.0 flow has no grant in the import.

Each flow becomes an auth scheme config with one grant: `authorization_code`, `client_credentials` or `password`. There
is none for the implicit flow, which hands the token to a browser, nor for the device flow.

Where it is the scheme's only flow, no connection can be made with the scheme: an error, as it is where `flows` is
empty. Where there is another, the scheme is imported without this one: a warning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import OAUTH2_GRANTS, Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import AuthScheme, Node


@rule(on=Connector, basis="contract", source="AuthSchemeConfigOAuth2Grant")
def unsupported_oauth2_flow(connector: Connector) -> Iterator[Report]:
    unsupported = ("implicit", "deviceAuthorization")
    expected = ", ".join(f"`{name}`" for name in OAUTH2_GRANTS)
    for scheme in connector.auth_schemes:
        flows = _find_empty_flows(scheme)
        if flows is not None:
            message = f"`flows` holds no OAuth 2.0 flow, and so no grant; expected one of {expected}"
            yield Report(message, flows.key, help="describe the flow that the API has")
        supported = [flow.name for flow in scheme.flows if flow.grant]
        for flow in scheme.flows:
            if flow.name not in unsupported:
                continue
            message = f"OAuth 2.0 flow `{flow.name}` has no grant"
            if supported:
                supported_names = ", ".join(f"`{name}`" for name in supported)
                yield Report(
                    f"{message}; of the scheme's flows only {supported_names} can be imported", flow, severity="warning"
                )
            else:
                advice = "describe the authorization code flow, if the API has it"
                yield Report(f"{message}; expected one of {expected}", flow, help=advice)


def _find_empty_flows(scheme: AuthScheme) -> Node | None:
    """The `flows` of an OAuth 2.0 scheme where none is in them. That they are missing, the structure check tells."""
    flows = scheme.node.get("flows")
    if scheme.type.value != "oauth2" or flows is None or not isinstance(flows.value, dict):
        return None
    return flows if all(name.startswith("x-") for name in flows.mapping) else None
