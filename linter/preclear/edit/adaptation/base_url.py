"""The base URL that the user gives for a document without an absolute one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from preclear.source import Edit, Insert, Set, node_at

if TYPE_CHECKING:
    from preclear.connector import Connector
    from preclear.source import Json, Report

BASE_URL_RULES = ("missing-base-url", "relative-base-url", "unsupported-base-url-scheme")
"""The rules whose findings a base URL settles."""


OAUTH_URL_RULE = "invalid-oauth2-url"


def resolve_oauth_url(report: Report, base_url: str) -> Edit | None:
    """Return the edit that resolves a relative OAuth 2.0 URL against `base_url`; None if the URL isn't relative."""
    place = report.location.place
    if place.missing is not None:
        return None
    url = node_at(place).value
    if not isinstance(url, str) or not url.startswith("/") or "{" in url:
        return None
    joined = urljoin(base_url, url)
    loss = "nothing: the URL was relative"
    return Edit("adapt", f"use the URL `{joined}`", (Set(place, joined),), loss)


def set_base_url(connector: Connector, base_url: str) -> Edit | None:
    """Return the edit that makes the first server's URL absolute; None if there is nothing to do.

    A relative URL is resolved against `base_url` (RFC 3986, 5), so that its path stays.
    """
    root = connector.root
    servers = root.get("servers")
    server: dict[str, Json] = {"url": base_url}
    value: list[Json] = [server]
    title = f"use the base URL `{base_url}`"
    loss = "nothing: the document had no absolute base URL"
    if servers is None:
        return Edit("adapt", title, (Insert(root, "servers", value),), loss)
    first = next(servers.items(), None)
    if first is None:
        return Edit("adapt", title, (Set(servers, value),), loss)
    url = first.get("url")
    if url is None or not isinstance(url.value, str):
        return Edit("adapt", title, (Set(first, server),), loss)
    joined = urljoin(base_url, url.value)
    known = connector.servers[0] if connector.servers else None
    defaults = known.default_url if known is not None and known.node.identity == first.identity else url.value
    is_absolute = urlsplit(urljoin(base_url, defaults)).scheme in ("http", "https")
    new_url = joined if is_absolute and "{" not in url.value.partition("/")[0] else base_url
    return Edit("adapt", title, (Set(url, new_url),), loss) if new_url != url.value else None
