"""An `operationId` is used more than once, by an action and a trigger or by a callback's operation.

OpenAPI requires every `operationId` to be unique in the document. Two actions or two triggers with the same name are
reported by `duplicate-action-name` and `duplicate-trigger-name`, because the import can't hold them. An action and a
trigger can have the same name, but anything that refers to an operation by its ID, such as a link, is ambiguous.

The edit leaves the action's `operationId` alone, and renames the trigger or the callback's operation. If only callbacks
have it, all are renamed.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Action, Connector, Operation, Report, Trigger, rule
from preclear_rules._grouping import others_suffix, report_repeats
from preclear_rules.actions._names import rename_operations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import CallbackOperation, Place


@rule(
    on=Connector,
    keys=("callbacks", "webhooks"),
    basis="openapi",
    source="OpenAPI Specification, Operation Object",
    fix="rename",
)
def duplicate_operation_id(connector: Connector) -> Iterator[Report]:
    users_by_id: dict[str, dict[Place, Operation | CallbackOperation]] = {}
    callbacks = [callback for callback in connector.callback_operations if callback.operation_id is not None]
    if not connector.triggers and not callbacks:
        return  # duplicate-action-name reports actions
    for operations in (connector.actions, connector.triggers):
        first_users = {operation.name.value: operation for operation in reversed(operations) if operation.name}
        for name, operation in first_users.items():
            users_by_id.setdefault(name, {}).setdefault(operation.name.place, operation)
    for callback in callbacks:
        if callback.operation_id is not None:
            users_by_id.setdefault(callback.name, {}).setdefault(callback.operation_id.place, callback)
    for name, users in users_by_id.items():
        if len(users) > 1:
            first = _describe(next(iter(users.values())))
            yield from report_repeats([*users], f"first used by {first}", partial(_report, connector, name, users))


def _report(
    connector: Connector, name: str, users: dict[Place, Operation | CallbackOperation], places: Sequence[Place]
) -> Report:
    first = next(iter(users.values()))
    message = f"`operationId: {name[:100]}` is already used by {_describe(first)}; expected a unique `operationId`"
    message += others_suffix(places, "use", "uses")
    others = [users[place] for place in places]
    edit = rename_operations(connector, others if isinstance(first, Operation) else [first, *others])
    return Report(message, places[0], help="rename one of the two", edit=edit)


def _describe(operation: Operation | CallbackOperation) -> str:
    noun = "action" if isinstance(operation, Action) else "trigger" if isinstance(operation, Trigger) else "callback"
    return f"{noun} `{operation.label[:100]}`"
