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
    from preclear.source.editing.yaml.layout import YamlLayout
    from preclear.source.editing.yaml.nodes import TextNode
    from preclear.source.json_value import Json


def change_block_members(
    layout: YamlLayout, node: TextNode, removed: Sequence[bool], inserts: Sequence[Insert]
) -> None:
    """Remove the children of `node` that `removed` says, and insert others. At least one child stays."""
    children = node.children
    pulled_up = 0
    previous: TextNode | None = None  # the last one that stays
    ends: dict[int, int] = {}  # where the lines end that are removed, by the index of the child
    for index, child in enumerate(children):
        if not removed[index]:
            previous = child
        elif index < pulled_up:
            continue
        elif index or layout.is_on_own_line(child.start):
            bottom = layout.bottom(child, layout.column(child.start) + 1)
            if previous is not None and previous.raw_end > previous.value_end:
                bottom = layout.skip_blank_lines(bottom)  # they would become part of the text before them
            layout.add(layout.line_start(child.start), bottom)
            ends[index] = bottom
        else:
            pulled_up = _remove_first(layout, children, removed)
    if inserts:
        _insert(layout, node, removed, inserts, pulled_up, ends)


def _remove_first(layout: YamlLayout, children: Sequence[TextNode], removed: Sequence[bool]) -> int:
    """Remove a first entry that begins after a `-`, and pull up the next one that stays.

    Returns the number of removed entries before it; 0 if comment lines before it keep it where it is.
    """
    count = removed.index(False)
    if not any(_has_comment_line(layout, children[index], children[index + 1]) for index in range(count)):
        layout.add(children[0].start, children[count].start)
        return count
    line_end = layout.rest_of_line(children[0].value_end)
    layout.add(layout.blanks_start(children[0].start), children[0].value_end if line_end is None else line_end)
    return 0


def _has_comment_line(layout: YamlLayout, node: TextNode, next_node: TextNode) -> bool:
    """Whether there is a comment on a line of its own between two entries."""
    between = layout.text[layout.next_line(node.value_end) : layout.line_start(next_node.start)]
    return bool(between.strip())


def _insert(
    layout: YamlLayout,
    node: TextNode,
    removed: Sequence[bool],
    inserts: Sequence[Insert],
    pulled_up: int,
    ends: dict[int, int],
) -> None:
    children = node.children
    column, depth = layout.column(children[0].start), node.depth + 1
    margin = " " * column
    if node.kind == "mapping":
        entries: dict[str, Json] = {str(insert.key): insert.value for insert in inserts}
        _append(layout, children[-1], column, entries, removed_end=ends.get(len(children) - 1, 0))
        return
    last_kept = max(index for index, is_removed in enumerate(removed) if not is_removed)
    appended: list[Json] = []
    for index, group in sorted(group_inserts(inserts, len(children)).items()):
        items = [insert.value for insert in group]
        text = layout.render_block(items, column)
        if index > last_kept:
            appended += items
        elif index > pulled_up:
            bottom = ends.get(index - 1) or layout.bottom(children[index - 1], column + 1)
            layout.add(bottom, bottom, f"{margin}{text}\n", depth)
        elif layout.is_on_own_line(children[0].start):
            start = layout.line_start(children[0].start)
            layout.add(start, start, f"{margin}{text}\n", depth)
        elif removed[0] and not pulled_up:
            line_end = layout.next_line(children[0].value_end)
            layout.add(line_end, line_end, f"{margin}{text}\n", depth)
        else:
            layout.add(children[pulled_up].start, children[pulled_up].start, f"{text}\n{margin}", depth)
    if appended:
        _append(layout, children[-1], column, appended, removed_end=ends.get(len(children) - 1, 0))


def _append(layout: YamlLayout, last: TextNode, column: int, value: Json, *, removed_end: int) -> None:
    """Insert entries below the last one of the text and the comments that follow it with the same margin.

    `removed_end` is where the lines of the last one end if it's removed, otherwise 0.
    """
    bottom = max(layout.bottom(last, column), removed_end)
    text = " " * column + layout.render_block(value, column)
    if not layout.is_open_end(bottom):
        layout.add(bottom, bottom, f"{text}\n", last.depth)
        return
    header = last.block_header
    if header >= 0 and last.raw_end == bottom and not removed_end:
        layout.strip_text_end(header)
    layout.add_value(bottom, bottom, text if removed_end else f"\n{text}", value, last.depth)
