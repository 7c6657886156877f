"""An auth scheme is OpenID Connect, which has no config type of its own.

The platform names OpenID Connect as supported, but no auth scheme config has a place for a discovery URL. What is
needed of the document behind that URL, the authorization and token URLs, has one: in an OAuth 2.0 config.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import AuthScheme, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_HELP = "describe it as `type: oauth2`, with the URLs that the discovery document has"


@rule(on=AuthScheme, basis="contract", source="AuthSchemeConfig", severity="warning")
def openid_connect_scheme(scheme: AuthScheme) -> Iterator[Report]:
    if scheme.type.value == "openIdConnect":
        message = "type `openIdConnect` has no config type of its own; the discovery URL has no place"
        yield Report(message, scheme.type, help=_HELP)
