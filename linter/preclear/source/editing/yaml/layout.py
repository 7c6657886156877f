"""Lines, margins and styles of a YAML text."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from preclear.source.editing.edits import TextEdit, UneditableTextError
from preclear.source.editing.yaml.nodes import describe_node
from preclear.source.editing.yaml.writer import (
    BlockWriter,
    YamlStyle,
    is_plain,
    quote_double,
    quote_single,
    render_flow,
    render_scalar,
    render_text,
)

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.editing.yaml.nodes import TextNode
    from preclear.source.json_value import Json

_STEP = re.compile(r"^[^\s#-][^\r\n]*:[ \t]*\r?\n(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*( +)[^\s#-]", re.MULTILINE)
_LIST_STEP = re.compile(r"^( *)[^\s#-][^\r\n]*:[ \t]*\r?\n(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*( *)- ", re.MULTILINE)
_COMMENT_LINE = re.compile(r"([ \t]*)#")
_CHOMPING = re.compile(r"[|>][1-9]?([-+]?)")
_BLANK_LINES = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r))*")
_LINE_REST = re.compile(r"[ \t]*(?:(?<=[ \t])#[^\r\n]*)?(?=[\r\n]|\Z)")


def detect_style(text: str) -> YamlStyle:
    """Return the indentation that `text` has."""
    step, list_step = _STEP.search(text), _LIST_STEP.search(text)
    return YamlStyle(
        len(step[1]) if step else 2,
        max(0, len(list_step[2]) - len(list_step[1])) if list_step else 2,
    )


class YamlLayout:
    """A YAML text with its lines, and the edits of it."""

    def __init__(self, document: Document) -> None:
        self.text: str = document.text
        self._lines = document.lines
        self.style: YamlStyle = detect_style(document.text)
        self._writer = BlockWriter(self.style)
        self._edits: list[TextEdit] = []
        self._stripped_header = -1

    def clear(self) -> None:
        """Drop all edits."""
        self._edits = []
        self._stripped_header = -1

    def add(self, start: int, end: int, new_text: str = "", depth: int = 0) -> None:
        """Replace `text[start:end]`. Line ends in `new_text` become those of the text around it.

        `depth` is that of an inserted entry.
        """
        if start > end:
            raise UneditableTextError("two changes to it overlap")
        if "\n" in new_text:
            new_text = new_text.replace("\n", self.line_break(max(start - 1, 0)))
        self._edits.append(TextEdit(start, end, new_text, depth))

    def add_value(self, start: int, end: int, new_text: str, value: Json, depth: int = 0) -> None:
        """Replace `text[start:end]` by a text that ends with `value`, so that its last line break isn't lost."""
        is_last = self.is_open_end(end)
        last = _last_scalar(value)
        is_text = is_last and "\n" in new_text and isinstance(last, str) and last.endswith("\n")
        self.add(start, end, new_text + "\n" if is_text else new_text, depth)

    @property
    def edits(self) -> list[TextEdit]:
        """All edits."""
        header = self._stripped_header
        if header < 0 or any(edit.start <= header < edit.end for edit in self._edits):
            return self._edits
        match = _CHOMPING.match(self.text, header)
        start, end = match.span(1) if match else (header, header)
        return [*self._edits, TextEdit(start, end, "-")]

    def strip_text_end(self, header: int) -> None:
        """Keep the value of the block scalar that ends with the text, though a line break follows it from now on.

        `header` is its offset. Without a line break after it, the scalar has none at its end.
        """
        self._stripped_header = header

    def line_break(self, offset: int) -> str:
        """Return the line break at the end of the line at `offset`; of the line before if that's the last one."""
        line = self._lines.position(offset).line
        end = self._lines.offset(line, 0)
        if end == len(self.text) and self.text[-1:] not in ("\r", "\n"):
            end = self.line_start(offset)
        head = self.text[max(end - 2, 0) : end]
        if head == "\r\n":
            return head
        return head[-1:] if head[-1:] in ("\r", "\n") and head else "\n"

    def line_start(self, offset: int) -> int:
        """Return the offset where the line at `offset` starts."""
        return offset - self._lines.position(offset).column + 1

    def next_line(self, offset: int) -> int:
        """Return the offset where the line after the one at `offset` starts; the end of the text on the last line."""
        return self._lines.offset(self._lines.position(offset).line, 0)

    def column(self, offset: int) -> int:
        """Return the 0-based column of `offset`."""
        return self._lines.position(offset).column - 1

    def is_on_own_line(self, offset: int) -> bool:
        """Whether only whitespace is before `offset` on its line."""
        return not self.text[self.line_start(offset) : offset].strip(" \t")

    def is_open_end(self, offset: int) -> bool:
        """Whether `offset` is the end of a text without a line break at its end."""
        return offset == len(self.text) and self.text[-1:] not in ("\r", "\n")

    def has_line_break(self, start: int, end: int) -> bool:
        """Whether there is a line break in `text[start:end]`."""
        return self._lines.position(start).line < self._lines.position(end).line

    def rest_of_line(self, offset: int) -> int | None:
        """Return the offset of the end of the line at `offset`, if a comment or nothing is left of it, else None."""
        match = _LINE_REST.match(self.text, offset)
        return match.end() if match else None

    def blanks_start(self, offset: int) -> int:
        """Return the offset where the spaces and tabs before `offset` start."""
        text = self.text
        while offset and text[offset - 1] in " \t":
            offset -= 1
        return offset

    def has_comment_below(self, offset: int, min_column: int) -> bool:
        """Whether the line below `offset` has only a comment, in `min_column` or deeper."""
        match = _COMMENT_LINE.match(self.text, self.next_line(offset))
        return match is not None and len(match[1]) >= min_column

    def skip_blank_lines(self, offset: int) -> int:
        """Return the offset of the first line at or below `offset` that isn't blank."""
        match = _BLANK_LINES.match(self.text, offset)
        return match.end() if match else offset

    def bottom(self, node: TextNode, min_column: int) -> int:
        """Return the offset of the line after the block entry `node`.

        The lines below that have only a comment in `min_column` or deeper belong to the entry. Raises
        UneditableTextError if something else follows on the entry's last line.
        """
        end = node.raw_end
        if end > node.value_end and self.column(end) == 0:
            bottom = end
        else:
            line_end = self.rest_of_line(end)
            if line_end is None:
                raise UneditableTextError(f"{describe_node(node)} shares its line with something else")
            bottom = self.next_line(line_end)
        while (match := _COMMENT_LINE.match(self.text, bottom)) and len(match[1]) >= min_column:
            bottom = self.next_line(bottom)
        return bottom

    def render_block(self, value: Json, column: int) -> str:
        """Render `value` in block style at `column`, in the style of this text."""
        return self._writer.render(value, column)

    @staticmethod
    def render_in_flow(value: Json) -> str:
        """Render `value` on one line, in a flow collection."""
        if isinstance(value, str):
            return render_text(value, is_flow=True)
        return render_flow(value)

    @staticmethod
    def render_key(key: str, style: str | None) -> str:
        """Render a key in a flow collection, in the style of another key."""
        return render_in_style(key, style, is_flow=True, column=None)

    def render_like(self, node: TextNode, value: Json, column: int | None) -> str:
        """Render a scalar that replaces the value of `node`, in its style where that can hold it.

        `column` is the margin of a text of several lines.
        """
        if not isinstance(value, str):
            return json.dumps(value) if not isinstance(value, (dict, list)) else render_flow(value)
        return render_in_style(value, node.style, is_flow=node.is_in_flow, column=column)


def render_in_style(text: str, style: str | None, *, is_flow: bool, column: int | None) -> str:
    """Render a string in the style of another: plain, quoted, or on several lines.

    `column` is the margin of a text of several lines; without one, it's written on one line.
    """
    if style == '"':
        return quote_double(text)
    if style == "'":
        return quote_single(text) or quote_double(text)
    if is_plain(text, is_flow=is_flow):
        return text
    if is_flow or column is None:
        return render_text(text, is_flow=is_flow)
    return render_scalar(text, column)


def ends_with_text(value: Json) -> bool:
    """Whether the last scalar of `value` is a text of several lines."""
    last = _last_scalar(value)
    return isinstance(last, str) and "\n" in last


def _last_scalar(value: Json) -> Json:
    while isinstance(value, (dict, list)) and value:
        value = list(value.values())[-1] if isinstance(value, dict) else value[-1]
    return value
