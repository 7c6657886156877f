"""Insertion of entries into a mapping of a text, after its last entry and in its own style."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from preclear.source import TextEdit, UneditableTextError, node_at, render_block, render_flow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source import Document, Json, Node, Place

_NODE_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*\s+)*")
_LINE_REST = re.compile(r"[ \t]*(?:#.*)?\r?$")


def insert_entries(node: Node, entries: dict[str, Json]) -> Iterator[TextEdit]:
    """Yield the edits that add `entries`, all with new keys, to the mapping `node`, which may be null.

    Raises UneditableTextError.
    """
    text = node.document.text
    start, end = offsets(node.place)
    node_text = text[start:end].strip()
    if node_text.startswith("*"):
        raise UneditableTextError(f"{_describe_node(node)} is an alias")
    if not node.mapping:
        yield from _replace_empty(node, entries)
        return
    properties = _NODE_PROPERTIES.match(text, start)
    first_character = text[properties.end() if properties else start :][:1]
    if first_character == "{":
        yield _insert_in_braces(node, entries)
    else:
        yield _insert_below(node, entries)


def offsets(place: Place) -> tuple[int, int]:
    """Return the 0-based offsets where a place starts and ends in its document's text."""
    start, end = place.span
    lines = place.document.lines
    return lines.offset(start.line - 1, start.column - 1), lines.offset(end.line - 1, end.column - 1)


def render_value(value: Json, document: Document, start: int) -> str:
    """Render `value` as JSON for the 0-based offset `start`: on several lines if the JSON document is."""
    text = document.text
    if document.format != "json" or "\n" not in text.strip():
        return render_flow(value)
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return _indent_json(value, line[: len(line) - len(line.lstrip())])


def _insert_below(node: Node, entries: dict[str, Json]) -> TextEdit:
    """Insert after the line on which the block mapping `node` ends."""
    text = node.document.text
    _, end = offsets(node.place)
    indent = next(child for _, child in node.entries()).key.span.start.column - 1
    line_end = _line_end(text, end) if "\n" in text[end:] else len(text.rstrip("\r\n"))
    return TextEdit(line_end, line_end, "\n" + " " * indent + render_block(entries, indent), indent)


def _insert_in_braces(node: Node, entries: dict[str, Json]) -> TextEdit:
    """Insert after the last entry of a mapping in braces, with a comma before each new entry."""
    text = node.document.text
    start, end = offsets(node.place)
    last = list(node.entries())[-1][1]
    _, last_end = offsets(last.place)
    if not start < last_end < end or text[last_end - 1].isspace():
        raise UneditableTextError(f"{_describe_node(node)} ends with an entry that has no value")
    key_start, _ = offsets(last.key)
    margin = text[text.rfind("\n", 0, key_start) + 1 : key_start]
    if node.document.format == "json" and "\n" in text[start:end] and not margin.strip():
        new_text = "".join(
            f",\n{margin}{render_flow(name)}: {_indent_json(value, margin)}" for name, value in entries.items()
        )
    else:
        new_text = "".join(f", {render_flow(name)}: {render_flow(value)}" for name, value in entries.items())
    return TextEdit(last_end, last_end, new_text)


def _replace_empty(node: Node, entries: dict[str, Json]) -> Iterator[TextEdit]:
    """Replace an empty mapping, or a null that may be written or implicit."""
    text = node.document.text
    start, end = offsets(node.place)
    if not node.pointer:
        raise UneditableTextError("the document is empty")
    if not text[start:end].strip():
        _, key_end = offsets(node.key)
        start = end = text.index(":", key_end) + 1
    if "#" in text[start:end]:
        raise UneditableTextError(f"{_describe_node(node)} contains a comment")
    parent = node_at(node.place._replace(pointer=node.pointer[:-1]))
    if _is_flow(parent) or node.document.format == "json":
        blank = " " if start == end else ""
        yield TextEdit(start, end, blank + render_value(entries, node.document, start))
        return
    line_end = _line_end(text, end)
    if not _LINE_REST.match(text[end:line_end]) or text[start:end].startswith(("&", "!")):
        raise UneditableTextError(f"{_describe_node(node)} shares its line with something else")
    indent = node.key.span.start.column + 1
    if start < end:
        blank_count = len(text[:start]) - len(text[:start].rstrip(" \t"))
        yield TextEdit(start - blank_count, end, "")
    yield TextEdit(line_end, line_end, "\n" + " " * indent + render_block(entries, indent), indent)


def _is_flow(node: Node) -> bool:
    text = node.document.text
    start, _ = offsets(node.place)
    properties = _NODE_PROPERTIES.match(text, start)
    return text[properties.end() if properties else start :][:1] == "{"


def _line_end(text: str, offset: int) -> int:
    """Return the 0-based offset of the end of the line at `offset`, before its line break."""
    line_end = text.find("\n", offset)
    line_end = len(text) if line_end < 0 else line_end
    return line_end - 1 if text[line_end - 1 : line_end] == "\r" and line_end > offset else line_end


def _indent_json(value: Json, margin: str) -> str:
    unit = "\t" if "\t" in margin else "  "
    return json.dumps(value, indent=unit, ensure_ascii=False).replace("\n", f"\n{margin}")


def _describe_node(node: Node) -> str:
    return f"`{'.'.join(map(str, node.pointer))}`" if node.pointer else "the document"
