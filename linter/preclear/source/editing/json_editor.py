"""Operations as edits of a JSON text."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from preclear.source.editing.edits import TextEdit, UneditableTextError, describe_pointer
from preclear.source.editing.values import apply_tree, group_inserts
from preclear.source.json_value import get_child

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.source.document import Document
    from preclear.source.editing.tree import OperationNode
    from preclear.source.json_value import Json
    from preclear.source.locator import Extent
    from preclear.source.pointer import Pointer

_FIRST_MARGIN = re.compile(r"[ \t\r\n]*[\[{][ \t]*(?:\r\n|\n|\r)([ \t]+)")
_FIRST_COLON = re.compile(r'[ \t\r\n\[{]*"(?:[^"\\]|\\.)*"[ \t\r\n]*:([ \t\r\n]?)')
_BLANKS = " \t\r\n"

_MAX_MARGIN = 2_000
"""Characters before an entry on its line; more of them are hardly ever only whitespace."""


class JsonStyle:
    """How a JSON text is laid out: its line ends, indentation, separators and escapes."""

    def __init__(self, text: str) -> None:
        first = _FIRST_MARGIN.match(text)
        self.indent: str = first[1] if first else "  "
        self.newline = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
        first_colon = _FIRST_COLON.match(text)
        has_spaces = first_colon[1] != "" if first_colon else ", " in text[:4096] or "," not in text[:4096]
        self.colon, self.comma = (": ", ", ") if has_spaces else (":", ",")
        self.is_ascii: bool = text.isascii() and "\\u" in text

    def render(self, value: Json, margin: str | None) -> str:
        """Render `value`, on several lines after one that begins with `margin`; on one line if that's None."""
        if margin is None or not isinstance(value, (dict, list)) or not value:
            return json.dumps(value, ensure_ascii=self.is_ascii, separators=(self.comma, self.colon))
        text = json.dumps(value, ensure_ascii=self.is_ascii, indent=self.indent)
        return text.replace("\n", self.newline + margin)


class JsonEditor:
    """Turns trees of operations on one document into edits of its text, each tree alone."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = document.text
        self._style = JsonStyle(document.text)
        self._line_end = self._style.newline[-1]
        self._has_lines = self._line_end in document.text.strip(_BLANKS)
        self._edits: list[TextEdit] = []

    def edit(self, root: OperationNode) -> list[TextEdit]:
        """Return the edits for all operations at and below `root`. Raises UneditableTextError."""
        self._edits = []
        pending: list[tuple[Pointer, Json, OperationNode]] = [((), self._document.value, root)]
        while pending:
            pointer, value, node = pending.pop()
            if node.is_set:
                self._set(pointer, node.value)
                continue
            if node.changes_members and self._change_members(pointer, value, node):
                continue
            for part, child in node.children.items():
                child_pointer = (*pointer, part)
                if child.is_removed:
                    continue
                if child.new_key is not None:
                    self._rename(child_pointer, child.new_key)
                if child.is_set or child.children or child.inserts:
                    pending.append((child_pointer, get_child(value, part), child))
        return self._edits

    def _set(self, pointer: Pointer, value: Json) -> None:
        extent = self._extent(pointer)
        margin = None
        if isinstance(value, (dict, list)):
            margin = self._margin(extent.start if extent.key_start < 0 else extent.key_start)
        self._edits.append(TextEdit(extent.start, extent.end, self._style.render(value, margin)))

    def _rename(self, pointer: Pointer, key: str) -> None:
        extent = self._extent(pointer)
        self._edits.append(TextEdit(extent.key_start, extent.key_end, self._style.render(key, None)))

    def _change_members(self, pointer: Pointer, value: Json, node: OperationNode) -> bool:
        """Remove members of a collection, and insert others. Returns whether it's written anew, with all in it."""
        parts: list[str | int] = []
        if isinstance(value, dict):
            parts.extend(value)
        elif isinstance(value, list):
            parts.extend(range(len(value)))
        kept = [
            index for index, part in enumerate(parts) if part not in node.children or not node.children[part].is_removed
        ]
        if not kept:
            start, end = self._value_offsets(pointer)
            margin = self._margin(self._entry_start(pointer))
            self._edits.append(TextEdit(start, end, self._style.render(apply_tree(value, node), margin)))
            return True
        kept_set = set(kept)
        for index, part in enumerate(parts):
            if index in kept_set:
                continue
            if index < kept[-1]:
                self._cut(self._entry_start((*pointer, part)), self._entry_start((*pointer, parts[index + 1])))
            else:
                self._cut(
                    self._value_offsets((*pointer, parts[index - 1]))[1], self._value_offsets((*pointer, part))[1]
                )
        if node.inserts:
            self._insert(pointer, parts, kept, node)
        return False

    def _cut(self, start: int, end: int) -> None:
        if start > end:
            raise UneditableTextError("a mapping in it has the same key twice")
        self._edits.append(TextEdit(start, end, ""))

    def _insert(self, pointer: Pointer, parts: Sequence[str | int], kept: list[int], node: OperationNode) -> None:
        last = (*pointer, parts[kept[-1]])
        margin = self._margin(self._entry_start(last))
        separator = self._separator(margin)
        if isinstance(parts[0], str):
            end = self._value_offsets(last)[1]
            for insert in node.inserts:
                entry = f"{self._style.render(insert.key, None)}{self._style.colon}"
                self._edits.append(TextEdit(end, end, f",{separator}{entry}{self._style.render(insert.value, margin)}"))
            return
        following = iter([*kept, len(parts)])
        next_kept = next(following)
        for index, inserts in sorted(group_inserts(node.inserts, len(parts)).items()):
            while next_kept < index:
                next_kept = next(following)
            for insert in inserts:
                item = self._style.render(insert.value, margin)
                if next_kept < len(parts):
                    start = self._entry_start((*pointer, parts[next_kept]))
                    self._edits.append(TextEdit(start, start, f"{item},{separator}"))
                else:
                    end = self._value_offsets(last)[1]
                    self._edits.append(TextEdit(end, end, f",{separator}{item}"))

    def _separator(self, margin: str | None) -> str:
        return self._style.comma[1:] if margin is None else self._style.newline + margin

    def _entry_start(self, pointer: Pointer) -> int:
        extent = self._extent(pointer)
        return extent.start if extent.key_start < 0 else extent.key_start

    def _value_offsets(self, pointer: Pointer) -> tuple[int, int]:
        extent = self._extent(pointer)
        return extent.start, extent.end

    def _extent(self, pointer: Pointer) -> Extent:
        try:
            return self._document.extent(pointer)
        except LookupError as error:
            raise UneditableTextError(f"{describe_pointer(pointer)} has no place in the text") from error

    def _margin(self, start: int) -> str | None:
        """Return the whitespace before `start` on its line; None if there is something else, or only one line."""
        line_start = self._text.rfind(self._line_end, max(0, start - _MAX_MARGIN), start) + 1
        if not line_start and start > _MAX_MARGIN:
            return None
        margin = self._text[line_start:start]
        if margin.strip(" \t"):
            return None
        return margin if line_start or self._has_lines else None
