"""Two actions have the same name, but names must be unique within the connector.

The import names each action after its `operationId`, which OpenAPI also requires to be unique. The usual cause is a
copied operation. Another is a path item that two paths refer to, because its operations then exist twice.

The edit names each of the operations after its own method and path, so that the names don't depend on which one comes
first. One that has just that name already keeps it. A path item that several paths share has no edit: each path needs
its own first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules.actions._duplicates import report_duplicates

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="contract", source="ActionCommon.name", fix="rename")
def duplicate_action_name(connector: Connector) -> Iterator[Report]:
    yield from report_duplicates(connector, [action for action in connector.actions if action.name], "action")
