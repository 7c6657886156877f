"""The document describes no authentication.

The connector is imported with the auth scheme `none`, and its connections send no credentials. That's right for a
public API. If the API requires a key or a token, it rejects every action.

No fix: only the API's author knows what the API requires.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_HELP = "describe the API's authentication under `components.securitySchemes`, if it has any"


@rule(on=Connector, basis="docs", source="AuthSchemeConfigNone; user documentation", severity="info")
def missing_auth_scheme(connector: Connector) -> Iterator[Report]:
    if not connector.actions or connector.security or any(action.security for action in connector.actions):
        return  # undefined-auth-scheme reports a requirement without its scheme
    components = connector.root.get("components")
    schemes = components.get("securitySchemes") if components is not None else None
    if schemes is not None and schemes.mapping:
        return
    node = schemes.key if schemes is not None else components.key if components is not None else connector.place
    message = "the document has no security scheme; the connector is imported with the auth scheme `none`"
    yield Report(message, node, help=_HELP)
