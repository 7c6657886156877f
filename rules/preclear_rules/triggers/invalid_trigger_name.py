"""A trigger's name contains characters that the import doesn't allow.

A trigger is named after its `operationId` or, if it has none, after its webhook's key. The name can contain only ASCII
letters, digits, `_`, `-` and `$`. Keys such as `order.created` are common: add an `operationId` to give the trigger a
valid name without changing the key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Place, Report, rule
from preclear_rules.actions._names import INVALID_CHARACTERS, describe_invalid_characters, rename_operations, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="contract", source="TriggerCommon.name", fix="rename")
def invalid_trigger_name(connector: Connector) -> Iterator[Report]:
    reported: set[Place] = set()
    for trigger in connector.triggers:
        name = trigger.name
        if name.place in reported or (name.value and not INVALID_CHARACTERS.search(name.value)):
            continue
        reported.add(name.place)
        edit = rename_operations(connector, [trigger])
        subject = f"trigger name `{shorten(name.value)}`" if name.value.strip() else "trigger name"
        advice = edit.title if edit else "give each webhook its own path item"
        if not name:
            subject += " (the webhook's key, because there's no `operationId`)"
            advice = f"{advice}, or rename the webhook"
        fault = describe_invalid_characters(name.value, INVALID_CHARACTERS)
        message = f"{subject} {fault}; expected only ASCII letters, digits, `_`, `-` and `$`"
        yield Report(message, name, help=advice, edit=edit)
