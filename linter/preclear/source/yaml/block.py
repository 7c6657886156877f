"""A fast reader of YAML block collections that uses only indentation, and refuses layouts it doesn't support."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from preclear._patterns import lazy_pattern
from preclear._records import NamedTuple

BLOCK_MAPPING: Final = 0
BLOCK_LIST: Final = 1
FLOW: Final = 2
LEAF: Final = 3


class UnsupportedLayoutError(Exception):
    """The text has a layout that this reader doesn't support."""


class BlockNode(NamedTuple):
    """A node: its start, the limit on its end, and the column (0-based) of a block collection."""

    kind: int
    start: int
    limit: int
    column: int
    is_alias: bool = False


class BlockEntry(NamedTuple):
    """An entry of a collection: the offsets of its key (-1 in a list), and the range that contains its value.

    `is_compact` is set if the value can be a collection that begins in the middle of a line: in a list, and after an
    explicit key (`? key`).
    """

    key_start: int
    key_end: int
    start: int
    limit: int
    is_compact: bool = False


_AFTER = r"(?=[ \t\r\n]|\Z)"
_SKIP = lazy_pattern(r"(?:[ \t\r\n]+|(?:(?<=[ \t\r\n])|\A)#[^\n]*)*")
_PROPERTIES = lazy_pattern(r"(?:[&!][^\s,\[\]{}]*(?:[ \t]+|(?=\r?\n)|\Z))+")
_QUOTED_KEY = lazy_pattern(rf"""(?:"((?:[^"\\\n]|\\[^\n])*)"|'((?:[^'\n]|'')*)')[ \t]*:{_AFTER}""")
_PLAIN_TEXT = (
    rf"(?![ \t\r\n,\[\]{{}}#&*!|>'\"%@`]|[-?:]{_AFTER})"
    r"((?:[^ \t\r\n:#]|:(?![ \t\r\n]|\Z)|(?<![ \t])#|[ \t]+(?![ \t:#\r\n]|\Z))+)"
)
_PLAIN_KEY = lazy_pattern(rf"{_PLAIN_TEXT}[ \t]*:{_AFTER}")
_EXPLICIT_KEY = lazy_pattern(rf"\?[ \t]+{_PLAIN_TEXT}[ \t]*\r?\n( *):{_AFTER}")
"""A key that emitters write on a line of its own because it's long. Its value's `:` is on the next line."""
_DOUBLE = lazy_pattern(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SINGLE = lazy_pattern(r"'(?:[^']|'')*'")
_BLOCK_HEADER = lazy_pattern(r"[|>][-+]?[ \t]*(?:(?<=[ \t])#[^\n]*)?\r?(?:\n|\Z)")
_FIRST_LINE = lazy_pattern(r"(?:[ \t\r]*\n)*( *)(?=[^ \r\n])")
_HEAD = lazy_pattern(r"(?:%[^\n]*\n|[ \t]*(?:#[^\n]*)?\r?\n)*(?:---(?=[ \t\r\n]|\Z))?")
_PLAIN_LINE = lazy_pattern(r"(?:[^\n#]|(?<![ \t\n])#)*")
_BLANKS: Final = " \t\r\n"


@lru_cache(maxsize=256)
def _key_pattern(column: int) -> re.Pattern[str]:
    return re.compile("\n" + " " * column + r"(?=[^ \t\r\n#])(?!-[ \t\r\n])")


@lru_cache(maxsize=256)
def _item_pattern(column: int) -> re.Pattern[str]:
    return re.compile("\n" + " " * column + "-" + _AFTER)


@lru_cache(maxsize=256)
def _block_line_pattern(column: int) -> re.Pattern[str]:
    return re.compile(rf"(?: {{{column}}}[^\n]*(?:\n|\Z)|[ \t\r]*\n)*")


def read_root(text: str) -> BlockNode:
    """Read the root of a YAML text. Raises UnsupportedLayoutError."""
    if "\r" in text and text.count("\r") != text.count("\r\n"):
        raise UnsupportedLayoutError
    match = _HEAD.match(text)
    start = match.end() if match else 0
    limit = len(text)
    for marker in ("\n---", "\n..."):
        offset = text.find(marker, start)
        while 0 <= offset < limit and text[offset + 4 : offset + 5] not in ("", " ", "\t", "\r", "\n"):
            offset = text.find(marker, offset + 1)
        limit = offset + 1 if 0 <= offset < limit else limit
    return read_node(text, start, limit, BlockNode(BLOCK_LIST, start, limit, -1), is_compact=True)


def read_node(text: str, offset: int, limit: int, parent: BlockNode, *, is_compact: bool) -> BlockNode:
    """Read the node in `text[offset:limit]`, after its parent's `key:` or `-`. Raises UnsupportedLayoutError.

    `is_compact` is that of its entry.
    """
    skip_match = _SKIP.match(text, offset, limit)
    start = skip_match.end() if skip_match else offset
    if start >= limit:
        return BlockNode(LEAF, offset, offset, parent.column)
    is_on_new_line = text.find("\n", offset, start) >= 0
    character = text[start]
    if character in "&!":
        start, is_on_new_line = _skip_properties(text, start, limit, is_on_new_line or is_compact)
        character = text[start]
    if character in "[{":
        return BlockNode(FLOW, start, limit, parent.column)
    if is_on_new_line or is_compact:
        is_spaced = text[start + 1 : start + 2] in ("", " ", "\t", "\r", "\n")
        if character == "-" and is_spaced:
            return BlockNode(BLOCK_LIST, start, limit, _column(text, start))
        if character == "?" and is_spaced:
            match = _EXPLICIT_KEY.match(text, start, limit)
            if not match:
                raise UnsupportedLayoutError
            return BlockNode(BLOCK_MAPPING, match.start(1), limit, _column(text, start))
        if _PLAIN_KEY.match(text, start, limit) or _QUOTED_KEY.match(text, start, limit):
            return BlockNode(BLOCK_MAPPING, start, limit, _column(text, start))
    return BlockNode(LEAF, start, limit, parent.column, character == "*")


def _skip_properties(text: str, start: int, limit: int, may_be_key: bool) -> tuple[int, bool]:
    """Skip properties. Returns the node's start and whether it's on a new line. Raises UnsupportedLayoutError."""
    match = _PROPERTIES.match(text, start, limit)
    if not match:
        raise UnsupportedLayoutError
    end = match.end()
    if may_be_key and (_PLAIN_KEY.match(text, end, limit) or _QUOTED_KEY.match(text, end, limit)):
        raise UnsupportedLayoutError  # they belong to the key, not to the mapping
    skip_match = _SKIP.match(text, end, limit)
    offset = skip_match.end() if skip_match else end
    if offset >= limit or text[offset] in "&!":
        raise UnsupportedLayoutError
    return offset, text.find("\n", end, offset) >= 0


def read_entries(text: str, node: BlockNode) -> dict[str | int, BlockEntry]:
    """Read the entries of a block collection, in the order of the text. Raises UnsupportedLayoutError."""
    if node.kind == BLOCK_LIST:
        starts = [node.start + 1]
        starts += [match.end() for match in _item_pattern(node.column).finditer(text, node.start, node.limit)]
        ends = [start - 1 - node.column for start in starts[1:]] + [node.limit]
        return {
            index: BlockEntry(-1, -1, start, end, is_compact=True)
            for index, (start, end) in enumerate(zip(starts, ends, strict=True))
        }
    starts = [text.rfind("\n", 0, node.start) + 1 + node.column]  # before the `?` of an explicit key
    starts += [match.end() for match in _key_pattern(node.column).finditer(text, node.start, node.limit)]
    starts.append(node.limit + node.column)
    entries: dict[str | int, BlockEntry] = {}
    positions = iter(range(len(starts) - 1))
    for position in positions:
        start = starts[position]
        match = _PLAIN_KEY.match(text, start, node.limit)
        explicit_match = None if match else _EXPLICIT_KEY.match(text, start, node.limit)
        if match:
            key, end = match[1], match.end(1)
        elif explicit_match:
            if len(explicit_match[2]) != node.column:
                raise UnsupportedLayoutError
            match, start = explicit_match, explicit_match.start(1)
            key, end = match[1], match.end(1)
            position = next(positions)  # the line of the value
        else:
            match = _QUOTED_KEY.match(text, start, node.limit)
            if not match:
                if text[start] in "]}":  # a flow collection that closes in the column of the keys
                    continue
                raise UnsupportedLayoutError
            key, end = _unquote(match), match.end(1) + 1 if match[1] is not None else match.end(2) + 1
        if key in entries:
            raise UnsupportedLayoutError
        entries[key] = BlockEntry(
            start, end, match.end(), starts[position + 1] - node.column, is_compact=explicit_match is not None
        )
    return entries


def find_scalar_end(text: str, node: BlockNode) -> int:
    """Return the offset where a scalar or an alias ends, without trailing whitespace. Raises UnsupportedLayoutError."""
    start, limit = node.start, node.limit
    if start >= limit:
        return start
    character = text[start]
    if character in "\"'":
        match = (_DOUBLE if character == '"' else _SINGLE).match(text, start, limit)
        if not match:
            raise UnsupportedLayoutError
        return match.end()
    if character in "|>":
        return _find_block_scalar_end(text, node)
    end = offset = start
    while offset < limit:
        line = _PLAIN_LINE.match(text, offset, limit)
        line_end = line.end() if line else offset
        content = text[offset:line_end].rstrip(_BLANKS)
        if content:
            end = offset + len(content)
        if line_end < limit and text[line_end] == "#":
            break
        offset = line_end + 1
    return end


def _find_block_scalar_end(text: str, node: BlockNode) -> int:
    header = _BLOCK_HEADER.match(text, node.start, node.limit)
    if not header:
        raise UnsupportedLayoutError  # it may have an indentation indicator
    offset = header.end()
    first = _FIRST_LINE.match(text, offset, node.limit)
    if first and len(first[1]) > node.column:
        if any(len(blank_line) > len(first[1]) for blank_line in text[offset : first.start(1)].splitlines()):
            raise UnsupportedLayoutError  # the longest blank line sets the column, so the first line can be a comment
        lines = _block_line_pattern(len(first[1])).match(text, offset, node.limit)
        offset = lines.end() if lines else offset
    while text[offset - 1] in _BLANKS:
        offset -= 1
    return offset


def _unquote(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[2].replace("''", "'")
    if "\\" in match[1]:
        raise UnsupportedLayoutError
    return match[1]


def _column(text: str, offset: int) -> int:
    return offset - (text.rfind("\n", 0, offset) + 1)
