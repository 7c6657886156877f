"""The base URL is relative.

The first server's URL becomes the connector's base URL, and each action's path is appended to it. In OpenAPI, a
relative server URL is resolved against the location of the document. A connector doesn't know that location, so its
base URL has no host, and no request can be sent.

If a later server has a public `https` URL, an adaptation uses that one. Otherwise only you know the URL: set it with
`preclear adapt --base-url`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules.connector._base_url import describe_url, find_base_url

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES_HOST = r"/{0,2}(localhost|[A-Za-z0-9{}-]+(\.[A-Za-z0-9{}-]+)+)(:[0-9{][^/]*)?(/.*)?"


@rule(on=Connector, basis="inferred", source="HTTPConnector.baseUrl", fix="adapt")
def relative_base_url(connector: Connector) -> Iterator[Report]:
    url = find_base_url(connector)
    if url is None or not url.is_scheme_known:
        return
    from preclear_rules.connector._server_edits import prefer_public_server

    if not url.scheme:
        message = f"{describe_url(url)} is relative; expected an absolute URL, which every action's path is appended to"
        help = _suggest_fix(url.source.value.strip())
        yield Report(message, url.source, help=help, edit=prefer_public_server(connector))
    elif url.scheme in ("http", "https") and not url.host:
        message = f"{describe_url(url)} has no host; expected one after `{url.scheme}://`"
        help = f"set it to a URL such as `{url.scheme}://api.example.com/v1`"
        yield Report(message, url.source, help=help, edit=prefer_public_server(connector))


def _suggest_fix(url: str) -> str:
    if re.fullmatch(_NAMES_HOST, url, re.DOTALL):
        scheme = "http" if url.lstrip("/").startswith("localhost") else "https"
        return f"write `{scheme}://{url.lstrip('/')[:100]}` if that's the host"
    return f"prefix it with the scheme and host, as in `https://api.example.com/{url.lstrip('./')[:60]}`"
