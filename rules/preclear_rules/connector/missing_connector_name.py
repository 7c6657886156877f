"""The connector has no name, because `info.title` is missing or blank.

A connector cannot be without a name. The document gives it as the title of its `info`; people then find the connector
by it, and choose it by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_HELP = "write the name that people should find the connector by, such as `title: Pet Store`"


@rule(on=Connector, basis="contract", source="ConnectorBase.name")
def missing_connector_name(connector: Connector) -> Iterator[Report]:
    if connector.name.value.strip():
        return
    info = connector.root.get("info")
    if info is None:
        yield Report("the document has no `info`; the connector's name is its `title`", connector.name, help=_HELP)
        return
    title = info.get("title")
    if title is not None:
        yield Report("`title` is blank; expected the connector's name", title, help=_HELP)
    elif isinstance(info.value, dict):
        yield Report("`info` has no `title`; expected one, for it is the connector's name", connector.name, help=_HELP)
