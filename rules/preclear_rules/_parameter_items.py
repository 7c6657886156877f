"""Find the items of parameter lists through which operations have a parameter, to leave it out of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Remove

if TYPE_CHECKING:
    from collections.abc import Collection

    from preclear import Connector, Node, Operation, Parameter


class ParameterItems:
    """The items of all parameter lists by the parameter that each is or refers to; collected when first needed."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        self._items: dict[object, list[Node]] | None = None
        self._items_by_list: dict[tuple[object, object], list[Node]] = {}
        self._lists: dict[int, list[object]] = {}
        self._users: dict[object, set[int]] = {}

    def removals(self, parameter: Parameter) -> tuple[Remove, ...]:
        """Remove `parameter` from all lists."""
        if self._items is None:
            self._items = self._collect()
        return tuple(map(Remove, self._items.get(parameter.node.identity, [])))

    def removals_from(self, parameter: Parameter, operations: Collection[Operation]) -> tuple[Remove, ...]:
        """Remove `parameter` from `operations` only; nothing if a list is also that of another operation."""
        if self._items is None:
            self._items = self._collect()
        operation_ids = set(map(id, operations))
        lists = dict.fromkeys(identity for key in map(id, operations) for identity in self._lists[key])
        identity = parameter.node.identity
        holders = [holder for holder in lists if (identity, holder) in self._items_by_list]
        if not all(self._users[holder] <= operation_ids for holder in holders):
            return ()
        return tuple(Remove(item) for holder in holders for item in self._items_by_list[identity, holder])

    def _collect(self) -> dict[object, list[Node]]:
        """Visit the lists of all operations; return the items by parameter."""
        api = self._connector.api
        items: dict[object, list[Node]] = {}
        for operation in self._connector.operations:
            lists = self._lists[id(operation)] = []
            for field in (operation.node.get("parameters"), operation.path_item_field("parameters")):
                parameter_list = None if field is None else api.misplaced_references.target(field)
                if parameter_list is None:
                    continue
                holder = parameter_list.identity
                lists.append(holder)
                users = self._users.setdefault(holder, set())
                if not users:
                    for item in parameter_list.items():
                        parameter = api.resolve(item)
                        if parameter is not None:
                            items.setdefault(parameter.identity, []).append(item)
                            self._items_by_list.setdefault((parameter.identity, holder), []).append(item)
                users.add(id(operation))
        return items
