"""A bearer token is imported as an API key, so its value must include the `Bearer` prefix.

The platform has no config type for bearer tokens (`type: http` with `scheme: bearer`). The import turns the scheme into
an API key in the `Authorization` header. The platform sends an API key exactly as it was entered and adds no prefix, so
the API rejects a token that doesn't have `Bearer` and a space in front of it.

Tell the people who create connections what to enter, for example in the scheme's `description`.

No fix: the scheme is imported; only the people who create connections have to know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import AuthScheme, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=AuthScheme, basis="docs", source="AuthSchemeConfigAPIKey; user documentation", severity="info")
def bearer_scheme(scheme: AuthScheme) -> Iterator[Report]:
    if scheme.type.value == "http" and scheme.scheme.value == "bearer":
        message = "`bearer` is imported as an API key in the `Authorization` header, with no prefix added"
        advice = "enter `Bearer`, a space and the token when you create a connection"
        yield Report(message, scheme.scheme, help=advice)
