"""The operations of a round, by the nodes of a YAML text that they change.

Through aliases and merge keys, one node of the text stands for several nodes of the value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from preclear.source.editing.edits import OperationPlace, describe_pointer
from preclear.source.editing.tree import OperationNode
from preclear.source.editing.values import is_same_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source.document import Insert
    from preclear.source.editing.yaml.nodes import TextNode
    from preclear.source.pointer import Pointer


_NO_OPERATIONS = OperationNode()

_Members: TypeAlias = "tuple[list[TextNode], dict[str | int, TextNode]]"
"""The entries or items of a collection without those that it merges, and the last one under each key or index."""


class NodeChange:
    """The operations on one node of the text.

    `pointers` are those of the nodes of the value that the operations on the node itself are meant for,
    `holder_pointers` those for which entries or items are inserted into it. `removed` are its removed members, by their
    identity.
    """

    __slots__ = ("holder_pointers", "inserts", "node", "operations", "pointers", "removed")

    def __init__(self, node: TextNode) -> None:
        self.node: TextNode = node
        self.operations: OperationNode = _NO_OPERATIONS
        self.pointers: list[Pointer] = []
        self.inserts: list[Insert] = []
        self.holder_pointers: list[Pointer] = []
        self.removed: dict[int, NodeChange] = {}

    @property
    def places(self) -> list[OperationPlace]:
        """The places of all operations that this change makes."""
        return [
            *(OperationPlace(pointer) for change in (self, *self.removed.values()) for pointer in change.pointers),
            *(OperationPlace(pointer, is_insert=True) for pointer in self.holder_pointers),
        ]


class ChangeCollector:
    """Finds the node of the text for each node with an operation."""

    def __init__(self) -> None:
        self._changes: dict[int, NodeChange] = {}
        self._problems: dict[OperationPlace, str] = {}
        self._members: dict[int, _Members] = {}

    def collect(self, root: TextNode, tree: OperationNode) -> tuple[dict[int, NodeChange], dict[OperationPlace, str]]:
        """Return the changes for all operations of `tree`, and the problems with those that have no place.

        The changes are by the identity of the text node. Both are new for each tree.
        """
        self._changes, self._problems = {}, {}
        pending: list[tuple[TextNode, OperationNode, Pointer]] = [(root, tree, ())]
        while pending:
            node, operations, pointer = pending.pop()
            self._add_own(node, operations, pointer)
            if operations.replaces_node or not (operations.children or operations.inserts):
                continue
            container = resolve_alias(node)
            if container is None:
                self._add_problems(operations, pointer, f"{describe_pointer(pointer)} is an alias of a key")
                continue
            if operations.inserts:
                self._add_inserts(container, operations.inserts, pointer)
            own, members = self._find_members(container)
            for part, child_operations in operations.children.items():
                child = members.get(part) or find_child(container, part)
                if child is None:
                    reason = f"{describe_pointer((*pointer, part))} has no text of its own"
                    self._add_problems(child_operations, (*pointer, part), reason)
                    continue
                pending.append((child, child_operations, (*pointer, part)))
                if child_operations.is_removed and len(members) < len(own):  # all values of a repeated key go
                    twins = [twin for twin in own if twin.part == part and twin is not child]
                    pending.extend((twin, child_operations, (*pointer, part)) for twin in twins)
        return self._changes, self._problems

    def _find_members(self, container: TextNode) -> _Members:
        members = self._members.get(id(container))
        if members is None:
            own = [child for child in container.children if not child.is_merge]
            members = self._members[id(container)] = own, {child.part: child for child in own}
        return members

    def _change(self, node: TextNode) -> NodeChange:
        change = self._changes.get(id(node))
        if change is None:
            change = self._changes[id(node)] = NodeChange(node)
        return change

    def _add_own(self, node: TextNode, operations: OperationNode, pointer: Pointer) -> None:
        """Add the operations on a node itself."""
        if not operations.replaces_node and operations.new_key is None:
            return
        change = self._change(node)
        if not change.pointers:
            change.operations = operations
        elif not _has_same_effect(change.operations, operations):
            self._add_problem(pointer, change.pointers, is_insert=False)
        change.pointers.append(pointer)
        if operations.is_removed and node.parent is not None:
            self._change(node.parent).removed[id(node)] = change

    def _add_inserts(self, container: TextNode, inserts: list[Insert], pointer: Pointer) -> None:
        change = self._change(container)
        if not change.holder_pointers:
            change.inserts = inserts
        elif [(insert.key, insert.value) for insert in change.inserts] != [
            (insert.key, insert.value) for insert in inserts
        ]:
            self._add_problem(pointer, change.holder_pointers, is_insert=True)
        change.holder_pointers.append(pointer)

    def _add_problems(self, operations: OperationNode, pointer: Pointer, reason: str) -> None:
        """Add a problem with all operations at and below `pointer`."""
        pending = [(operations, pointer)]
        while pending:
            node, node_pointer = pending.pop()
            self._problems[OperationPlace(node_pointer)] = reason
            self._problems[OperationPlace(node_pointer, is_insert=True)] = reason
            pending.extend((child, (*node_pointer, part)) for part, child in node.children.items())

    def _add_problem(self, pointer: Pointer, others: list[Pointer], *, is_insert: bool) -> None:
        self._problems[OperationPlace(pointer, is_insert)] = describe_sharing(pointer, others[0])
        for other in others:
            self._problems.setdefault(OperationPlace(other, is_insert), describe_sharing(other, pointer))


def _has_same_effect(first: OperationNode, second: OperationNode) -> bool:
    """Whether two operations do the same to a node."""
    return (first.is_set, first.is_removed, first.new_key) == (
        second.is_set,
        second.is_removed,
        second.new_key,
    ) and is_same_value(first.value, second.value)


def describe_sharing(pointer: Pointer, other: Pointer) -> str:
    """Return the reason that the text of one node is that of another, too."""
    return f"{describe_pointer(pointer)} is shared with {describe_pointer(other)} through an alias"


def resolve_alias(node: TextNode) -> TextNode | None:
    """Return the node that an alias refers to, or the node itself; None if it refers to a key."""
    return node.target if node.kind == "alias" else node


def find_child(container: TextNode, part: str | int) -> TextNode | None:
    """Return the child under `part`: the container's own, or one that a merge key adds; None if there is none."""
    if isinstance(part, int):
        return container.children[part] if 0 <= part < len(container.children) else None
    own = None
    has_merge = False
    for child in container.children:
        has_merge = has_merge or child.is_merge
        if child.part == part and not child.is_merge:
            own = child
    if own is not None or not has_merge:
        return own
    for source in _merge_sources(container):
        for child in reversed(source.children):
            if child.part == part and not child.is_merge:
                return child
    return None


def _merge_sources(container: TextNode) -> Iterator[TextNode]:
    """Yield the mappings whose entries are merged into this one, in order of precedence."""
    seen = {id(container)}
    pending = [child for child in reversed(container.children) if child.is_merge]
    while pending:
        source = resolve_alias(pending.pop())
        if source is None or id(source) in seen:
            continue
        seen.add(id(source))
        if source.kind == "list":
            pending.extend(reversed(source.children))
        elif source.kind == "mapping":
            yield source
            pending.extend(child for child in reversed(source.children) if child.is_merge)
