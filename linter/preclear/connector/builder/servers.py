"""Builds the base URL and its connection variables from server objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._patterns import lazy_pattern
from preclear.connector.connector import Server, ServerVariable
from preclear.connector.value import Value, text_value

if TYPE_CHECKING:
    from preclear.openapi import ApiDescription
    from preclear.source import Node

_PLACEHOLDER = lazy_pattern(r"\{([^{}]*)\}")


def build_servers(description: ApiDescription, holder: Node) -> tuple[Server, ...]:
    """Return the servers of the document, a path item or an operation, without entries that aren't mappings."""
    entries = description.get(holder, "servers")
    servers = () if entries is None else map(description.misplaced_references.target, entries.items())
    return tuple(_build_server(node) for node in servers if node is not None and isinstance(node.value, dict))


def build_base_url(root: Node, servers: tuple[Server, ...]) -> Value[str]:
    """Return the connector's `baseUrl`: the first server's URL, with `{region}` as `{{region}}`, as imported."""
    if not servers:
        server_list = root.get("servers")
        place = root.place._replace(missing="servers") if server_list is None else server_list.key
        return Value("", place, is_present=False)
    url = servers[0].url
    return url.with_text(_PLACEHOLDER.sub(r"{{\1}}", url.value))


def _build_server(node: Node) -> Server:
    url = text_value(node, "url")
    variable_map = node.get("variables")
    variables = tuple(
        ServerVariable(Value(name, variable.key), text_value(variable, "default"), variable)
        for name, variable in (variable_map.entries() if variable_map is not None else ())
    )
    return Server(node, url, tuple(_PLACEHOLDER.findall(url.value)), variables)
