"""The base URL holds more than an address, or ends in a slash that every path begins with.

A user and a password in the URL are read by everyone who sees the connector, and go to everyone who makes a connection
with it; credentials belong to the connection. A query or a fragment stands where the action's path is appended: the
path then becomes a part of it.

Each path of OpenAPI begins with a slash and is appended as it is. Behind a base URL that ends in one, there are two:
many servers take `//pets` for another path than `/pets`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules.connector._base_url import describe_url, find_base_url, has_user_info, mask_url

if TYPE_CHECKING:
    from collections.abc import Iterator

_CREDENTIALS_HELP = "take them out, and describe an auth scheme under `components.securitySchemes`"


@rule(on=Connector, basis="practice", source="HTTPConnector.baseUrl", severity="warning")
def unsafe_base_url(connector: Connector) -> Iterator[Report]:
    url = find_base_url(connector)
    if url is None:
        return
    subject = describe_url(url)
    if has_user_info(url.expanded):
        message = f"{subject} holds credentials, which all who see the connector can read; expected none"
        yield Report(message, url.source, help=_CREDENTIALS_HELP)
    address, separator, _ = url.expanded.partition("?")
    if separator:
        message = f"{subject} has a query, into which every action's path is appended; expected none"
        yield Report(message, url.source, help="make it a parameter, or an auth scheme if it is a key")
    elif "#" in address:
        message = f"{subject} has a fragment, into which every action's path is appended; expected none"
        yield Report(message, url.source, help="leave it out: a fragment is never sent")
    elif address.endswith("/") and url.host:
        action = next((candidate for candidate in connector.actions if candidate.path.value.startswith("/")), None)
        if action is not None:
            message = f"{subject} ends in a slash, and paths begin with one: `{action.label[:100]}` becomes"
            message += f" `{mask_url(address)}{action.path.value[:100]}`"
            yield Report(message, url.source, help="leave out the slash at the end")
