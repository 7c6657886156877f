"""Operations made on values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.editing.tree import build_operation_tree, unique_operations
from preclear.source.json_value import get_child

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.source.document import EditOperation, Insert
    from preclear.source.editing.tree import OperationNode
    from preclear.source.json_value import Json


def apply_operations(value: Json, operations: Sequence[EditOperation]) -> Json:
    """Return `value` with `operations` made on it. `value` itself stays as it is; unchanged parts are shared.

    All operations refer to `value`, never to the result of each other, and none is within a node that another one sets
    or removes. A renamed entry keeps its position, an inserted one comes last. An insert into null makes it a mapping
    or a list. Raises LookupError for a node that doesn't exist.
    """
    return apply_tree(value, build_operation_tree(unique_operations(operations)))


def apply_tree(value: Json, node: OperationNode) -> Json:
    """Return `value` with the operations at and below `node` made on it, except for its own rename and removal.

    It calls itself once for each level: a document may have as many levels as Python has for calls, or nearly.
    """
    if node.is_set:
        return node.value
    if value is None and node.inserts:
        value = {} if isinstance(node.inserts[0].key, str) else []
    for part in node.children:
        get_child(value, part)
    if isinstance(value, dict):
        mapping = _rename_and_remove(value, node)
        for part, child in node.children.items():
            if not child.is_removed:
                key = str(part)
                mapping[key if child.new_key is None else child.new_key] = apply_tree(value[key], child)
        mapping.update((_mapping_key(insert), insert.value) for insert in node.inserts)
        return mapping
    if not isinstance(value, list):
        if node.inserts:
            raise LookupError(node.inserts[0].key)
        return value
    items = value.copy()
    for part, child in node.children.items():
        items[int(part)] = apply_tree(items[int(part)], child)
    return _insert_and_remove(items, node) if node.changes_members else items


def _rename_and_remove(mapping: dict[str, Json], node: OperationNode) -> dict[str, Json]:
    children = node.children
    if not any(child.is_removed or child.new_key is not None for child in children.values()):
        return mapping.copy()
    result: dict[str, Json] = {}
    for key, value in mapping.items():
        child = children.get(key)
        if child is None or not child.is_removed:
            result[key if child is None or child.new_key is None else child.new_key] = value
    return result


def _mapping_key(insert: Insert) -> str:
    if not isinstance(insert.key, str):
        raise LookupError(insert.key)
    return insert.key


def _insert_and_remove(items: list[Json], node: OperationNode) -> list[Json]:
    inserts = group_inserts(node.inserts, len(items))
    result: list[Json] = []
    for index, item in enumerate(items):
        result.extend(insert.value for insert in inserts.get(index, ()))
        child = node.children.get(index)
        if child is None or not child.is_removed:
            result.append(item)
    result.extend(insert.value for insert in inserts.get(len(items), ()))
    return result


def group_inserts(inserts: Sequence[Insert], length: int) -> dict[int, list[Insert]]:
    """Return the inserts into a list of `length` items by their index. Raises LookupError for one outside of it."""
    groups: dict[int, list[Insert]] = {}
    for insert in inserts:
        if not isinstance(insert.key, int) or not 0 <= insert.key <= length:
            raise LookupError(insert.key)
        groups.setdefault(insert.key, []).append(insert)
    return groups


def is_same_value(first: Json, second: Json) -> bool:
    """Whether two values are equal, with the same types: `1`, `1.0` and `true` all differ. Order doesn't count."""
    return first == second and _has_same_types(first, second)


def is_result(value: Json, expected: Json, tree: OperationNode) -> bool:
    """Whether `value` is `expected`, the result of the operations of `tree`.

    The types are compared where there are operations: everything else is the same text.
    """
    if value != expected:
        return False
    pending = [(value, expected, tree)]
    while pending:
        one, other, node = pending.pop()
        if node.is_set or (isinstance(other, list) and node.changes_members):
            if not _has_same_types(one, other):
                return False
        elif isinstance(one, dict) and isinstance(other, dict):
            for part, child in node.children.items():
                key = str(part) if child.new_key is None else child.new_key
                if not child.is_removed:
                    pending.append((one[key], other[key], child))
            if not all(_has_same_types(one[str(insert.key)], insert.value) for insert in node.inserts):
                return False
        elif isinstance(one, list) and isinstance(other, list):
            pending.extend((one[int(part)], other[int(part)], child) for part, child in node.children.items())
    return True


def _has_same_types(first: Json, second: Json) -> bool:
    """Whether two equal values have the same types everywhere."""
    pending = [(first, second)]
    while pending:
        one, other = pending.pop()
        if one.__class__ is not other.__class__:
            return False
        if isinstance(one, dict) and isinstance(other, dict):
            pending.extend((value, other[key]) for key, value in one.items())
        elif isinstance(one, list) and isinstance(other, list):
            pending.extend(zip(one, other, strict=True))
    return True
