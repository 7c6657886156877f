"""A trigger's name contains characters that the import doesn't allow.

A trigger is named after its `operationId` or, if it has none, after its webhook's key. The name can contain only ASCII
letters, digits, `_`, `-` and `$`. Keys such as `order.created` are common: add an `operationId` to give the trigger a
valid name without changing the key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Place, Report, rule
from preclear_rules.actions._names import (
    INVALID_CHARACTERS,
    UNSAFE_CHARACTERS,
    collect_names,
    describe_invalid_characters,
    sanitize_name,
    shorten,
    suggest_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="contract", source="TriggerCommon.name")
def invalid_trigger_name(connector: Connector) -> Iterator[Report]:
    taken: set[str] = set()
    reported: set[Place] = set()
    for trigger in connector.triggers:
        name = trigger.name
        if name.place in reported or (name.value and not INVALID_CHARACTERS.search(name.value)):
            continue
        reported.add(name.place)
        taken = taken or collect_names(connector.operations)
        suggestion = sanitize_name(name.value, UNSAFE_CHARACTERS, taken) or suggest_name(
            trigger, trigger.webhook.value, taken
        )
        subject = f"trigger name `{shorten(name.value)}`" if name.value.strip() else "trigger name"
        message = f"{subject} {describe_invalid_characters(name.value, INVALID_CHARACTERS)}"
        expected = "expected only ASCII letters, digits, `_`, `-` and `$`"
        if name:
            yield Report(f"{message}; {expected}", name, help=f"rename it to `{suggestion}`")
        else:
            source = "(the webhook's key, because there's no `operationId`)"
            advice = f"add an `operationId`, such as `{suggestion}`, or rename the webhook"
            yield Report(
                f"{subject} {source} {describe_invalid_characters(name.value, INVALID_CHARACTERS)}; {expected}",
                name,
                help=advice,
            )
