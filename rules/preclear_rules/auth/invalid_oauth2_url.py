"""An OAuth 2.0 flow has no absolute URL where its config requires one.

The authorization code flow needs a token URL and an authorization URL, to which people are sent when they connect. The
client credentials and password flows need a token URL. The config holds absolute URLs: there's no location to resolve a
relative URL against, and no variable to fill in a placeholder.

No fix: only the API's author knows the URL. Set it with an overlay, or let `preclear adapt --leave-out-blocked` leave
the scheme out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import AuthScheme, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Value

_ABSOLUTE = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_SCHEME = r"([A-Za-z][A-Za-z0-9+.-]*)://"
_INVALID_CHARACTERS = r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]"


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
                    f"{subject} has no `{field}`; its config requires one", url, help="add it as an absolute URL"
                )
            elif url:
                problem, advice = _find_problem(url)
                if problem:
                    yield Report(
                        f"`{field}` of {subject} {problem}; expected an absolute `https` URL", url, help=advice
                    )


def _find_problem(url: Value[str]) -> tuple[str | None, str | None]:
    """Describe what is wrong with a URL (RFC 3986, 2 and 4.3) and suggest a fix; None if it is valid."""
    text = url.value.strip()
    if not text:
        return "is blank", "set it to a URL such as `https://auth.example.com/oauth`"
    if not _ABSOLUTE.match(text):
        other_scheme = re.match(_SCHEME, text)
        if other_scheme is not None and other_scheme[1].lower() not in ("http", "https"):
            return (
                f"is `{text[:100]}`, which has the scheme `{other_scheme[1][:20]}`",
                "use the URL that accepts HTTP requests",
            )
        return f"is `{text[:100]}`, which has no scheme or host", "prefix it with the scheme and host"
    invalid = re.search(_INVALID_CHARACTERS, text)
    if invalid is None:
        return None, None
    if invalid[0] in "{}":
        return f"is `{text[:100]}`, which has a placeholder that no variable fills", "write out the URL of one tenant"
    return f"is `{text[:100]}`, which contains `{invalid[0]}`", "percent-encode the character, or remove it"
