"""The scheme of the base URL isn't `https`.

Actions are HTTP requests to the base URL. They can't be sent to a URL with another scheme, such as `ws` or `ftp`.

Plain `http` to a public host is a warning: credentials, and everything else, are sent unencrypted. Hosts of a private
network or of your own machine are reported by `unreachable-base-url`.

If a later server has a public `https` URL, an adaptation uses that one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules.connector._base_url import describe_url, find_base_url, is_local

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="inferred", source="HTTPConnector.baseUrl", fix="adapt")
def unsupported_base_url_scheme(connector: Connector) -> Iterator[Report]:
    url = find_base_url(connector)
    if url is None or not url.scheme or url.scheme == "https":
        return
    from preclear_rules.connector._server_edits import prefer_public_server

    if url.scheme == "http":
        if url.host and "{" not in url.host.rpartition(".")[2] and not is_local(url.host):
            message = f"{describe_url(url)} uses plain `http`, so credentials are sent unencrypted; expected `https`"
            help, edit = "use `https` if the API supports it", prefer_public_server(connector)
            yield Report(message, url.source, help=help, severity="warning", edit=edit)
        return
    message = f"{describe_url(url)} has the scheme `{url.scheme[:20]}`; expected `https`: actions are HTTP requests"
    help = "make the address that accepts HTTP requests the first server"
    yield Report(message, url.source, help=help, edit=prefer_public_server(connector))
