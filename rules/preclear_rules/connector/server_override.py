"""A path or operation has its own `servers`, which the import ignores.

Each action's path is appended to the connector's one base URL. A document can set another server for some operations,
such as uploads or logins. Their actions use the base URL as well, where the API may not offer them.

`servers` that contain the base URL aren't reported, and neither are those of a path whose operations all have their
own. An adaptation removes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Edit, RelatedLocation, Remove, Report, rule
from preclear_rules.connector._base_url import mask_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Place

_HELP = "import these operations from a separate document, as a connector with that base URL"


@rule(on=Connector, basis="contract", source="ActionPath; HTTPConnector.baseUrl", severity="warning", fix="adapt")
def server_override(connector: Connector) -> Iterator[Report]:
    server = connector.servers[0] if connector.servers else None
    base_urls = (
        {_normalize_url(server.url.value), _normalize_url(server.default_url)} if server is not None else set[str]()
    )
    base_urls |= {
        f"{scheme}:{base_url}" for base_url in base_urls if base_url.startswith("//") for scheme in ("https", "http")
    }
    url = mask_url(server.url.value) if server is not None and server.url else ""
    related = (RelatedLocation("the base URL", server),) if server is not None and url else ()
    seen: set[Place] = set()
    for action in connector.actions:
        own_servers = action.node.get("servers")
        servers = own_servers or action.path_item_field("servers")
        if servers is None or servers.key in seen:
            continue
        seen.add(servers.key)
        urls = [_normalize_url(text) for server_node in servers.items() if (text := server_node.text("url"))]
        if not urls or base_urls.intersection(urls):
            continue
        subject = f"`{action.label[:100]}`" if own_servers else f"path `{action.path.value[:100]}`"
        message = f"`servers` on {subject}, with `{mask_url(urls[0])}`, is ignored: every action uses"
        message += f" the base URL `{url}`" if url else " the connector's one base URL"
        edit = Edit("adapt", "remove `servers`", (Remove(servers),), f"server `{mask_url(urls[0])}` of {subject}")
        yield Report(message, servers.key, help=_HELP, related=related, edit=edit)


def _normalize_url(url: str) -> str:
    return url.strip().rstrip("/")
