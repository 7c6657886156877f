"""The document has no server, so the connector has no base URL.

A connector has one base URL, and each action's path is appended to it. The import takes it from the first of the
document's `servers`. OpenAPI lets a document omit `servers`: paths are then relative to the location of the document.
The import knows no such location, and a connector requires a `baseUrl`.

No fix: only you know the URL. Set it with `preclear adapt --base-url`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Node

_HELP = "add the API's address as the first entry of `servers`, such as `- url: https://api.example.com/v1`"


@rule(on=Connector, basis="contract", source="HTTPConnector.baseUrl")
def missing_base_url(connector: Connector) -> Iterator[Report]:
    servers = connector.root.get("servers")
    if servers is None:
        message = "the document has no `servers`; expected one for the connector's base URL"
        yield Report(message, connector.base_url, help=_HELP)
    elif servers.value is None or servers.value == []:
        yield Report("`servers` is empty; expected a server for the connector's base URL", servers.key, help=_HELP)
    else:
        yield from _report_missing_url(connector)


def _report_missing_url(connector: Connector) -> Iterator[Report]:
    for server in connector.servers[:1]:
        url: Node | None = server.node.get("url")
        if url is None:
            message = "the first server has no `url`; expected the connector's base URL"
            yield Report(message, server.url, help=_HELP)
        elif url.value is None or (isinstance(url.value, str) and not url.value.strip()):
            message = "the `url` of the first server is blank; expected the connector's base URL"
            yield Report(message, url, help=_HELP)
