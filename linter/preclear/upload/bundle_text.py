"""The bundle as text: the entry document's own text with as little changed as can be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from preclear.source import Node, load_bytes
from preclear.upload.yaml_text import block, flow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source import Document, Json, Limits, Place
    from preclear.upload.bundle_tree import Tree


class _Irregular(Exception):
    """The text is written in a way that cannot be edited in place."""


def write(document: Document, tree: Tree, limits: Limits) -> str:
    """The bundle's text in the entry document's format.

    YAML keeps its comments, order and quotes wherever nothing had to change. Where it is written so that parts cannot
    be put in (`components` in braces, say), it is written anew from its value, and so is JSON, which has no comments.
    """
    whole = _whole(tree)
    if document.format == "json":
        return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
    try:
        edited = _edited(document, tree)
    except (_Irregular, LookupError):
        return block(whole) + "\n"
    again = load_bytes(edited.encode("utf-8", "surrogatepass"), document.path, limits=limits)
    return edited if again.loaded and again.value == whole else block(whole) + "\n"


def _whole(tree: Tree) -> Json:
    value = tree.value
    if not isinstance(value, dict) or not tree.added:
        return value
    held = value.get("components")
    components: dict[str, Json] = dict(held) if isinstance(held, dict) else {}
    for section, parts in tree.added.items():
        there = components.get(section)
        components[section] = {**(there if isinstance(there, dict) else {}), **parts}
    return {**value, "components": components}


class _Change(NamedTuple):
    """`text[start:end]` becomes `new`. Of two insertions at one place, the one with the deeper `indent` comes first."""

    start: int
    end: int
    indent: int
    new: str


def _edited(document: Document, tree: Tree) -> str:
    text = document.text
    newline = "\r\n" if "\r\n" in text else "\n"
    changes = sorted(_changes(document, tree), key=lambda change: (change.start, change.end, -change.indent))
    for change in reversed(_outermost(changes)):
        text = text[: change.start] + change.new.replace("\n", newline) + text[change.end :]
    return text


def _outermost(changes: list[_Change]) -> list[_Change]:
    """Without those that lie within another one, which has them all. `changes` are sorted by their start."""
    kept: list[_Change] = []
    end = -1
    for change in dict.fromkeys(changes):
        if change.start < end or (kept and change.start == kept[-1].start and change.end < kept[-1].end):
            if change.end > end:
                raise _Irregular
            continue
        if kept and change.start == kept[-1].start and change.end > kept[-1].end > kept[-1].start:
            kept.pop()
        kept.append(change)
        end = max(end, change.end)
    return kept


def _changes(document: Document, tree: Tree) -> Iterator[_Change]:
    for pointer, value in tree.edits:
        place = Node(document, pointer, None).place
        start, end = _offsets(place)
        column = place.span.start.column
        braces = document.text[start : start + 1] in ("{", "*", "&", "!")
        in_block = isinstance(value, dict) and bool(value) and not braces
        yield _Change(start, end, 0, block(value, column - 1) if in_block else flow(value))
    if tree.added:
        yield from _additions(document, tree)


def _additions(document: Document, tree: Tree) -> Iterator[_Change]:
    root = Node(document, (), document.value)
    components = root.get("components")
    if components is None:
        yield _behind(root, {"components": {**tree.added}})
        return
    new: dict[str, Json] = {name: {**parts} for name, parts in tree.added.items() if components.get(name) is None}
    if new:
        yield _behind(components, new)
    for section, parts in tree.added.items():
        held = components.get(section)
        if held is not None:
            yield _behind(held, parts)


def _behind(node: Node, entries: dict[str, Json]) -> _Change:
    """An insertion of `entries` behind the line on which `node`, a block mapping, ends. Raises _Irregular."""
    text = node.document.text
    start, end = _offsets(node.place)
    if not node.mapping or text[start : start + 1] in ("{", "*", "&", "!"):
        raise _Irregular
    indent = node.place.span.start.column - 1
    line_end = text.find("\n", end)
    line_end = len(text.rstrip("\r\n")) if line_end < 0 else line_end
    if text[line_end - 1 : line_end] == "\r":
        line_end -= 1
    return _Change(line_end, line_end, indent, "\n" + " " * indent + block(entries, indent))


def _offsets(place: Place) -> tuple[int, int]:
    start, end = place.span
    lines = place.document.lines
    return lines.offset(start.line - 1, start.column - 1), lines.offset(end.line - 1, end.column - 1)
