"""The host of the base URL can be reached only from your own machine or network.

The platform sends an action's requests to the base URL. There, `localhost` is the platform's own machine, not yours. It
can't reach the addresses and names of a private network either, such as `10.0.0.1`, `api.local` or `petstore`.
Documents that a framework generates while the API runs on a developer's machine often have such a URL.

If a later server has a public `https` URL, an adaptation uses that one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules.connector._base_url import describe_url, find_base_url, is_local

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="practice", source="HTTPConnector.baseUrl", severity="warning", fix="adapt")
def unreachable_base_url(connector: Connector) -> Iterator[Report]:
    url = find_base_url(connector)
    if url is None or url.scheme not in ("http", "https") or not url.host or not is_local(url.host):
        return
    from preclear_rules.connector._server_edits import prefer_public_server

    message = (
        f"{describe_url(url)} has the host `{url.host[:60]}`, which the platform can't reach; expected a public host"
    )
    help = "make the API's public address the first server"
    if url.expanded != url.source.value.strip():
        help = "make the API's public address the default of the server variable"
    yield Report(message, url.source, help=help, edit=prefer_public_server(connector))
