"""Removal of parts of a document without leaving references that lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi import METHODS
from preclear.source import Place, Remove, Set, node_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.openapi import ApiDescription, ReferenceUse
    from preclear.source import EditOperation, HasPlace, Node, Pointer

    Identity = tuple[int, Pointer]

_KEPT_PARTS = frozenset({"prefixItems"})
"""Lists of schemas whose items count by their position: an item that goes is replaced by a schema for any value."""

_NEGATIVE_KEYWORDS = frozenset({"not", "if", "then", "else"})
"""Keywords that go with their schema: with a schema for any value, they would say something else."""


class Removals:
    """Completes removals in one description. Its references are indexed once."""

    def __init__(self, description: ApiDescription) -> None:
        self._description = description
        self._uses_by_target: dict[Identity, list[ReferenceUse]] = {}
        for use in description.reference_uses.all:
            document, pointer, _ = use.target
            for length in range(1, len(pointer) + 1):
                self._uses_by_target.setdefault((id(document), pointer[:length]), []).append(use)

    def complete(self, targets: Iterable[HasPlace]) -> list[EditOperation]:
        """Return the operations that remove `targets` together with whatever would refer to nothing then.

        A path item goes with its last operation. A reference to a part that goes is removed with the object that it
        stands for: a parameter, a response, a header, a link. A schema becomes a schema for any value, or goes if it's
        one of several in `allOf`, `oneOf` or `anyOf`. An entry of a discriminator's mapping goes, and so does an
        alternative of `security` that requires a security scheme that goes; a list goes with its last item. A response
        stays without content if it's the last one of its operation.
        """
        return _Removal(self._description, self._uses_by_target).complete(targets)


class _Removal:
    """The completion of one set of removals."""

    def __init__(self, description: ApiDescription, uses_by_target: dict[Identity, list[ReferenceUse]]) -> None:
        self._description = description
        self._uses_by_target = uses_by_target
        self._removed: dict[Identity, Node] = {}
        self._sets: dict[Identity, Set] = {}
        self._pending: list[Node] = []

    def complete(self, targets: Iterable[HasPlace]) -> list[EditOperation]:
        for target in targets:
            self._remove(node_at(target.place))
        for node in self._pending:  # grows during the loop
            for use in self._uses_by_target.get(node.identity, ()):
                if not self._is_removed(use.node):
                    self._update(use)
            self._remove_emptied_parent(node)
        operations: list[EditOperation] = [Remove(node) for node in self._removed.values()]
        operations += self._sets.values()
        return [operation for operation in operations if not self._is_replaced(_parent(operation.target.place))]

    def _remove(self, node: Node) -> None:
        if node.pointer and node.identity not in self._removed:
            self._removed[node.identity] = node
            self._sets.pop(node.identity, None)
            self._pending.append(node)

    def _set(self, node: Node, operation: Set) -> None:
        if node.identity not in self._removed:
            self._sets[node.identity] = operation

    def _is_removed(self, node: HasPlace) -> bool:
        document, pointer = node.place.identity
        return any((document, pointer[:length]) in self._removed for length in range(1, len(pointer) + 1))

    def _is_replaced(self, place: Place) -> bool:
        document, pointer = place.identity
        return self._is_removed(place) or any(
            (document, pointer[:length]) in self._sets for length in range(len(pointer) + 1)
        )

    def _update(self, use: ReferenceUse) -> None:
        """Remove or replace what has a text that refers to a part that goes."""
        holder = node_at(_parent(use.node.place))
        keyword = use.node.pointer[-1]
        if use.is_key or use.form == "operationId" or keyword == "operationRef":
            self._remove(holder)
        elif keyword != "$ref":  # an entry of a mapping, or `$dynamicRef`
            self._remove(use.node)
        elif not holder.pointer:
            self._set(holder, Set(holder, {}))
        else:
            self._update_object(holder)

    def _update_object(self, holder: Node) -> None:
        kind = self._description.kind_of_place(holder)
        key = holder.pointer[-1]
        if kind == "schema" and key not in _NEGATIVE_KEYWORDS:
            is_item = isinstance(key, int) and holder.pointer[-2] not in _KEPT_PARTS
            if is_item:
                self._remove(holder)
            else:
                self._set(holder, Set(holder, {}))
        elif kind == "response" and self._is_last_response(holder):
            self._set(holder, Set(holder, {"description": ""}))
        else:
            self._remove(holder)

    def _is_last_response(self, holder: Node) -> bool:
        responses = node_at(_parent(holder.place))
        others = (child for name, child in responses.entries() if not name.startswith("x-"))
        is_component = holder.pointer[:2] == ("components", "responses")
        return not is_component and all(child == holder or self._is_removed(child) for child in others)

    def _remove_emptied_parent(self, node: Node) -> None:
        """Remove the list or the path item around `node` if nothing is left in it."""
        parent = node_at(_parent(node.place))
        if isinstance(parent.value, list):
            if all(item.identity in self._removed for item in parent.items()):
                self._remove(parent)
        elif self._description.kind_of_place(node) == "operation" and len(parent.pointer) == 2:
            operations = [child for name, child in parent.entries() if name in (*METHODS, "query")]
            additional = parent.get("additionalOperations")
            operations += [child for _, child in additional.entries()] if additional is not None else []
            if "$ref" not in parent.mapping and all(child.identity in self._removed for child in operations):
                self._remove(parent)


def _parent(place: Place) -> Place:
    return Place(place.document, place.pointer[:-1])
