"""The URL of the document's `externalDocs` isn't absolute.

It becomes the connector's documentation link. In OpenAPI, a relative URL is resolved against the location of the
document. The connector has no such location, so the link is broken. An adaptation removes it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Connector, Edit, Node, Remove, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_ABSOLUTE = r"https?://[^/?#\s]"
_HOST_FIRST = r"(//)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(:[0-9]+)?(/.*)?"


@rule(
    on=Connector,
    keys=("externalDocs",),
    basis="inferred",
    source="ConnectorBase.documentationURL",
    severity="info",
    fix="adapt",
)
def invalid_documentation_url(connector: Connector) -> Iterator[Report]:
    url = connector.documentation_url
    text = url.value.strip()
    if not url or re.match(_ABSOLUTE, text, re.IGNORECASE):
        return
    if not text:
        message = "the `url` of `externalDocs` is blank; expected the absolute URL of the documentation"
        yield Report(
            message, url, help="set it, or remove `externalDocs`", edit=_remove_documentation(connector.root, "")
        )
        return
    message = f"documentation URL `{text[:100]}` isn't an absolute `http` or `https` URL"
    advice = "add the scheme and host, as in `https://docs.example.com/api`"
    if re.fullmatch(_HOST_FIRST, text, re.DOTALL):
        advice = f"write `https://{text.removeprefix('//')[:100]}` if that's the host"
    edit = _remove_documentation(connector.root, f" `{text[:100]}`")
    yield Report(f"{message}; expected one for the connector's link", url, help=advice, edit=edit)


def _remove_documentation(root: Node, label: str) -> Edit | None:
    documentation = root.get("externalDocs")
    if documentation is None:
        return None
    return Edit("adapt", "remove `externalDocs`", (Remove(documentation),), f"the documentation link{label}")
