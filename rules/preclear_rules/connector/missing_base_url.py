"""The connector has no base URL, because the document names no server.

A connector holds one base URL, and each action's path is appended to it. It comes from the first of the document's
`servers`. OpenAPI lets a document go without: its paths are then relative to where the document was found. The import
has no such place to start from, and a connector without `baseUrl` is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Node

_HELP = "write the API's address as the first of the document's `servers`, such as `- url: https://api.example.com/v1`"


@rule(on=Connector, basis="contract", source="HTTPConnector.baseUrl")
def missing_base_url(connector: Connector) -> Iterator[Report]:
    servers = connector.root.get("servers")
    if servers is None:
        message = "the document has no `servers`; the connector's base URL is the first one's"
        yield Report(message, connector.base_url, help=_HELP)
    elif servers.value is None or servers.value == []:
        yield Report("`servers` is empty; the connector's base URL is the first one's", servers.key, help=_HELP)
    else:
        yield from _report_missing_url(connector)


def _report_missing_url(connector: Connector) -> Iterator[Report]:
    for server in connector.servers[:1]:
        url: Node | None = server.node.get("url")
        if url is None:
            message = "the first server has no `url`; expected one, for it is the connector's base URL"
            yield Report(message, server.url, help=_HELP)
        elif url.value is None or (isinstance(url.value, str) and not url.value.strip()):
            message = "the `url` of the first server is blank; expected the connector's base URL"
            yield Report(message, url, help=_HELP)
