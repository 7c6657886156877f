"""Entries put into a mapping of a text: after the last one, in its own style, and all else left as it stands."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from preclear.bundle.yaml_text import block, flow
from preclear.source.under import node_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source import Document, Json, Node, Place

_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*\s+)*")
_REST = re.compile(r"[ \t]*(?:#.*)?\r?$")


class Irregular(Exception):
    """The text is written in a way that cannot be edited in place: how, for a person."""


class Change(NamedTuple):
    """`text[start:end]` becomes `new`. Of two insertions at one place, the one with the deeper `indent` comes first."""

    start: int
    end: int
    indent: int
    new: str


def inserted(node: Node, entries: dict[str, Json]) -> Iterator[Change]:
    """The changes that put `entries`, under new keys, into the mapping `node`, which may be null. Raises Irregular."""
    text = node.document.text
    start, end = offsets(node.place)
    written = text[start:end].strip()
    if written.startswith("*"):
        raise Irregular(f"{_called(node)} is an alias")
    if not node.mapping:
        yield from _in_place(node, entries)
        return
    begin = _PROPERTIES.match(text, start)
    first = text[begin.end() if begin else start :][:1]
    if first == "{":
        yield _in_braces(node, entries)
    else:
        yield _below(node, entries)


def offsets(place: Place) -> tuple[int, int]:
    """Where a place starts and ends in its document's text, counted from 0."""
    start, end = place.span
    lines = place.document.lines
    return lines.offset(start.line - 1, start.column - 1), lines.offset(end.line - 1, end.column - 1)


def written_out(value: Json, document: Document, start: int) -> str:
    """`value` as JSON in place of what starts at `start`: over several lines in a JSON document that has them."""
    text = document.text
    if document.format != "json" or "\n" not in text.strip():
        return flow(value)
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return _lines(value, line[: len(line) - len(line.lstrip())])


def _below(node: Node, entries: dict[str, Json]) -> Change:
    """Behind the line on which `node`, a block mapping, ends."""
    text = node.document.text
    _, end = offsets(node.place)
    indent = next(child for _, child in node.entries()).key.span.start.column - 1
    line_end = _line_end(text, end) if "\n" in text[end:] else len(text.rstrip("\r\n"))
    return Change(line_end, line_end, indent, "\n" + " " * indent + block(entries, indent))


def _in_braces(node: Node, entries: dict[str, Json]) -> Change:
    """Behind the last entry of a mapping in braces, a comma before them."""
    text = node.document.text
    start, end = offsets(node.place)
    last = list(node.entries())[-1][1]
    _, behind = offsets(last.place)
    if not start < behind < end or text[behind - 1].isspace():
        raise Irregular(f"{_called(node)} ends with an entry without a value")
    key, _ = offsets(last.key)
    margin = text[text.rfind("\n", 0, key) + 1 : key]
    if node.document.format == "json" and "\n" in text[start:end] and not margin.strip():
        new = "".join(f",\n{margin}{flow(name)}: {_lines(value, margin)}" for name, value in entries.items())
    else:
        new = "".join(f", {flow(name)}: {flow(value)}" for name, value in entries.items())
    return Change(behind, behind, 0, new)


def _in_place(node: Node, entries: dict[str, Json]) -> Iterator[Change]:
    """In place of an empty mapping, or of a null that may not be written at all."""
    text = node.document.text
    start, end = offsets(node.place)
    if not node.pointer:
        raise Irregular("the document is empty")
    if not text[start:end].strip():
        _, key_end = offsets(node.key)
        start = end = text.index(":", key_end) + 1
    if "#" in text[start:end]:
        raise Irregular(f"{_called(node)} has a comment in it")
    parent = node_at(node.place._replace(pointer=node.pointer[:-1]))
    if _is_flow(parent) or node.document.format == "json":
        blank = " " if start == end else ""
        yield Change(start, end, 0, blank + written_out(entries, node.document, start))
        return
    behind = _line_end(text, end)
    if not _REST.match(text[end:behind]) or text[start:end].startswith(("&", "!")):
        raise Irregular(f"{_called(node)} shares its line with something else")
    indent = node.key.span.start.column + 1
    if start < end:
        blanks = len(text[:start]) - len(text[:start].rstrip(" \t"))
        yield Change(start - blanks, end, 0, "")
    yield Change(behind, behind, indent, "\n" + " " * indent + block(entries, indent))


def _is_flow(node: Node) -> bool:
    text = node.document.text
    start, _ = offsets(node.place)
    begin = _PROPERTIES.match(text, start)
    return text[begin.end() if begin else start :][:1] == "{"


def _line_end(text: str, offset: int) -> int:
    """Where the line of `offset` ends, before its line end."""
    found = text.find("\n", offset)
    found = len(text) if found < 0 else found
    return found - 1 if text[found - 1 : found] == "\r" and found > offset else found


def _lines(value: Json, margin: str) -> str:
    unit = "\t" if "\t" in margin else "  "
    return json.dumps(value, indent=unit, ensure_ascii=False).replace("\n", f"\n{margin}")


def _called(node: Node) -> str:
    return f"`{'.'.join(map(str, node.pointer))}`" if node.pointer else "the document"
