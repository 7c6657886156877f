"""A webhook's operation has no `operationId`, so the webhook's key becomes the trigger's name.

A trigger requires a name. The key works until somebody renames it or adds a second operation to the webhook; an
`operationId` stays the same. Reported once per document, at the first such operation.

The edit adds the key as the `operationId`, so the trigger keeps its name. If another operation has that `operationId`,
the method precedes it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from preclear import Connector, Report, Trigger, report_group, rule
from preclear_rules._grouping import others_suffix
from preclear_rules.actions._names import INVALID_CHARACTERS, rename_operations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place


@rule(on=Connector, requires=Trigger, basis="inferred", source="TriggerCommon.name", severity="info", fix="rename")
def missing_trigger_name(connector: Connector) -> Iterator[Report]:
    counts = Counter(trigger.webhook.value for trigger in connector.triggers if not trigger.name)
    unnamed = {
        trigger.node.missing_key("operationId"): trigger
        for trigger in connector.triggers
        if "operationId" not in trigger.node.mapping
        and counts[trigger.webhook.value] == 1  # else reported by duplicate-trigger-name
        and trigger.webhook.value
        and not INVALID_CHARACTERS.search(trigger.webhook.value)  # else reported by invalid-trigger-name
    }

    def make_report(places: Sequence[Place]) -> Report:
        subject = f"`{unnamed[places[0]].label[:100]}`"
        message = f"{subject} has no `operationId`, so the webhook's key becomes the trigger's name"
        edit = rename_operations(connector, (unnamed[place] for place in places))
        message += others_suffix(places, "trigger", "triggers")
        return Report(message, places[0], help="add an `operationId`", edit=edit)

    yield from report_group([*unnamed], make_report)
