"""The bundle as text: the entry document's own text with as few edits as possible."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from preclear.bundle.edits import insert_entries, offsets, render_value
from preclear.source import Node, TextEdit, UneditableTextError, load_bytes, render_block, splice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.bundle.tree import BundleTree
    from preclear.source import Document, Json, Limits


class BundleText(NamedTuple):
    """A bundle's text. `rewrite_reason` says why it isn't an edited version of the entry document, or is None."""

    text: str
    rewrite_reason: str | None = None


def render_bundle(document: Document, tree: BundleTree, limits: Limits) -> BundleText:
    """Render the bundle in the entry document's format.

    Comments, order, quotes and numbers stay as they are wherever nothing has to change. If the text can't be edited,
    for example because `components` is an alias, it's rewritten from its value.
    """
    expected_value = _bundle_value(tree)
    try:
        edited_text = _apply_edits(document, tree)
        reloaded_document = load_bytes(edited_text.encode("utf-8", "surrogatepass"), document.path, limits=limits)
        if reloaded_document.is_loaded and reloaded_document.value == expected_value:
            return BundleText(edited_text)
        reason = "a value that is shared by several places would change in all of them"
    except UneditableTextError as error:
        reason = str(error)
    except LookupError:
        reason = "part of it has no place in the text"
    if document.format == "json":
        return BundleText(json.dumps(expected_value, indent=2, ensure_ascii=False) + "\n", reason)
    return BundleText(render_block(expected_value) + "\n", reason)


def _bundle_value(tree: BundleTree) -> Json:
    value = tree.value
    if not isinstance(value, dict) or not tree.new_components:
        return value
    existing = value.get("components")
    components: dict[str, Json] = dict(existing) if isinstance(existing, dict) else {}
    for section, parts in tree.new_components.items():
        existing_section = components.get(section)
        components[section] = {**(existing_section if isinstance(existing_section, dict) else {}), **parts}
    return {**value, "components": components}


def _apply_edits(document: Document, tree: BundleTree) -> str:
    newline = "\r\n" if "\r\n" in document.text else "\n"
    edits = sorted(_text_edits(document, tree), key=lambda edit: (edit.start, edit.end, -edit.depth))
    return splice(
        document.text,
        [edit._replace(new_text=edit.new_text.replace("\n", newline)) for edit in _drop_nested_edits(edits)],
    )


def _drop_nested_edits(edits: list[TextEdit]) -> list[TextEdit]:
    """Drop edits within another edit, which already includes them. `edits` are sorted by their start."""
    outermost: list[TextEdit] = []
    end = -1
    for edit in dict.fromkeys(edits):
        if edit.start < end or (outermost and edit.start == outermost[-1].start and edit.end < outermost[-1].end):
            if edit.end > end:
                raise UneditableTextError("two changes to it overlap")
            continue
        if outermost and edit.start == outermost[-1].start and edit.end > outermost[-1].end > outermost[-1].start:
            outermost.pop()
        outermost.append(edit)
        end = max(end, edit.end)
    return outermost


def _text_edits(document: Document, tree: BundleTree) -> Iterator[TextEdit]:
    for pointer, value in tree.changes:
        place = Node(document, pointer, None).place
        start, end = offsets(place)
        column = place.span.start.column
        has_braces = document.text[start : start + 1] in ("{", "*", "&", "!")
        is_block = isinstance(value, dict) and bool(value) and not has_braces
        yield TextEdit(
            start, end, render_block(value, column - 1) if is_block else render_value(value, document, start)
        )
    if tree.new_components:
        yield from _insert_components(document, tree)


def _insert_components(document: Document, tree: BundleTree) -> Iterator[TextEdit]:
    root = Node(document, (), document.value)
    components = root.get("components")
    if components is None or not components.mapping:
        new_components: dict[str, Json] = {**tree.new_components}
        yield from (
            insert_entries(root, {"components": new_components})
            if components is None
            else insert_entries(components, new_components)
        )
        return
    new_sections: dict[str, Json] = {
        name: {**parts} for name, parts in tree.new_components.items() if name not in components.mapping
    }
    if new_sections:
        yield from insert_entries(components, new_sections)
    for section, parts in tree.new_components.items():
        section_node = components.get(section)
        if section_node is not None:
            yield from insert_entries(section_node, parts)
