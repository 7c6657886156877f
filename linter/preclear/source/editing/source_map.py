"""From the places of an edited document back to the one before, and the other way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.document import Place
from preclear.source.editing.tree import OperationNode, build_operation_tree, unique_operations
from preclear.source.editing.values import group_inserts
from preclear.source.json_value import get_child
from preclear.source.loader import load_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.source.document import Document, EditOperation, SourceMap
    from preclear.source.json_value import Json
    from preclear.source.limits import Limits
    from preclear.source.pointer import Pointer

_UNCHANGED = OperationNode()


class EditSourceMap:
    """Maps the places of an edited document to those of `document`, the one before."""

    def __init__(self, document: Document, operations: Sequence[EditOperation]) -> None:
        self.document = document
        self._root = build_operation_tree(unique_operations(operations))
        self._members: dict[int, dict[str | int, str | int]] = {}  # new parts by old parts of a changed container
        self._old_members: dict[int, dict[str | int, str | int]] = {}  # and the other way

    def original(self, place: Place) -> Place:
        """Return the place in `document` that `place` comes from. It always exists.

        For a node that only the edited document has, it's the key of the nearest old node around it. `missing` is kept
        if the old node doesn't have that key either. Only the pointer of an `exact` span is mapped.
        """
        node, value = self._root, self.document.value
        pointer: list[str | int] = []
        for part in place.pointer:
            old_part = part
            if not node.is_set and (node.children or node.inserts):
                old_member = self._find_old_members(node, value).get(part)
                if old_member is None:
                    break
                old_part = old_member
            try:
                value = get_child(value, old_part)
            except LookupError:
                break
            pointer.append(old_part)
            node = _UNCHANGED if node.is_set else node.children.get(old_part, _UNCHANGED)
        is_exact = len(pointer) == len(place.pointer)
        part_name = place.part if is_exact else "key"
        if not pointer or not isinstance(pointer[-1], str):
            part_name = "value"
        missing = place.missing if is_exact and not (isinstance(value, dict) and place.missing in value) else None
        return Place(self.document, tuple(pointer), part_name, missing)

    def forward(self, pointer: Pointer) -> Pointer | None:
        """Return the pointer in the edited document of the node at `pointer` before; None if it's removed."""
        node, value = self._root, self.document.value
        new_pointer: list[str | int] = []
        for part in pointer:
            child_value = get_child(value, part)
            if node.is_set:
                return self._forward_into(node.value, pointer, new_pointer)
            new_part = self._find_members(node, value).get(part) if node.children or node.inserts else part
            if new_part is None:
                return None
            new_pointer.append(new_part)
            node, value = node.children.get(part, _UNCHANGED), child_value
        return tuple(new_pointer)

    @staticmethod
    def _forward_into(new_value: Json, pointer: Pointer, new_pointer: list[str | int]) -> Pointer | None:
        """Return the pointer of a node below one that is set: its own if the new value has it, otherwise None."""
        rest = pointer[len(new_pointer) :]
        try:
            for part in rest:
                new_value = get_child(new_value, part)
        except LookupError:
            return None
        return (*new_pointer, *rest)

    def _find_members(self, node: OperationNode, value: Json) -> dict[str | int, str | int]:
        members = self._members.get(id(node))
        if members is None:
            members = self._members[id(node)] = _map_members(node, value)
        return members

    def _find_old_members(self, node: OperationNode, value: Json) -> dict[str | int, str | int]:
        old_members = self._old_members.get(id(node))
        if old_members is None:
            members = self._find_members(node, value)
            old_members = self._old_members[id(node)] = {new: old for old, new in members.items()}
        return old_members


def _map_members(node: OperationNode, value: Json) -> dict[str | int, str | int]:
    """Return the new key or index of each old one in a container with the value `value` before."""
    members: dict[str | int, str | int] = {}
    if isinstance(value, dict):
        for key in value:
            child = node.children.get(key, _UNCHANGED)
            if not child.is_removed:
                members[key] = key if child.new_key is None else child.new_key
    elif isinstance(value, list):
        inserts = group_inserts(node.inserts, len(value))
        new_index = 0
        for index in range(len(value)):
            new_index += len(inserts.get(index, ()))
            if not node.children.get(index, _UNCHANGED).is_removed:
                members[index] = new_index
                new_index += 1
    return members


def derive_document(original: Document, data: bytes, source_map: SourceMap, limits: Limits) -> Document:
    """Load `data` as a document with the path and file of `original`, whose places `source_map` maps back."""
    document = load_bytes(data, original.path, limits, original.file)
    document.source_map = source_map
    return document
