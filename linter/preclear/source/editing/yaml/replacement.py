"""Replacement of a value in a YAML text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.editing.edits import UneditableTextError
from preclear.source.editing.yaml.layout import ends_with_text
from preclear.source.editing.yaml.nodes import describe_node, skip_blanks

if TYPE_CHECKING:
    from preclear.source.editing.yaml.layout import YamlLayout
    from preclear.source.editing.yaml.nodes import TextNode
    from preclear.source.json_value import Json

_ON_LINE = 1 << 20
"""The depth of a text that's inserted into a line, before all entries that are inserted at the end of it."""


def replace_value(layout: YamlLayout, node: TextNode, value: Json) -> None:
    """Replace the value of `node` by `value`. An anchor stays, a tag doesn't. Raises UneditableTextError."""
    is_block = isinstance(value, (dict, list)) and bool(value) and not node.is_in_flow
    if is_block and node.kind in ("mapping", "list") and node.is_flow:
        is_block = node.parent is not None  # a document in flow style stays in it
    if node.is_block_collection:
        if is_block:
            _replace_block_by_block(layout, node, value)
        else:
            _replace_block_by_line(layout, node, value)
    elif is_block:
        _replace_line_by_block(layout, node, value)
    else:
        _replace_on_line(layout, node, value)


def _properties(node: TextNode) -> str:
    """Return the properties that are written before a new value: an anchor."""
    return f"&{node.anchor}" if node.anchor is not None else ""


def _text_margin(layout: YamlLayout, node: TextNode) -> int | None:
    """Return the margin of a scalar of several lines that replaces the value of `node`; None if it can't have some."""
    parent = node.parent
    if parent is None or parent.is_flow:
        return None
    column = layout.column(node.start)
    if layout.has_comment_below(node.value_end, column + 1):
        return None  # the comment would be a line of the text
    return column + (2 if parent.kind == "list" else layout.style.step)


def _value_end(layout: YamlLayout, node: TextNode, value: Json) -> int:
    """Return where the text of `node` ends that `value` replaces, with its comment if that would end up in a text."""
    end = node.value_end
    return layout.rest_of_line(end) or end if ends_with_text(value) else end


def _replace_on_line(layout: YamlLayout, node: TextNode, value: Json) -> None:
    margin = _text_margin(layout, node)
    text = layout.render_in_flow(value) if isinstance(value, (dict, list)) else layout.render_like(node, value, margin)
    start, end = node.value_start, node.value_end
    if node.has_tag:
        start = node.property_start
        text = f"{_properties(node)} {text}".lstrip()
    if "\n" in text:
        # A comment at the end of the line follows the header, not the text.
        line_end = layout.rest_of_line(end) or end
        header, _, lines = text.partition("\n")
        blank = " " if start == end else ""
        layout.add_value(start, line_end, f"{blank}{header}{layout.text[end:line_end]}\n{lines}", value, _ON_LINE)
    elif start < end:
        layout.add(start, end, text)
    elif node.property_start < start or node.anchor is not None:
        layout.add(node.value_end, node.value_end, f" {text}", _ON_LINE)
    elif node.parent is None or layout.text[start - 1 : start] in (":", "-"):
        layout.add(start, start, f" {text}" if node.parent else text, _ON_LINE)
    elif node.is_in_flow and node.key_end >= 0:
        layout.add(node.key_end, node.key_end, f": {text}", _ON_LINE)
    else:
        raise UneditableTextError(f"{describe_node(node)} has no value in the text")


def _replace_block_by_block(layout: YamlLayout, node: TextNode, value: Json) -> None:
    start, column = node.value_start, layout.column(node.value_start)
    parent = node.parent
    if node.has_tag:
        raise UneditableTextError(f"{describe_node(node)} has a tag")
    if (
        parent is not None
        and parent.kind == "mapping"
        and isinstance(value, dict)
        and column <= layout.column(node.start)
        and layout.is_on_own_line(start)
    ):
        # A list may have the margin of the key above it, a mapping may not.
        start = layout.line_start(start)
        column = layout.column(node.start) + layout.style.step
        layout.add_value(
            start, _value_end(layout, node, value), " " * column + layout.render_block(value, column), value
        )
        return
    layout.add_value(start, _value_end(layout, node, value), layout.render_block(value, column), value)


