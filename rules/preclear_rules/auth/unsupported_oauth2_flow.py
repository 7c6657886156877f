"""An OAuth 2.0 flow has no grant in the import.

Each flow becomes an auth scheme config with one grant: `authorization_code`, `client_credentials` or `password`.
There's no grant for the implicit flow, which returns the token to a browser, or for the device flow.

An adaptation leaves the flow out, and the whole scheme if it has no other flow.

If the scheme has no other flow, no connection can use it, so this is an error; so is an empty `flows`. If the scheme
also has a flow with a grant, it's imported with that flow only, and this is a warning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import OAUTH2_GRANTS, AuthScheme, Connector, Edit, Remove, Report, rule
from preclear_rules.auth._scheme_edits import SchemeRemovals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Node


@rule(on=Connector, requires=AuthScheme, basis="contract", source="AuthSchemeConfigOAuth2Grant", fix="adapt")
def unsupported_oauth2_flow(connector: Connector) -> Iterator[Report]:
    unsupported = ("implicit", "deviceAuthorization")
    expected = ", ".join(f"`{name}`" for name in OAUTH2_GRANTS)
    removals = SchemeRemovals(connector)
    for scheme in connector.auth_schemes:
        flows = _find_empty_flows(scheme)
        if flows is not None:
            message = f"`flows` has no OAuth 2.0 flow; expected at least one of {expected}"
            edit = removals.remove(scheme)
            yield Report(message, flows.key, help="describe the flow that the API uses", edit=edit)
        supported = [flow.name for flow in scheme.flows if flow.grant]
        for flow in scheme.flows:
            if flow.name not in unsupported:
                continue
            message = f"OAuth 2.0 flow `{flow.name}` has no grant in the import"
            if supported:
                supported_names = ", ".join(f"`{name}`" for name in supported)
                message += f"; the scheme is imported only with {supported_names}"
                edit = Edit("adapt", f"remove `{flow.name}`", (Remove(flow),), f"OAuth 2.0 flow `{flow.name}`")
                yield Report(message, flow, severity="warning", edit=edit)
            else:
                advice = "describe the authorization code flow, if the API supports it"
                edit = removals.remove(scheme)
                yield Report(f"{message}; expected one of {expected}", flow, help=advice, edit=edit)


def _find_empty_flows(scheme: AuthScheme) -> Node | None:
    """Return the `flows` of an OAuth 2.0 scheme if it is empty; `invalid-openapi` reports a missing one."""
    flows = scheme.node.get("flows")
    if scheme.type.value != "oauth2" or flows is None or not isinstance(flows.value, dict):
        return None
    return flows if all(name.startswith("x-") for name in flows.mapping) else None
