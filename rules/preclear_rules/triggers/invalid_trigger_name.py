"""A trigger's name has characters that the import does not allow.

A trigger is named after its `operationId` or, where it has none, after its webhook's key. The name may have letters
from a to z in either case, digits, `_`, `-` and `$`. Keys such as `order.created` are common: an `operationId`
beside them gives the trigger a name that will do, and leaves the key alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Place, Report, rule
from preclear_rules.actions._names import OUTSIDE, UNSAFE, mended, names_of, proposed, shown, strangers

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="contract", source="TriggerCommon.name")
def invalid_trigger_name(connector: Connector) -> Iterator[Report]:
    taken: set[str] = set()
    told: set[Place] = set()
    for trigger in connector.triggers:
        name = trigger.name
        if name.place in told or (name.value and not OUTSIDE.search(name.value)):
            continue
        told.add(name.place)
        taken = taken or names_of(connector.operations)
        better = mended(name.value, UNSAFE, taken) or proposed(trigger, trigger.webhook.value, taken)
        subject = f"trigger name `{shown(name.value)}`" if name.value.strip() else "trigger name"
        message = f"{subject} {strangers(name.value, OUTSIDE)}"
        expected = "expected letters a to z, digits, `_`, `-` and `$` only"
        if name:
            yield Report(f"{message}; {expected}", name, help=f"rename it to `{better}`")
        else:
            source = "(the webhook's key, for want of an `operationId`)"
            advice = f"add an `operationId`, such as `{better}`, or rename the webhook"
            yield Report(f"{subject} {source} {strangers(name.value, OUTSIDE)}; {expected}", name, help=advice)
