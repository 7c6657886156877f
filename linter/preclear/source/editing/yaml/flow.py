"""Entries removed from a flow collection of a YAML text, and inserted into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.editing.edits import UneditableTextError
from preclear.source.editing.values import group_inserts
from preclear.source.editing.yaml.nodes import describe_node, skip_blanks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.source.document import Insert
    from preclear.source.editing.yaml.layout import YamlLayout
    from preclear.source.editing.yaml.nodes import TextNode
    from preclear.source.json_value import Json


def change_flow_members(layout: YamlLayout, node: TextNode, removed: Sequence[bool], inserts: Sequence[Insert]) -> None:
    """Remove the children of `node` that `removed` says, and insert others. At least one child stays."""
    if layout.text[node.value_start] not in "{[":
        raise UneditableTextError(f"{describe_node(node)} has no brackets")
    _remove(layout, node, removed)
    if inserts:
        _insert(layout, node, removed, inserts)


def _comma(layout: YamlLayout, node: TextNode) -> int | None:
    """Return the offset of the comma after `node`; None if there is none."""
    offset = skip_blanks(layout.text, node.value_end)
    return offset if layout.text[offset : offset + 1] == "," else None


def _last_kept(removed: Sequence[bool]) -> int:
    return max(index for index, is_removed in enumerate(removed) if not is_removed)


def _remove(layout: YamlLayout, node: TextNode, removed: Sequence[bool]) -> None:
    children, last_kept = node.children, _last_kept(removed)
    position = 0
    for index, child in enumerate(children):
        if not removed[index]:
            continue
        comma = _comma(layout, child)
        end = child.value_end if comma is None else comma + 1
        if index < last_kept and not layout.has_line_break(child.start, children[index + 1].start):
            position = children[index + 1].start
            layout.add(child.start, position)
            continue
        line_end = layout.rest_of_line(end)
        if layout.is_on_own_line(child.start):
            start = layout.line_start(child.start)
            if line_end is None:
                layout.add(child.start, end)
            else:
                layout.add(start, layout.next_line(line_end))
        else:
            layout.add(max(layout.blanks_start(child.start), position), end if line_end is None else line_end)
    comma = _comma(layout, children[last_kept])
    if last_kept < len(children) - 1 and comma is not None and _comma(layout, children[-1]) is None:
        layout.add(comma, comma + 1)


def _insert(layout: YamlLayout, node: TextNode, removed: Sequence[bool], inserts: Sequence[Insert]) -> None:
    children, last_kept = node.children, _last_kept(removed)
    last = children[last_kept]
    start = layout.line_start(last.start)
    is_own_line = layout.is_on_own_line(last.start) and node.value_start < start
    separator = "\n" + layout.text[start : last.start] if is_own_line else " "
    if node.kind == "mapping":
        entries = [_render_entry(layout, last, str(insert.key), insert.value) for insert in inserts]
        _append(layout, last, children[-1], separator, entries)
        return
    appended: list[str] = []
    following = 0  # the first item at or after the index that stays
    for index, group in sorted(group_inserts(inserts, len(children)).items()):
        items = [layout.render_in_flow(insert.value) for insert in group]
        if index > last_kept:
            appended += items
        else:
            while following < index or removed[following]:
                following += 1
            offset = children[following].start
            layout.add(offset, offset, "".join(f"{item},{separator}" for item in items))
    if appended:
        _append(layout, last, children[-1], separator, appended)


def _append(layout: YamlLayout, last: TextNode, last_child: TextNode, separator: str, entries: list[str]) -> None:
    """Append entries after the last one that stays; `last_child` is the last one of the text."""
    comma = _comma(layout, last)
    has_trailing_comma = comma is not None and (last is last_child or _comma(layout, last_child) is not None)
    if has_trailing_comma and comma is not None:
        offset = comma + 1
    else:
        layout.add(last.value_end, last.value_end, ",")
        offset = last.value_end
    if separator != " ":
        line_end = layout.rest_of_line(offset)
        offset = offset if line_end is None else line_end
    text = ",".join(separator + entry for entry in entries)
    layout.add(offset, offset, text + "," if has_trailing_comma else text)


def _render_entry(layout: YamlLayout, sibling: TextNode, key: str, value: Json) -> str:
    """Render an entry with its key in quotes if that of `sibling` is."""
    key_text = layout.render_key(key, sibling.key_style)
    return f"{key_text}: {layout.render_in_flow(value)}"
