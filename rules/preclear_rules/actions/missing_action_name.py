"""An operation has no `operationId`, and an action requires a name.

The import names each action after its `operationId`. The name is how a workflow calls the action and how a later
version of the connector finds it again, so it is better chosen by you than made up: short, telling and never
changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Place, Report, Suggester, rule
from preclear_rules.actions._names import names_of, proposed

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="contract", source="ActionCommon.name")
def missing_action_name(connector: Connector) -> Iterator[Report]:
    taken: set[str] = set()
    told: set[Place] = set()
    suggester = Suggester()
    for action in connector.actions:
        place = action.name.place
        if "operationId" in action.node.mapping or place in told:
            continue  # of another kind: told by the official schema; told: one path item that several paths share
        told.add(place)
        near = suggester.nearest("operationId", action.node.mapping)
        misspelled = action.node.get(near) if near is not None else None
        if misspelled is not None:
            message = f"`{near}` of `{action.label[:100]}` is no field of an operation, and an action requires a name"
            yield Report(f"{message}; did you mean `operationId`?", misspelled.key)
            continue
        taken = taken or names_of(connector.operations)
        name = proposed(action, action.path.value, taken)
        message = f"`{action.label[:100]}` has no `operationId`; an action requires a name"
        yield Report(message, place, help=f"add an `operationId`, such as `{name}`")
