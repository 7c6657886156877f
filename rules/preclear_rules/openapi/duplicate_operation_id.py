"""An `operationId` is used twice: by an action and a trigger, or by the operation of a callback.

OpenAPI wants every `operationId` once in a document, whatever stands between its two uses. Two actions, or two
triggers, of one name are told by rules of their own, because the import cannot hold them. An action and a trigger
may well live side by side; but whoever refers to an operation by its id, a link for one, gets either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import HTTP_METHODS, Connector, Related, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Node, Place


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, Operation Object")
def duplicate_operation_id(connector: Connector) -> Iterator[Report]:
    used: dict[str, tuple[str, Place]] = {}
    for action in connector.actions:
        if action.name:
            used.setdefault(action.name.value, (f"action `{action.label[:100]}`", action.name.place))
    by_triggers: dict[str, tuple[str, Place]] = {}
    for trigger in connector.triggers:
        name = trigger.name
        if name and name.value not in by_triggers:
            by_triggers[name.value] = (f"trigger `{trigger.label[:100]}`", name.place)
            if name.value in used and used[name.value][1] != name.place:
                yield _report(name.value, name.place, used[name.value])
    used = by_triggers | used
    for label, node in _callbacks(connector):
        name_node = node.get("operationId")
        if name_node is not None and isinstance(name_node.value, str):
            first = used.setdefault(name_node.value, (f"callback `{label[:100]}`", name_node.place))
            if first[1] != name_node.place:
                yield _report(name_node.value, name_node.place, first)


def _report(name: str, at: Place, first: tuple[str, Place]) -> Report:
    message = f"`operationId: {name[:100]}` is used by {first[0]} already; expected each `operationId` once"
    related = (Related(f"first used by {first[0]}", first[1]),)
    return Report(message, at, help="rename one of the two", related=related)


def _callbacks(connector: Connector) -> Iterator[tuple[str, Node]]:
    """Each operation object of each callback of an operation, with what to call it."""
    resolve = connector.description.resolve
    seen: set[object] = set()  # a callback or path item that many refer to has the same operations each time
    for operation in connector.operations:
        held = operation.node.get("callbacks")
        for name, reference in held.entries() if held is not None else ():
            callback = resolve(reference)
            if callback is None or callback.identity in seen:
                continue
            seen.add(callback.identity)
            for url, item_reference in callback.entries():
                item = None if url.startswith("x-") else resolve(item_reference)
                if item is None or item.identity in seen:
                    continue
                seen.add(item.identity)
                for method, node in item.entries():
                    if method.upper() in HTTP_METHODS:
                        yield f"{method} {name}", node
