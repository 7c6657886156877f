"""The URL of the document's `externalDocs` is not absolute.

It becomes the connector's link to its documentation. In OpenAPI the URL may be relative to the place that the document
was read from. The connector has no such place, so the link leads nowhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_ABSOLUTE = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)
_HOST_FIRST = re.compile(r"(//)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(:[0-9]+)?(/.*)?", re.DOTALL)


@rule(on=Connector, basis="inferred", source="ConnectorBase.documentationURL", severity="info")
def invalid_documentation_url(connector: Connector) -> Iterator[Report]:
    url = connector.documentation_url
    text = url.value.strip()
    if not url or _ABSOLUTE.match(text):
        return
    if not text:
        message = "the `url` of `externalDocs` is blank; expected the absolute URL of the documentation"
        yield Report(message, url, help="write it, or leave `externalDocs` out")
        return
    message = f"documentation URL `{text[:100]}` is no absolute `http` or `https` URL"
    advice = "write scheme and host, as in `https://docs.example.com/api`"
    if _HOST_FIRST.fullmatch(text):
        advice = f"write `https://{text.removeprefix('//')[:100]}`, if that is the host"
    yield Report(f"{message}; expected one: the connector links to it", url, help=advice)
