"""The bundle as text: the entry document's own text with as little changed as can be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from preclear.bundle.insert import Change, Irregular, inserted, offsets, written_out
from preclear.bundle.yaml_text import block
from preclear.source import Node, load_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.bundle.tree import Tree
    from preclear.source import Document, Json, Limits


class Text(NamedTuple):
    """A bundle's text and, where it is not the entry document's own with changes, why it was written anew."""

    text: str
    rewritten: str | None = None


def write(document: Document, tree: Tree, limits: Limits) -> Text:
    """The bundle's text in the entry document's format.

    Comments, order, quotes and numbers stay as they are wherever nothing had to change. Where the document is written
    so that parts cannot be put in (`components` is an alias, say), it is written anew from its value.
    """
    whole = _whole(tree)
    try:
        edited = _edited(document, tree)
        again = load_bytes(edited.encode("utf-8", "surrogatepass"), document.path, limits=limits)
        if again.loaded and again.value == whole:
            return Text(edited)
        reason = "a value that is used in several places would have changed in all of them"
    except Irregular as irregular:
        reason = str(irregular)
    except LookupError:
        reason = "a part of it has no place of its own"
    if document.format == "json":
        return Text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", reason)
    return Text(block(whole) + "\n", reason)


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


def _edited(document: Document, tree: Tree) -> str:
    text = document.text
    newline = "\r\n" if "\r\n" in text else "\n"
    changes = sorted(_changes(document, tree), key=lambda change: (change.start, change.end, -change.indent))
    for change in reversed(_outermost(changes)):
        text = text[: change.start] + change.new.replace("\n", newline) + text[change.end :]
    return text


def _outermost(changes: list[Change]) -> list[Change]:
    """Without those that lie within another one, which has them all. `changes` are sorted by their start."""
    kept: list[Change] = []
    end = -1
    for change in dict.fromkeys(changes):
        if change.start < end or (kept and change.start == kept[-1].start and change.end < kept[-1].end):
            if change.end > end:
                raise Irregular("two changes to it overlap")
            continue
        if kept and change.start == kept[-1].start and change.end > kept[-1].end > kept[-1].start:
            kept.pop()
        kept.append(change)
        end = max(end, change.end)
    return kept


def _changes(document: Document, tree: Tree) -> Iterator[Change]:
    for pointer, value in tree.edits:
        place = Node(document, pointer, None).place
        start, end = offsets(place)
        column = place.span.start.column
        braces = document.text[start : start + 1] in ("{", "*", "&", "!")
        in_block = isinstance(value, dict) and bool(value) and not braces
        yield Change(start, end, 0, block(value, column - 1) if in_block else written_out(value, document, start))
    if tree.added:
        yield from _additions(document, tree)


def _additions(document: Document, tree: Tree) -> Iterator[Change]:
    root = Node(document, (), document.value)
    components = root.get("components")
    if components is None or not components.mapping:
        added: dict[str, Json] = {**tree.added}
        yield from inserted(root, {"components": added}) if components is None else inserted(components, added)
        return
    new: dict[str, Json] = {name: {**parts} for name, parts in tree.added.items() if name not in components.mapping}
    if new:
        yield from inserted(components, new)
    for section, parts in tree.added.items():
        held = components.get(section)
        if held is not None:
            yield from inserted(held, parts)
