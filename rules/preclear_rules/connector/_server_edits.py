"""Edits that make a later server the first, because the import takes the base URL from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Edit, Remove
from preclear_rules.connector._base_url import is_local, mask_url, parse_base_url

if TYPE_CHECKING:
    from preclear import Connector, Server


def prefer_public_server(connector: Connector) -> Edit | None:
    """Return the edit that removes the servers before the first with an `https` URL that anyone can reach, if any."""
    for index, server in enumerate(connector.servers):
        if index and _is_public(server):
            earlier = connector.servers[:index]
            urls = ", ".join(f"`{mask_url(other.url.value)}`" for other in earlier[:3])
            more = f" and {index - 3} more" if index > 3 else ""
            noun = "server" if index == 1 else "servers"
            title = f"use `{mask_url(server.url.value)}`"
            return Edit("adapt", title, tuple(Remove(other.node) for other in earlier), f"{noun} {urls}{more}")
    return None


def _is_public(server: Server) -> bool:
    """Whether the URL of `server` is absolute, and has nothing in it that a rule about base URLs reports."""
    url = parse_base_url(server)
    if url is None or url.scheme != "https" or not url.host or is_local(url.host):
        return False
    return not any(character in url.source.value for character in "{}?#@") and not url.expanded.endswith("/")
