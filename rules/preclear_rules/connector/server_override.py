"""A path or an operation has `servers` of its own, for which an action has no place.

An action's path is appended to the connector's one base URL. Where the document sends some operations to another
server, for uploads or logins perhaps, the import sends them to the base URL like all others, where nothing may answer.

A `servers` that repeats the base URL is passed over. The same other URL is told once, however many operations have it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Action, Connector, Related, Report, rule
from preclear_rules.connector._base_url import masked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Node

_HELP = "import these operations from a document of their own, as a connector with that base URL"


@rule(on=Connector, basis="contract", source="ActionPath; HTTPConnector.baseUrl", severity="warning")
def server_override(connector: Connector) -> Iterator[Report]:
    server = connector.servers[0] if connector.servers else None
    base = {_bare(server.url.value), _bare(server.example_url)} if server is not None else set[str]()
    groups: dict[str, list[tuple[Action, Node]]] = {}
    for action in connector.actions:
        servers = action.node.get("servers") or action.path_item.get("servers")
        urls = [_bare(text) for each in servers.items() if (text := each.text("url"))] if servers is not None else []
        if servers is not None and urls and not base.intersection(urls):
            groups.setdefault(urls[0], []).append((action, servers))
    for url, held in groups.items():
        action, servers = held[0]
        message = f"`servers` sends `{action.label[:100]}`{_more(len(held) - 1)} to `{masked(url)}`; an action has no"
        if server is not None and server.url:
            related = (Related("the base URL", server),)
            message += f" server of its own: its path is appended to the base URL, `{masked(server.url.value)}`"
            yield Report(message, servers.key, help=_HELP, related=related)
        else:
            message += " server of its own: its path is appended to the connector's one base URL"
            yield Report(message, servers.key, help=_HELP)


def _bare(url: str) -> str:
    return url.strip().rstrip("/")


def _more(count: int) -> str:
    return f" and {count} more action{'' if count == 1 else 's'}" if count else ""
