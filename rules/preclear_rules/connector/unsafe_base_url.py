"""The base URL contains credentials, a query or a fragment, or ends in a slash.

Everyone who sees the connector can read a user and password in its URL, and every connection uses them. Credentials
belong to the connection. A query or a fragment is at the end of the URL, where the action's path is appended, so the
path becomes part of it.

Every path in OpenAPI begins with a slash and is appended as it is. If the base URL ends in a slash as well, there are
two, and many servers treat `//pets` and `/pets` as different paths.

A fragment and a slash at the end can be removed safely. An adaptation also removes credentials and a query.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Edit, Report, Set, rule
from preclear_rules.connector._base_url import describe_url, find_base_url, has_user_info, mask_url, remove_user_info

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear_rules.connector._base_url import BaseUrl

_CREDENTIALS_HELP = "remove them, and describe an auth scheme under `components.securitySchemes`"


@rule(on=Connector, basis="practice", source="HTTPConnector.baseUrl", severity="warning", fix="adapt")
def unsafe_base_url(connector: Connector) -> Iterator[Report]:
    url = find_base_url(connector)
    if url is None:
        return
    subject, source = describe_url(url), url.source.value.strip()
    if has_user_info(url.expanded):
        message = f"{subject} contains credentials, which everyone who sees the connector can read; expected none"
        safe_url = remove_user_info(source)
        edit = _shorten(url, safe_url, "the user and password in the URL") if safe_url != source else None
        yield Report(message, url.source, help=_CREDENTIALS_HELP, edit=edit)
    address, separator, _ = url.expanded.partition("?")
    if separator:
        message = f"{subject} has a query, which every action's path becomes part of; expected none"
        edit = _shorten(url, source.partition("?")[0], "the query of the URL")
        help = "declare it as a parameter, or as an auth scheme if it's a key"
        yield Report(message, url.source, help=help, edit=edit if "?" in source else None)
    elif "#" in address:
        message = f"{subject} has a fragment, which every action's path becomes part of; expected none"
        edit = _shorten(url, source.partition("#")[0]) if "#" in source else None
        yield Report(message, url.source, help="remove it: a fragment is never sent", edit=edit)
    elif address.endswith("/") and url.host:
        action = next((candidate for candidate in connector.actions if candidate.path.value.startswith("/")), None)
        if action is not None:
            message = f"{subject} ends in a slash, and paths begin with one: `{action.label[:100]}` is sent to"
            message += f" `{mask_url(address)}{action.path.value[:100]}`"
            edit = _shorten(url, source.rstrip("/")) if source.endswith("/") else None
            yield Report(message, url.source, help="remove the slash at the end", edit=edit)


def _shorten(url: BaseUrl, text: str, loss: str | None = None) -> Edit | None:
    """Return the edit that shortens the URL to `text`, which is safe if nothing is lost; None if nothing is left."""
    if not text:
        return None
    return Edit("adapt" if loss else "safe", f"write `{mask_url(text)}`", (Set(url.source, text),), loss)
