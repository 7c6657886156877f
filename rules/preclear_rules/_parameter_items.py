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
        self._users: dict[object, set[int]] = {}

    def removals(self, parameter: Parameter) -> tuple[Remove, ...]:
        """Remove `parameter` from all lists."""
        return tuple(map(Remove, self._find(parameter)))

    def removals_from(self, parameter: Parameter, operations: Collection[Operation]) -> tuple[Remove, ...]:
        """Remove `parameter` from `operations` only; nothing if a list is also that of another operation."""
        identities = {id(operation) for operation in operations}
        items = [item for item in self._find(parameter) if self._users_of(item) & identities]
        is_shared = any(self._users_of(item) - identities for item in items)
        return () if is_shared else tuple(map(Remove, items))

    def _find(self, parameter: Parameter) -> list[Node]:
        if self._items is None:
            self._items = self._collect()
        return self._items.get(parameter.node.identity, [])

    def _users_of(self, item: Node) -> set[int]:
        return self._users[id(item.document), item.pointer[:-1]]

    def _collect(self) -> dict[object, list[Node]]:
        api = self._connector.api
        items: dict[object, list[Node]] = {}
        for operation in self._connector.operations:
            for field in (operation.node.get("parameters"), operation.path_item_field("parameters")):
                parameter_list = None if field is None else api.misplaced_references.target(field)
                if parameter_list is None:
                    continue
                users = self._users.setdefault(parameter_list.identity, set())
                if not users:
                    for item in parameter_list.items():
                        parameter = api.resolve(item)
                        if parameter is not None:
                            items.setdefault(parameter.identity, []).append(item)
                users.add(id(operation))
        return items
