"""The scheme of the base URL is not `https`.

Actions are HTTP requests, sent to the base URL with the action's path behind it. A base URL with another scheme, such
as `ws` or `ftp`, leaves nothing to send them to.

Plain `http` to a host on the network is a warning: the connection's credentials, and everything else, go over it as
readable text. Hosts of a private network or of one's own machine are passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules.connector._base_url import base_url, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOCAL = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".test", ".svc")


@rule(on=Connector, basis="inferred", source="HTTPConnector.baseUrl")
def unsupported_base_url_scheme(connector: Connector) -> Iterator[Report]:
    url = base_url(connector)
    if url is None or not url.scheme or url.scheme == "https":
        return
    if url.scheme == "http":
        if url.host and not _is_local(url.host):
            message = f"{shown(url)} is plain `http`, so that credentials are sent as readable text; expected `https`"
            yield Report(message, url.written, help="write `https`, if the API answers to it", severity="warning")
        return
    message = f"{shown(url)} has the scheme `{url.scheme[:20]}`; expected `https`, for actions are HTTP requests"
    yield Report(message, url.written, help="write the address that takes HTTP requests as the first server")


def _is_local(host: str) -> bool:
    """Whether `host` is on one's own machine or network: by its name, or its address (RFC 6761, RFC 1918)."""
    name = host.lower().rstrip(".")
    if name.endswith(_LOCAL) or ("." not in name and ":" not in name):
        return True
    if not name[-1:].isdigit() and ":" not in name:
        return False
    from ipaddress import ip_address

    try:
        return ip_address(name).is_private
    except ValueError:
        return False
