"""Entries removed from a block collection of a YAML text, and inserted into it.

A removed entry goes with its lines: the comment at its end, and the comment lines below it that are indented deeper.
The comments above it stay, because they may be about the entries that follow, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.editing.values import group_inserts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.source.document import Insert
    from preclear.source.editing.yaml_layout import YamlLayout
    from preclear.source.editing.yaml_nodes import TextNode
    from preclear.source.json_value import Json


def change_block_members(
    layout: YamlLayout, node: TextNode, removed: Sequence[bool], inserts: Sequence[Insert]
) -> None:
    """Remove the children of `node` that `removed` says, and insert others. At least one child stays."""
    children = node.children
    first = 0
    if removed[0] and not layout.is_on_own_line(children[0].start):
        first = _remove_first(layout, children, removed)
    for child, is_removed in zip(children[first:], removed[first:], strict=True):
        if is_removed:
            _remove_lines(layout, child)
    if inserts:
        _insert(layout, node, inserts)


def _remove_first(layout: YamlLayout, children: Sequence[TextNode], removed: Sequence[bool]) -> int:
    """Remove the first entries, which begin after a `-`. Returns the number of those that are dealt with."""
    count = removed.index(False)
    start, next_start = children[0].start, children[count].start
    if not any(_has_comment_line(layout, children[index], children[index + 1]) for index in range(count)):
        layout.add(start, next_start)
        return count
    line_end = layout.rest_of_line(children[0].value_end)
    layout.add(layout.blanks_start(start), children[0].value_end if line_end is None else line_end)
    return 1


def _has_comment_line(layout: YamlLayout, node: TextNode, next_node: TextNode) -> bool:
    """Whether there is a comment on a line of its own between two entries."""
    between = layout.text[layout.next_line(node.value_end) : layout.line_start(next_node.start)]
    return bool(between.strip())


def _remove_lines(layout: YamlLayout, node: TextNode) -> None:
    start = layout.line_start(node.start)
    bottom = layout.bottom(node, layout.column(node.start) + 1)
    if bottom == len(layout.text) and layout.text[-1:] not in ("\r", "\n") and start:
        start -= len(layout.line_break(start - 1))
    layout.add(start, bottom)


def _insert(layout: YamlLayout, node: TextNode, inserts: Sequence[Insert]) -> None:
    children = node.children
    column = layout.column(children[0].start)
    margin = " " * column
    if node.kind == "mapping":
        entries: dict[str, Json] = {str(insert.key): insert.value for insert in inserts}
        _insert_below(layout, children[-1], column, entries)
        return
    for index, group in sorted(group_inserts(inserts, len(children)).items()):
        items = [insert.value for insert in group]
        text = layout.render_block(items, column)
        if index == 0:
            layout.add(children[0].start, children[0].start, f"{text}\n{margin}")
        elif index < len(children):
            bottom = layout.bottom(children[index - 1], column + 1)
            layout.add(bottom, bottom, f"{margin}{text}\n")
        else:
            _insert_below(layout, children[-1], column, items)


def _insert_below(layout: YamlLayout, node: TextNode, column: int, value: Json) -> None:
    """Insert an entry below the last one and the comments that follow it with the same margin."""
    bottom = layout.bottom(node, column)
    text = " " * column + layout.render_block(value, column)
    if bottom == len(layout.text) and layout.text[-1:] not in ("\r", "\n"):
        layout.add_value(bottom, bottom, f"\n{text}", value)
    else:
        layout.add(bottom, bottom, f"{text}\n")
