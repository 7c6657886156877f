"""An operation has no `operationId`, but an action requires a name.

The import names each action after its `operationId`. Workflows call an action by its name, and the name also identifies
the action in later versions of the connector. Choose a name that's short and descriptive, and don't change it later.

The edit adds a name made from the method and the path, or corrects the key if it's misspelled. The name doesn't depend
on other operations, unless they would get the same one. A path item that several paths share has no edit: its operation
can have only one `operationId`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Edit, Insert, Place, Remove, Rename, Report, rule
from preclear_rules.actions._names import rename_operations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Action, Node


@rule(on=Connector, basis="contract", source="ActionCommon.name", fix="rename")
def missing_action_name(connector: Connector) -> Iterator[Report]:
    reported: set[Place] = set()
    for action in connector.actions:
        if "operationId" in action.node.mapping:
            continue  # if it isn't text, invalid-openapi reports it
        place = action.name.place
        if place in reported:
            continue  # a path item that paths share
        reported.add(place)
        misspelled = connector.importable_names.misspelled_operation_id(action)
        if misspelled is not None:
            message = f"`{misspelled.pointer[-1]}` of `{action.label[:100]}` isn't a field of an operation"
            message += ", and an action requires a name"
            edit = _replace_key(connector, action, misspelled)
            yield Report(f"{message}; did you mean `operationId`?", misspelled.key, edit=edit)
            continue
        edit = rename_operations(connector, [action])
        message = f"`{action.label[:100]}` has no `operationId`; an action requires a name"
        advice = f"add an `operationId`, such as `{connector.importable_names.operation_name(action)}`"
        if edit is None:  # several paths share it
            advice = "give each path its own path item, and each operation an `operationId`"
        yield Report(message, place, help=advice, edit=edit)


def _replace_key(connector: Connector, action: Action, misspelled: Node) -> Edit | None:
    """Return the edit that renames a misspelled key or, if its value can't be the name, replaces the field."""
    name = connector.importable_names.operation_name(action)
    if misspelled.value == name:
        return Edit("rename", "rename the key to `operationId`", (Rename(misspelled, "operationId"),))
    if not isinstance(misspelled.value, str) or connector.importable_names.is_shared(action):
        return None
    operations = (Remove(misspelled), Insert(action.node, "operationId", name))
    return Edit("rename", f"replace it by `operationId: {name}`", operations)
