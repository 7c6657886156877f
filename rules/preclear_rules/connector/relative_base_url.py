"""The base URL is not absolute.

The first server's URL becomes the connector's base URL, and each action's path is appended to it. In OpenAPI a server's
URL may be relative to where the document was found. A connector knows nothing of that place: what is left is a path
without a host, and no request can be sent to it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules.connector._base_url import describe_url, find_base_url

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES_HOST = re.compile(r"/{0,2}(localhost|[A-Za-z0-9{}-]+(\.[A-Za-z0-9{}-]+)+)(:[0-9{][^/]*)?(/.*)?", re.DOTALL)


@rule(on=Connector, basis="inferred", source="HTTPConnector.baseUrl")
def relative_base_url(connector: Connector) -> Iterator[Report]:
    url = find_base_url(connector)
    if url is None or not url.is_scheme_known:
        return
    if not url.scheme:
        message = (
            f"{describe_url(url)} is relative; expected scheme and host, for every action's path is appended to it"
        )
        yield Report(message, url.source, help=_suggest_fix(url.source.value.strip()))
    elif url.scheme in ("http", "https") and not url.host:
        message = f"{describe_url(url)} names no host; expected one behind `{url.scheme}://`"
        yield Report(message, url.source, help=f"write it as `{url.scheme}://api.example.com/v1`")


def _suggest_fix(url: str) -> str:
    if _NAMES_HOST.fullmatch(url):
        scheme = "http" if url.lstrip("/").startswith("localhost") else "https"
        return f"write `{scheme}://{url.lstrip('/')[:100]}`, if that is the host"
    return f"put scheme and host before it, as in `https://api.example.com/{url.lstrip('./')[:60]}`"
