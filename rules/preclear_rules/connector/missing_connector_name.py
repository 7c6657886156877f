"""The connector has no name, because `info.title` is missing or blank.

A connector requires a name, and the import takes it from `info.title`. People find and choose the connector by that
name. An adaptation uses the host of the base URL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Edit, Insert, Report, Set, rule
from preclear_rules.connector._base_url import find_base_url

if TYPE_CHECKING:
    from collections.abc import Iterator

_HELP = "set the name that people should find the connector by, such as `title: Pet Store`"


@rule(on=Connector, basis="contract", source="ConnectorBase.name", fix="adapt")
def missing_connector_name(connector: Connector) -> Iterator[Report]:
    if connector.name.value.strip():
        return
    info, name = connector.root.get("info"), _find_name(connector)
    if info is None:
        message = "the document has no `info`; expected one whose `title` is the connector's name"
        edit = _name_connector(name, Insert(connector.root, "info", {"title": name, "version": "unspecified"}))
        yield Report(message, connector.name, help=_HELP, edit=edit)
        return
    title = info.get("title")
    if title is not None:
        edit = _name_connector(name, Set(title, name))
        yield Report("`title` is blank; expected the connector's name", title, help=_HELP, edit=edit)
    elif isinstance(info.value, dict):
        edit = _name_connector(name, Insert(info, "title", name))
        yield Report("`info` has no `title`; expected the connector's name", connector.name, help=_HELP, edit=edit)


def _find_name(connector: Connector) -> str:
    """Return a name for the connector: the host of its base URL."""
    url = find_base_url(connector)
    return url.host if url is not None and url.host else "Untitled API"


def _name_connector(name: str, operation: Set | Insert) -> Edit:
    return Edit("adapt", f"name it `{name[:100]}`", (operation,), "that the API has no name")
