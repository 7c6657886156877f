"""An OAuth 2.0 flow lacks a URL that its config requires, or the URL is no absolute one.

The authorization code flow needs an authorization URL, where the person who connects is sent, and a token URL; the
client credentials and password flows need a token URL. The config holds them as absolute URIs: there is nothing that a
relative one could be resolved against, and no variable that could fill a gap in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import AuthScheme, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Value

_ABSOLUTE = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_INVALID_CHARACTERS = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]")


@rule(on=AuthScheme, basis="contract", source="AuthSchemeConfigOAuth2.authorizeUrl, tokenUrl")
def invalid_oauth2_url(scheme: AuthScheme) -> Iterator[Report]:
    for flow in scheme.flows:
        urls = [("tokenUrl", flow.token_url)] if flow.grant else []
        if flow.grant and flow.is_interactive:
            urls.insert(0, ("authorizationUrl", flow.authorize_url))
        for field, url in urls:
            subject = f"OAuth 2.0 flow `{flow.name}`"
            if url.place.missing is not None:
                yield Report(
                    f"{subject} has no `{field}`; its config requires one", url, help="write it as absolute URL"
                )
            elif url:
                problem, advice = _find_problem(url)
                if problem:
                    yield Report(
                        f"`{field}` of {subject} {problem}; expected an absolute `https` URL", url, help=advice
                    )


def _find_problem(url: Value[str]) -> tuple[str | None, str | None]:
    """What is wrong with a URL (RFC 3986, 2 and 4.3) and how to mend it; None where nothing is."""
    text = url.value.strip()
    if not text:
        return "is blank", "write it, such as `https://auth.example.com/oauth`"
    if not _ABSOLUTE.match(text):
        other_scheme = _SCHEME.match(text)
        if other_scheme is not None and other_scheme[1].lower() not in ("http", "https"):
            return (
                f"is `{text[:100]}`, with the scheme `{other_scheme[1][:20]}`",
                "write the URL that takes HTTP requests",
            )
        return f"is `{text[:100]}`, which lacks scheme or host", "put scheme and host before it"
    invalid = _INVALID_CHARACTERS.search(text)
    if invalid is None:
        return None, None
    if invalid[0] in "{}":
        return f"is `{text[:100]}`, and no variable fills its braces", "write the URL of one tenant out"
    return f"is `{text[:100]}`, which holds `{invalid[0]}`, as no URL may", "percent-encode it, or take it out"
