"""From server objects to the base URL and its connection variables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.connector.connector import Server, Variable
from preclear.connector.value import Value, text_value

if TYPE_CHECKING:
    from preclear.openapi import Description
    from preclear.source import Node

_NAME = re.compile(r"\{([^{}]*)\}")


def build_servers(description: Description, holder: Node) -> tuple[Server, ...]:
    """The servers that the document, a path item or an operation lists; nothing for what is no mapping."""
    listed = description.get(holder, "servers")
    servers = () if listed is None else map(description.misplaced.target, listed.items())
    return tuple(_server(node) for node in servers if node is not None and isinstance(node.value, dict))


def base_url(root: Node, servers: tuple[Server, ...]) -> Value[str]:
    """The connector's `baseUrl`: the first server's URL, `{region}` written as the import does, `{{region}}`."""
    if not servers:
        listed = root.get("servers")
        place = root.place._replace(missing="servers") if listed is None else listed.key
        return Value("", place, given=False)
    url = servers[0].url
    return url._replace(value=_NAME.sub(r"{{\1}}", url.value))


def _server(node: Node) -> Server:
    url = text_value(node, "url")
    held = node.get("variables")
    variables = tuple(
        Variable(Value(name, variable.key), text_value(variable, "default"), variable)
        for name, variable in (held.entries() if held is not None else ())
    )
    return Server(node, url, tuple(_NAME.findall(url.value)), variables)
