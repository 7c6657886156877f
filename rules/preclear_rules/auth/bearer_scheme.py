"""A bearer token is imported as an API key, so its value must begin with the word `Bearer`.

Bearer tokens (`type: http` with `scheme: bearer`) have no config type of their own. The import turns them into an API
key in the header `Authorization`. The platform adds no prefix to an API key and sends the value as it is typed. The API
refuses the token alone; it accepts the word `Bearer`, a space and the token.

Tell the people who create connections, for example in the scheme's `description`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import AuthScheme, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=AuthScheme, basis="docs", source="AuthSchemeConfigAPIKey; user documentation", severity="info")
def bearer_scheme(scheme: AuthScheme) -> Iterator[Report]:
    if scheme.type.value == "http" and scheme.scheme.value == "bearer":
        message = "`bearer` is imported as an API key in the header `Authorization`, which gets no prefix"
        advice = "when you connect, type `Bearer`, a space and the token"
        yield Report(message, scheme.scheme, help=advice)
