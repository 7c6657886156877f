"""Operations as edits of a YAML text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.editing.edits import UneditableTextError
from preclear.source.editing.values import apply_tree
from preclear.source.editing.yaml_block import change_block_members
from preclear.source.editing.yaml_flow import change_flow_members
from preclear.source.editing.yaml_layout import YamlLayout, render_in_style
from preclear.source.editing.yaml_nodes import NodeReader, describe_node, has_aliases
from preclear.source.editing.yaml_replace import replace_value
from preclear.source.editing.yaml_writer import MAX_KEY_LENGTH
from preclear.source.json_value import get_child

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.editing.edits import TextEdit
    from preclear.source.editing.tree import OperationNode
    from preclear.source.editing.yaml_nodes import TextNode
    from preclear.source.json_value import Json


def edit_yaml(document: Document, tree: OperationNode) -> list[TextEdit]:
    """Return the edits of a YAML text for the operations of `tree`. Raises UneditableTextError."""
    from yaml import YAMLError

    if has_aliases(document.text):
        raise UneditableTextError("aliases")
    try:
        root = NodeReader(document, tree).read()
    except YAMLError as error:
        raise UneditableTextError("its text can't be read again") from error
    layout = YamlLayout(document)
    pending: list[tuple[TextNode, Json, OperationNode]] = [(root, document.value, tree)]
    while pending:
        node, value, operations = pending.pop()
        if operations.is_set:
            replace_value(layout, node, operations.value)
            continue
        if operations.changes_members and _change_members(layout, node, value, operations):
            continue
        children = {child.part: child for child in node.children}
        for part, child_operations in operations.children.items():
            if child_operations.is_removed:
                continue
            child = children.get(part)
            if child is None:
                raise UneditableTextError(f"{describe_node(node)} has no `{part}` in the text")
            if child_operations.new_key is not None:
                _rename(layout, child, child_operations.new_key)
            pending.append((child, get_child(value, part), child_operations))
    return layout.edits


def _change_members(layout: YamlLayout, node: TextNode, value: Json, operations: OperationNode) -> bool:
    """Remove members of a collection, and insert others. Returns whether it's written anew, with all in it."""
    is_removed = {part for part, child in operations.children.items() if child.is_removed}
    removed = [child.part in is_removed for child in node.children]
    if all(removed):
        replace_value(layout, node, apply_tree(value, operations))
        return True
    if node.is_flow:
        change_flow_members(layout, node, removed, operations.inserts)
    else:
        change_block_members(layout, node, removed, operations.inserts)
    return False


def _rename(layout: YamlLayout, node: TextNode, key: str) -> None:
    if node.key_has_properties:
        raise UneditableTextError(f"the key of {describe_node(node)} has an anchor or a tag")
    text = render_in_style(key, node.key_style, is_flow=node.is_in_flow, column=None)
    if len(text) > MAX_KEY_LENGTH and node.start == node.key_start:
        raise UneditableTextError(f"the new key of {describe_node(node)} is too long")
    layout.add(node.key_start, node.key_end, text)
