"""A path or an operation has `servers` of its own, which an action has no place for.

An action's path is appended to the connector's one base URL. A document can name another server for some operations,
such as uploads or logins. The import sends them to the base URL like all others, where nothing may answer.

`servers` that repeat the base URL are passed over, and so are those of a path whose operations all have their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Related, Report, rule
from preclear_rules.connector._base_url import masked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Place

_HELP = "import these operations from a document of their own, as a connector with that base URL"


@rule(on=Connector, basis="contract", source="ActionPath; HTTPConnector.baseUrl", severity="warning")
def server_override(connector: Connector) -> Iterator[Report]:
    server = connector.servers[0] if connector.servers else None
    base = {_bare(server.url.value), _bare(server.example_url)} if server is not None else set[str]()
    base |= {f"{scheme}:{each}" for each in base if each.startswith("//") for scheme in ("https", "http")}
    url = masked(server.url.value) if server is not None and server.url else ""
    related = (Related("the base URL", server),) if server is not None and url else ()
    seen: set[Place] = set()
    for action in connector.actions:
        own = action.node.get("servers")
        servers = own or action.path_item_field("servers")
        if servers is None or servers.key in seen:
            continue
        seen.add(servers.key)
        urls = [_bare(text) for each in servers.items() if (text := each.text("url"))]
        if not urls or base.intersection(urls):
            continue
        holder = f"`{action.label[:100]}`" if own else f"path `{action.path.value[:100]}`"
        message = f"`servers` on {holder}, with `{masked(urls[0])}`, is ignored: every action uses"
        message += f" the base URL `{url}`" if url else " the connector's one base URL"
        yield Report(message, servers.key, help=_HELP, related=related)


def _bare(url: str) -> str:
    return url.strip().rstrip("/")
