"""An `operationId` is used more than once, by an action and a trigger or by a callback's operation.

OpenAPI requires every `operationId` to be unique in the document. Two actions or two triggers with the same name are
reported by `duplicate-action-name` and `duplicate-trigger-name`, because the import can't hold them. An action and a
trigger can have the same name, but anything that refers to an operation by its ID, such as a link, is ambiguous.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import HTTP_METHODS, Connector, Report, rule
from preclear_rules._grouping import others_suffix, report_repeats

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Node, Place


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, Operation Object")
def duplicate_operation_id(connector: Connector) -> Iterator[Report]:
    by_name: dict[str, dict[Place, str]] = {}
    for noun, operations in (("action", connector.actions), ("trigger", connector.triggers)):
        for name, operation in {
            candidate.name.value: candidate for candidate in reversed(operations) if candidate.name
        }.items():
            by_name.setdefault(name, {}).setdefault(operation.name.place, f"{noun} `{operation.label[:100]}`")
    for label, node in _callback_operations(connector):
        operation_id = node.get("operationId")
        if operation_id is not None and isinstance(operation_id.value, str):
            by_name.setdefault(operation_id.value, {}).setdefault(operation_id.place, f"callback `{label[:100]}`")
    for name, users in by_name.items():
        if len(users) > 1:
            first = next(iter(users.values()))
            yield from report_repeats([*users], f"first used by {first}", partial(_report, name, first))


def _report(name: str, first: str, places: Sequence[Place]) -> Report:
    message = f"`operationId: {name[:100]}` is already used by {first}; expected a unique `operationId`"
    return Report(f"{message}{others_suffix(places, 'use', 'uses')}", places[0], help="rename one of the two")


def _callback_operations(connector: Connector) -> Iterator[tuple[str, Node]]:
    """Yield each operation object of each callback, with its label."""
    description = connector.api
    seen: set[object] = set()  # many references can share a callback or path item
    for operation in connector.operations:
        callbacks = operation.node.get("callbacks")
        for name, reference in callbacks.entries() if callbacks is not None else ():
            callback = description.resolve(reference)
            if callback is None or callback.identity in seen:
                continue
            seen.add(callback.identity)
            for url, item_reference in callback.entries():
                for item in () if url.startswith("x-") else description.path_items(item_reference):
                    if item.identity in seen:
                        continue
                    seen.add(item.identity)
                    for method, node in item.entries():
                        if method.upper() in HTTP_METHODS:
                            yield f"{method} {name}", node
