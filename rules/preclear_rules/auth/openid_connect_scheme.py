"""An auth scheme uses OpenID Connect, which has no auth scheme config.

The platform lists OpenID Connect as supported, but no auth scheme config has a field for a discovery URL. An OAuth 2.0
config does have fields for the authorization and token URLs, which the discovery document contains. Describe the scheme
as `oauth2` with those URLs.

No fix: the URLs are in the discovery document, which isn't fetched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import AuthScheme, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_HELP = "describe it as `type: oauth2`, with the URLs from the discovery document"


@rule(on=AuthScheme, basis="contract", source="AuthSchemeConfig", severity="warning")
def openid_connect_scheme(scheme: AuthScheme) -> Iterator[Report]:
    if scheme.type.value == "openIdConnect":
        message = "type `openIdConnect` has no auth scheme config, and no config has a discovery URL; expected `oauth2`"
        yield Report(message, scheme.type, help=_HELP)