def _replace_block_by_line(layout: YamlLayout, node: TextNode, value: Json) -> None:
    start = node.value_start
    if isinstance(value, (dict, list)):
        text = layout.render_in_flow(value)
    else:
        text = layout.render_like(node, value, _text_margin(layout, node))
    if node.parent is None or not layout.is_on_own_line(start):
        if node.has_tag:
            raise UneditableTextError(f"{describe_node(node)} has a tag")
        layout.add_value(start, _value_end(layout, node, value), text, value)
        return
    position = indicator_end = _indicator_end(layout, node)
    if node.has_tag:
        position = len(layout.text[:start].rstrip())
        layout.add(node.property_start, position, _properties(node))
    elif node.anchor is not None:
        position = node.property_start + len(node.anchor) + 1
    header, _, lines = text.partition("\n")
    layout.add(position, position, f" {header}" if position == indicator_end or node.anchor is not None else header)
    top, bottom = layout.line_start(start), layout.bottom(node.children[-1] if node.children else node, 1 << 30)
    layout.add_value(top, bottom, f"{lines}\n" if lines else "", None)


def _indicator_end(layout: YamlLayout, node: TextNode) -> int:
    """Return the offset after the `:` or `-` before the value of `node`."""
    if node.key_end < 0:
        return node.start + 1
    colon = skip_blanks(layout.text, node.key_end)
    if layout.text[colon : colon + 1] != ":":
        raise UneditableTextError(f"{describe_node(node)} has no value in the text")
    return colon + 1


def _replace_line_by_block(layout: YamlLayout, node: TextNode, value: Json) -> None:
    """Replace a scalar, an alias, nothing or a flow collection by a block collection."""
    parent, start, end = node.parent, node.value_start, node.value_end
    if parent is None:
        layout.add_value(
            start, _value_end(layout, node, value), layout.render_block(value, layout.column(start)), value
        )
        return
    if node.has_tag:
        raise UneditableTextError(f"{describe_node(node)} has a tag")
    is_empty = start == end
    entry_column = layout.column(node.start)
    if parent.kind == "list" and node.anchor is None and not layout.has_line_break(node.start, start):
        _add_after_indicator(layout, node, node.start + 1, value)
        return
    if not is_empty and layout.is_on_own_line(start):
        layout.add_value(
            start, _value_end(layout, node, value), layout.render_block(value, layout.column(start)), value
        )
        return
    is_explicit = node.key_end >= 0 and not layout.has_line_break(_indicator_end(layout, node), start)
    is_explicit = is_explicit and layout.is_on_own_line(_indicator_end(layout, node) - 1)
    if is_explicit and node.anchor is None:
        _add_after_indicator(layout, node, _indicator_end(layout, node), value)  # after `? key` and `: `
        return
    column = entry_column + layout.style.step
    if parent.kind == "list":
        column = entry_column + 2
    elif isinstance(value, list) and not is_explicit:
        column = entry_column + layout.style.list_step
    line_end = layout.rest_of_line(end)
    if line_end is None or (is_empty and layout.text[end - 1 : end] != ":" and node.anchor is None):
        raise UneditableTextError(f"{describe_node(node)} shares its line with something else")
    if not is_empty:
        layout.add(layout.blanks_start(start), end)
    layout.add_value(line_end, line_end, f"\n{' ' * column}{layout.render_block(value, column)}", value, node.depth + 1)


def _add_after_indicator(layout: YamlLayout, node: TextNode, indicator_end: int, value: Json) -> None:
    """Replace the value of `node` by a block collection that begins after the `-` or `:` before it."""
    blanks = layout.text[indicator_end : node.value_start]
    if not blanks or blanks.strip(" "):
        blanks = " "  # a tab isn't indentation
    column = layout.column(indicator_end) + len(blanks)
    layout.add_value(
        indicator_end, _value_end(layout, node, value), blanks + layout.render_block(value, column), value, _ON_LINE
    )
