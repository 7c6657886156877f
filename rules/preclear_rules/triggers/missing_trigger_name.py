"""A webhook's operation has no `operationId`, so the webhook's key serves as the trigger's name.

A trigger requires a name. Where no `operationId` gives one, the key is all there is. It will do, until a second
operation is added to the webhook or somebody renames the key: a name of its own stays. Reported once for a document,
at the first such operation.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from preclear import Connector, Report, rule, together
from preclear_rules._alike import and_more
from preclear_rules.actions._names import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place


@rule(on=Connector, basis="inferred", source="TriggerCommon.name", severity="info")
def missing_trigger_name(connector: Connector) -> Iterator[Report]:
    counts = Counter(each.webhook.value for each in connector.triggers if not each.name)
    lacking = {
        each.node.lacks("operationId"): each
        for each in connector.triggers
        if "operationId" not in each.node.mapping
        and counts[each.webhook.value] == 1  # else reported by duplicate-trigger-name
        and each.webhook.value
        and not OUTSIDE.search(each.webhook.value)  # else reported by invalid-trigger-name
    }

    def tell(places: Sequence[Place]) -> Report:
        subject = f"`{lacking[places[0]].label[:100]}`"
        message = f"{subject} has no `operationId`, so that the webhook's key is the trigger's name"
        return Report(message + and_more(places, "trigger", "triggers"), places[0], help="add an `operationId`")

    yield from together([*lacking], tell)
