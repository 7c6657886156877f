"""Two actions would have the same name, and a name is unique within the connector.

The import names each action after its `operationId`. OpenAPI, too, wants every `operationId` once in a document. A
copied operation is the usual cause; a path item that two paths refer to is another, for its operations then exist
twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules.actions._duplicates import report_duplicates
from preclear_rules.actions._names import collect_names

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="contract", source="ActionCommon.name")
def duplicate_action_name(connector: Connector) -> Iterator[Report]:
    yield from report_duplicates(
        [action for action in connector.actions if action.name], "action", collect_names(connector.triggers)
    )
