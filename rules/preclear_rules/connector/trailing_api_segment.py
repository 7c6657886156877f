"""The base URL ends in `/api`, which may be removed from requests.

A runtime of the newer platform removes `/api` from the end of a base URL before it appends an action's path:
`https://example.com/api` and `/pets` become `https://example.com/pets`. Whether Connect, the target of an import, does
the same isn't known. Test one action after the import.

No fix: if `/api` is removed, only a change to the paths helps, and if it isn't, the URL is right as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules.connector._base_url import describe_url, find_base_url

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEGMENT = "/api"
_PATH = rf"[^?#]*[^/?#]{_SEGMENT}"


@rule(on=Connector, basis="docs", source="HTTPConnector.baseUrl; user documentation", severity="info")
def trailing_api_segment(connector: Connector) -> Iterator[Report]:
    url = find_base_url(connector)
    if url is None or not url.host or not url.expanded.endswith(_SEGMENT) or not re.fullmatch(_PATH, url.expanded):
        return
    message = f"{describe_url(url)} ends in `{_SEGMENT}`, which a runtime of the newer platform removes"
    message += "; whether Connect does too isn't known"
    help = f"test an action after the import; if `{_SEGMENT}` is missing, move it from the base URL into the paths"
    yield Report(message, url.source, help=help)
