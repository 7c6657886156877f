"""The connector has no name, because `info.title` is missing or blank.

A connector requires a name, and the import takes it from `info.title`. People find and choose the connector by that
name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_HELP = "set the name that people should find the connector by, such as `title: Pet Store`"


@rule(on=Connector, basis="contract", source="ConnectorBase.name")
def missing_connector_name(connector: Connector) -> Iterator[Report]:
    if connector.name.value.strip():
        return
    info = connector.root.get("info")
    if info is None:
        yield Report(
            "the document has no `info`; expected one whose `title` is the connector's name", connector.name, help=_HELP
        )
        return
    title = info.get("title")
    if title is not None:
        yield Report("`title` is blank; expected the connector's name", title, help=_HELP)
    elif isinstance(info.value, dict):
        yield Report("`info` has no `title`; expected the connector's name", connector.name, help=_HELP)
