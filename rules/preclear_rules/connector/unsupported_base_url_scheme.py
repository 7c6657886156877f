"""The scheme of the base URL is not `https`.

Actions are HTTP requests, sent to the base URL with the action's path behind it. A base URL with another scheme, such
as `ws` or `ftp`, leaves nothing to send them to.

Plain `http` to a public host is a warning: credentials, and everything else, are sent as readable text. Hosts of a
private network or of your own machine are reported by `unreachable-base-url`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules.connector._base_url import describe_url, find_base_url, is_local

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="inferred", source="HTTPConnector.baseUrl")
def unsupported_base_url_scheme(connector: Connector) -> Iterator[Report]:
    url = find_base_url(connector)
    if url is None or not url.scheme or url.scheme == "https":
        return
    if url.scheme == "http":
        if url.host and "{" not in url.host.rpartition(".")[2] and not is_local(url.host):
            message = (
                f"{describe_url(url)} is plain `http`, so that credentials are sent as readable text; expected `https`"
            )
            yield Report(message, url.source, help="write `https`, if the API answers to it", severity="warning")
        return
    message = f"{describe_url(url)} has the scheme `{url.scheme[:20]}`; expected `https`, for actions are HTTP requests"
    yield Report(message, url.source, help="write the address that takes HTTP requests as the first server")
