"""Two triggers have the same name, but names must be unique within the connector.

A trigger is named after its `operationId` or, if it has none, after its webhook's key. Two operations of one webhook
therefore have the same name, unless at least one of them has an `operationId`.

The edit gives each an `operationId` made from its method and its webhook's key. A path item that several webhooks share
has no edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, Trigger, rule
from preclear_rules.actions._duplicates import report_duplicates

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, requires=Trigger, basis="contract", source="TriggerCommon.name", fix="rename")
def duplicate_trigger_name(connector: Connector) -> Iterator[Report]:
    yield from report_duplicates(connector, connector.triggers, "trigger")
