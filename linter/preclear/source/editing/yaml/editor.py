"""Operations as edits of a YAML text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.editing.edits import UneditableTextError
from preclear.source.editing.values import group_inserts
from preclear.source.editing.yaml.block import change_block_members
from preclear.source.editing.yaml.changes import ChangeCollector
from preclear.source.editing.yaml.flow import change_flow_members
from preclear.source.editing.yaml.layout import YamlLayout, render_in_style
from preclear.source.editing.yaml.nodes import NodeReader, describe_node, may_share_nodes
from preclear.source.editing.yaml.replacement import replace_value
from preclear.source.editing.yaml.sharing import SharingCheck
from preclear.source.editing.yaml.writer import MAX_KEY_LENGTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.source.document import Document, Insert
    from preclear.source.editing.edits import TextEdit
    from preclear.source.editing.tree import OperationNode
    from preclear.source.editing.yaml.changes import NodeChange
    from preclear.source.editing.yaml.nodes import TextNode
    from preclear.source.json_value import Json


class YamlEditor:
    """Turns trees of operations on one document into edits of its text, each tree alone. The text is read once."""

    def __init__(self, document: Document, tree: OperationNode) -> None:
        """`tree` has the operations of all trees. Raises UneditableTextError."""
        from yaml import YAMLError

        self._document = document
        is_shared = may_share_nodes(document.text)
        reader = NodeReader(document, None if is_shared else tree)
        try:
            self._root = reader.read()
        except YAMLError as error:
            raise UneditableTextError("its text can't be read again") from error
        self._sharing = SharingCheck(reader.aliases) if is_shared else None
        self._collector = ChangeCollector()
        self._layout: YamlLayout | None = None

    def edit(self, tree: OperationNode) -> list[TextEdit]:
        """Return the edits for the operations of `tree`. Raises UneditableTextError."""
        collected, problems = self._collector.collect(self._root, tree)
        changes = list(collected.values())
        if self._sharing is not None:
            problems.update(self._sharing.find_problems(changes))
        if not problems:
            layout = self._layout = self._layout or YamlLayout(self._document)
            layout.clear()
            for change in changes:
                try:
                    _add_edits(layout, change)
                except UneditableTextError as error:
                    problems.update(dict.fromkeys(change.places, str(error)))
            if not problems:
                return layout.edits
        raise UneditableTextError(next(iter(problems.values())), problems)


def edit_yaml(document: Document, tree: OperationNode) -> list[TextEdit]:
    """Return the edits of a YAML text for the operations of `tree`. Raises UneditableTextError."""
    return YamlEditor(document, tree).edit(tree)


def _add_edits(layout: YamlLayout, change: NodeChange) -> None:
    """Add the edits for a change of a node itself, and for the members that it gains and loses."""
    node, operations = change.node, change.operations
    if operations.is_removed:
        return  # along with the other changes of the members of the node around it
    if operations.new_key is not None and node.parent is not None:
        _rename(layout, node, operations.new_key)
    if operations.is_set:
        replace_value(layout, node, operations.value)
    elif change.inserts or change.removed:
        removed = [id(child) in change.removed for child in node.children]
        if all(removed):
            replace_value(layout, node, _inserted_value(node, change.inserts))
        elif node.is_flow:
            change_flow_members(layout, node, removed, change.inserts)
        else:
            change_block_members(layout, node, removed, change.inserts)


def _inserted_value(node: TextNode, inserts: Sequence[Insert]) -> Json:
    """Return the value of a collection, or of null, that has nothing else than what is inserted."""
    if node.kind == "mapping" or any(isinstance(insert.key, str) for insert in inserts):
        return {str(insert.key): insert.value for insert in inserts}
    groups = group_inserts(inserts, len(node.children))
    return [insert.value for _, group in sorted(groups.items()) for insert in group]


def _rename(layout: YamlLayout, node: TextNode, key: str) -> None:
    if node.key_has_properties:
        raise UneditableTextError(f"the key of {describe_node(node)} has an anchor, an alias or a tag")
    text = render_in_style(key, node.key_style, is_flow=node.is_in_flow, column=None)
    if len(text) > MAX_KEY_LENGTH and node.start == node.key_start:
        raise UneditableTextError(f"the new key of {describe_node(node)} is too long")
    layout.add(node.key_start, node.key_end, text)
