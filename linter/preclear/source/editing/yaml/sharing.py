"""Which changes of a YAML text an alias or a merge key forbids.

A text that several nodes share may change only if all of them want the same, and an anchor may go only with all of its
aliases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.editing.edits import OperationPlace, describe_pointer
from preclear.source.editing.yaml.changes import describe_sharing, find_child

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.source.editing.yaml.changes import NodeChange
    from preclear.source.editing.yaml.nodes import TextNode
    from preclear.source.pointer import Pointer


class SharingCheck:
    """Finds the changes that would change other nodes, too."""

    def __init__(self, aliases: Iterable[TextNode]) -> None:
        self._aliases: dict[int, list[TextNode]] = {}  # by the identity of the node that they refer to
        self._inserted_keys: dict[int, set[str | int]] = {}  # by the identity of the mapping
        self._has_key_aliases = False
        for alias in aliases:
            if alias.target is None:
                self._has_key_aliases = True
            elif not _is_inside(alias, alias.target):  # the value has nothing at an alias of a collection around it
                self._aliases.setdefault(id(alias.target), []).append(alias)

    def find_problems(self, changes: Iterable[NodeChange]) -> dict[OperationPlace, str]:
        """Return the reason for each operation that can't be made."""
        changes = list(changes)
        problems: dict[OperationPlace, str] = {}
        replaced = [change for change in changes if change.operations.replaces_node]
        dropped = {id(node) for change in replaced for node in _subtree(change.node)}
        self._inserted_keys = {id(change.node): {insert.key for insert in change.inserts} for change in changes}
        for change in replaced:
            alias = self._find_remaining_alias(change.node, dropped)
            if alias is not None:
                reason = f"{describe_pointer(change.pointers[0])} has an anchor that {alias} refers to"
                problems.update((OperationPlace(pointer), reason) for pointer in change.pointers)
        for change in changes:
            for pointers, other, is_insert in (
                (change.pointers, self._find_other_entry(change), False),
                (change.holder_pointers, self._find_other_holder(change), True),
            ):
                if other is not None:
                    for pointer in pointers:
                        problems.setdefault(OperationPlace(pointer, is_insert), describe_sharing(pointer, other))
        return problems

    def _find_remaining_alias(self, node: TextNode, dropped: set[int]) -> str | None:
        """Describe an alias that stays, though an anchor in `node` that it refers to doesn't; None if there is none."""
        for inner in _subtree(node):
            if inner.key_has_properties and self._has_key_aliases and inner is not node:
                return "an alias"
            for alias in self._aliases.get(id(inner), ()):
                if id(alias) not in dropped:
                    return describe_pointer(next(self._entry_pointers([alias]), ()))
        return None

    def _find_other_entry(self, change: NodeChange) -> Pointer | None:
        """Return the pointer of a node that has the text, but doesn't want its change; None if all do."""
        pointers = set(change.pointers)
        others = self._entry_pointers([change.node]) if pointers else iter(())
        return next((pointer for pointer in others if pointer not in pointers), None)

    def _find_other_holder(self, change: NodeChange) -> Pointer | None:
        """Return the pointer of a node that an insert would change, too, but that doesn't want it; None if all do."""
        pointers = set(change.holder_pointers)
        for insert in change.inserts:
            sites: list[TextNode] = []
            for holder in self._holders(change.node):
                if holder is change.node or not self._has_key(holder, insert.key):
                    sites.extend(self._sites(holder))
            other = next((pointer for pointer in self._entry_pointers(sites) if pointer not in pointers), None)
            if other is not None:
                return other
        return None

    def _has_key(self, holder: TextNode, key: str | int) -> bool:
        """Whether a mapping has `key`, or gets it, so that one that is merged into it adds none."""
        return key in self._inserted_keys.get(id(holder), ()) or find_child(holder, key) is not None

    def _entry_pointers(self, nodes: list[TextNode]) -> Iterator[Pointer]:
        """Yield the pointers of all nodes of the value that the entries `nodes` of the text stand for."""
        pending: list[tuple[TextNode, Pointer]] = [(node, ()) for node in nodes]
        while pending:
            node, suffix = pending.pop()
            while node.parent is not None and not self._is_shared(node.parent):
                node, suffix = node.parent, (node.part, *suffix)
            if node.parent is None:
                yield suffix
                continue
            for holder in self._holders(node.parent):
                if holder is node.parent or find_child(holder, node.part) is node:
                    pending.extend((site, (node.part, *suffix)) for site in self._sites(holder))

    def _is_shared(self, container: TextNode) -> bool:
        return id(container) in self._aliases or _merge_holder(container) is not None

    def _sites(self, container: TextNode) -> Iterator[TextNode]:
        """Yield the entries of the text whose value is `container`: its own, and aliases of it."""
        for site in (container, *self._aliases.get(id(container), ())):
            if _merge_holder(site) is None:
                yield site

    def _holders(self, container: TextNode) -> list[TextNode]:
        """Return `container` and all mappings that it's merged into."""
        holders = [container]
        seen = {id(container)}
        for holder in holders:
            for site in (holder, *self._aliases.get(id(holder), ())):
                merging = _merge_holder(site)
                if merging is not None and id(merging) not in seen:
                    seen.add(id(merging))
                    holders.append(merging)
        return holders


def _merge_holder(node: TextNode) -> TextNode | None:
    """Return the mapping that the value of `node` is merged into; None if it isn't the value of a merge key."""
    if node.is_merge:
        return node.parent
    parent = node.parent
    return parent.parent if parent is not None and parent.is_merge and parent.kind == "list" else None


def _is_inside(node: TextNode, container: TextNode) -> bool:
    parent = node.parent
    while parent is not None and parent is not container:
        parent = parent.parent
    return parent is not None


def _subtree(node: TextNode) -> Iterator[TextNode]:
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(current.children)
