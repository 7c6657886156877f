"""A bearer token is imported as an API key, so whoever connects types `Bearer` before it.

Bearer tokens (`type: http` with `scheme: bearer`) have no config type of their own. The import makes an API key of them
that is sent in the header `Authorization`, and the platform puts nothing before an API key: its value is sent as it is
typed. A token alone is refused by the API; with the word `Bearer` and a space before it, it works.

Say so to whoever makes the connections, for example in the scheme's `description`.
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
