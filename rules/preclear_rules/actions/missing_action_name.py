"""An operation has no `operationId`, but an action requires a name.

The import names each action after its `operationId`. Workflows call an action by its name, and the name also identifies
the action in later versions of the connector. Choose a name that's short and descriptive, and don't change it later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Place, Report, Suggester, rule
from preclear_rules.actions._names import collect_names, suggest_name

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="contract", source="ActionCommon.name")
def missing_action_name(connector: Connector) -> Iterator[Report]:
    taken: set[str] = set()
    reported: set[Place] = set()
    suggester = Suggester()
    for action in connector.actions:
        place = action.name.place
        if "operationId" in action.node.mapping or place in reported:
            continue  # not text: invalid-openapi's; reported: a path item that paths share
        reported.add(place)
        similar_key = suggester.suggest("operationId", action.node.mapping)
        misspelled = action.node.get(similar_key) if similar_key is not None else None
        if misspelled is not None:
            message = f"`{similar_key}` of `{action.label[:100]}` isn't a field of an operation"
            message += ", and an action requires a name"
            yield Report(f"{message}; did you mean `operationId`?", misspelled.key)
            continue
        taken = taken or collect_names(connector.operations)
        name = suggest_name(action, action.path.value, taken)
        message = f"`{action.label[:100]}` has no `operationId`; an action requires a name"
        yield Report(message, place, help=f"add an `operationId`, such as `{name}`")
