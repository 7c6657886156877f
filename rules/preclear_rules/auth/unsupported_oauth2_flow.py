"""An OAuth 2.0 flow has no grant in the import.

Each flow becomes an auth scheme config with one grant: `authorization_code`, `client_credentials` or `password`. There
is none for the implicit flow, which hands the token to a browser, nor for the device flow.

Where it is the scheme's only flow, no connection can be made with the scheme: an error. Where there is another, the
scheme is imported without this one: a warning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import GRANTS, Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="contract", source="AuthSchemeConfigOAuth2Grant")
def unsupported_oauth2_flow(connector: Connector) -> Iterator[Report]:
    known = {"implicit"}
    if connector.description.version.series == "3.2":
        known.add("deviceAuthorization")  # elsewhere no field of OpenAPI, which the structure check says
    expected = ", ".join(f"`{name}`" for name in GRANTS)
    for scheme in connector.auth_schemes:
        others = [flow.name for flow in scheme.flows if flow.grant]
        for flow in scheme.flows:
            if flow.name not in known:
                continue
            message = f"OAuth 2.0 flow `{flow.name}` has no grant"
            if others:
                left = ", ".join(f"`{name}`" for name in others)
                yield Report(f"{message}; of the scheme's flows only {left} can be imported", flow, severity="warning")
            else:
                advice = "describe the authorization code flow, if the API has it"
                yield Report(f"{message}; expected one of {expected}", flow, help=advice)
