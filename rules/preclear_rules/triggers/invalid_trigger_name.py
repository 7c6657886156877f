"""A trigger's name contains characters that the import doesn't allow.

A trigger is named after its `operationId` or, if it has none, after its webhook's key. The name can contain only ASCII
letters, digits, `_`, `-` and `$`. Keys such as `order.created` are common: add an `operationId` to give the trigger a
valid name without changing the key. The edit adds an `operationId`, or changes the one there is; the key stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Place, Report, Trigger, rule
from preclear_rules.actions._names import INVALID_CHARACTERS, describe_invalid_characters, rename_operations, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, requires=Trigger, basis="contract", source="TriggerCommon.name", fix="rename")
def invalid_trigger_name(connector: Connector) -> Iterator[Report]:
    by_place: dict[Place, list[Trigger]] = {}
    for trigger in connector.triggers:
        if not trigger.name.value or INVALID_CHARACTERS.search(trigger.name.value):
            by_place.setdefault(trigger.name.place, []).append(trigger)
    for triggers in by_place.values():  # several share the webhook's key as their name
        name, edit = triggers[0].name, rename_operations(connector, triggers)
        subject = f"trigger name `{shorten(name.value)}`" if name.value.strip() else "trigger name"
        advice = edit.title if edit else "give each webhook its own path item"
        if not name:
            subject += " (the webhook's key, because there's no `operationId`)"
            advice = advice if len(triggers) == 1 else "add an `operationId` to each of its operations"
            advice += ", or rename the webhook"
        fault = describe_invalid_characters(name.value, INVALID_CHARACTERS)
        message = f"{subject} {fault}; expected only ASCII letters, digits, `_`, `-` and `$`"
        yield Report(message, name, help=advice, edit=edit)
