"""YAML's block collections, read by their indentation alone: fast, and honest about what it can't read."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

BLOCK_MAPPING: Final = 0
BLOCK_LIST: Final = 1
FLOW: Final = 2
LEAF: Final = 3


class Irregular(Exception):
    """The text does something that is not read here."""


class Node(NamedTuple):
    """A node: where its own text starts, how far it may reach, and for a block collection its column (from 0)."""

    kind: int
    start: int
    limit: int
    column: int
    is_alias: bool = False


class Child(NamedTuple):
    """An entry of a collection: its key's extent (-1 in a list), where its value may start and how far it may reach."""

    key_start: int
    key_end: int
    start: int
    limit: int


_AFTER = r"(?=[ \t\r\n]|\Z)"
_SKIP = re.compile(r"(?:[ \t\r\n]+|(?:(?<=[ \t\r\n])|\A)#[^\n]*)*")
_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*(?:[ \t]+|(?=\r?\n)|\Z))+")
_QUOTED_KEY = re.compile(rf"""(?:"((?:[^"\\\n]|\\[^\n])*)"|'((?:[^'\n]|'')*)')[ \t]*:{_AFTER}""")
_PLAIN_KEY = re.compile(
    rf"(?![ \t\r\n,\[\]{{}}#&*!|>'\"%@`]|[-?:]{_AFTER})"
    rf"((?:[^ \t\r\n:#]|:(?![ \t\r\n]|\Z)|(?<![ \t])#|[ \t]+(?![ \t:#\r\n]|\Z))+)[ \t]*:{_AFTER}"
)
_DOUBLE = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SINGLE = re.compile(r"'(?:[^']|'')*'")
_BLOCK_HEADER = re.compile(r"[|>][-+]?[ \t]*(?:(?<=[ \t])#[^\n]*)?\r?(?:\n|\Z)")
_FIRST_LINE = re.compile(r"(?:[ \t\r]*\n)*( *)(?=[^ \r\n])")
_HEAD = re.compile(r"(?:%[^\n]*\n|[ \t]*(?:#[^\n]*)?\r?\n)*(?:---(?=[ \t\r\n]|\Z))?")
_PLAIN_LINE = re.compile(r"(?:[^\n#]|(?<![ \t\n])#)*")
_BLANKS: Final = " \t\r\n"


@lru_cache(maxsize=256)
def _keys_at(column: int) -> re.Pattern[str]:
    return re.compile("\n" + " " * column + r"(?=[^ \t\r\n#])(?!-[ \t\r\n])")


@lru_cache(maxsize=256)
def _items_at(column: int) -> re.Pattern[str]:
    return re.compile("\n" + " " * column + "-" + _AFTER)


@lru_cache(maxsize=256)
def _block_lines(column: int) -> re.Pattern[str]:
    return re.compile(rf"(?: {{{column}}}[^\n]*(?:\n|\Z)|[ \t\r]*\n)*")


def root_node(text: str) -> Node:
    """The root of a YAML text. Raises Irregular."""
    if "\r" in text and text.count("\r") != text.count("\r\n"):
        raise Irregular
    found = _HEAD.match(text)
    start = found.end() if found else 0
    limit = len(text)
    for marker in ("\n---", "\n..."):
        at = text.find(marker, start)
        while 0 <= at < limit and text[at + 4 : at + 5] not in ("", " ", "\t", "\r", "\n"):
            at = text.find(marker, at + 1)
        limit = at + 1 if 0 <= at < limit else limit
    return node_at(text, start, limit, Node(BLOCK_LIST, start, limit, -1))


def node_at(text: str, offset: int, limit: int, parent: Node) -> Node:
    """The node that stands in `text[offset:limit]`, behind its parent's `key:` or `-`. Raises Irregular."""
    skipped = _SKIP.match(text, offset, limit)
    start = skipped.end() if skipped else offset
    if start >= limit:
        return Node(LEAF, offset, offset, parent.column)
    on_new_line = text.find("\n", offset, start) >= 0
    character = text[start]
    if character in "&!":
        start, on_new_line = _skip_properties(text, start, limit, on_new_line or parent.kind == BLOCK_LIST)
        character = text[start]
    if character in "[{":
        return Node(FLOW, start, limit, parent.column)
    if on_new_line or parent.kind == BLOCK_LIST:
        spaced = text[start + 1 : start + 2] in ("", " ", "\t", "\r", "\n")
        if character == "?" and spaced:
            raise Irregular
        if character == "-" and spaced:
            return Node(BLOCK_LIST, start, limit, _column(text, start))
        if _PLAIN_KEY.match(text, start, limit) or _QUOTED_KEY.match(text, start, limit):
            return Node(BLOCK_MAPPING, start, limit, _column(text, start))
    return Node(LEAF, start, limit, parent.column, character == "*")


def _skip_properties(text: str, start: int, limit: int, may_be_key: bool) -> tuple[int, bool]:
    """Go past anchor and tag: where the node itself starts, and whether that is on a new line. Raises Irregular."""
    found = _PROPERTIES.match(text, start, limit)
    if not found:
        raise Irregular
    end = found.end()
    if may_be_key and (_PLAIN_KEY.match(text, end, limit) or _QUOTED_KEY.match(text, end, limit)):
        raise Irregular  # they are the key's and not the mapping's
    skipped = _SKIP.match(text, end, limit)
    at = skipped.end() if skipped else end
    if at >= limit or text[at] in "&!":
        raise Irregular
    return at, text.find("\n", end, at) >= 0


def children(text: str, node: Node) -> dict[str | int, Child]:
    """The entries of a block collection, in the text's order. Raises Irregular."""
    if node.kind == BLOCK_LIST:
        starts = [node.start + 1]
        starts += [found.end() for found in _items_at(node.column).finditer(text, node.start, node.limit)]
        ends = [start - 1 - node.column for start in starts[1:]] + [node.limit]
        return {index: Child(-1, -1, start, end) for index, (start, end) in enumerate(zip(starts, ends, strict=True))}
    starts = [node.start]
    starts += [found.end() for found in _keys_at(node.column).finditer(text, node.start, node.limit)]
    starts.append(node.limit + node.column)
    table: dict[str | int, Child] = {}
    for place in range(len(starts) - 1):
        start = starts[place]
        found = _PLAIN_KEY.match(text, start, node.limit)
        if found:
            key, end = found[1], found.end(1)
        else:
            found = _QUOTED_KEY.match(text, start, node.limit)
            if not found:
                if text[start] in "]}":  # a flow collection that closes in the column of the keys
                    continue
                raise Irregular
            key, end = _unquoted(found), found.end(1) + 1 if found[1] is not None else found.end(2) + 1
        if key in table:
            raise Irregular
        table[key] = Child(start, end, found.end(), starts[place + 1] - node.column)
    return table


def scalar_end(text: str, node: Node) -> int:
    """Where a scalar or an alias ends: behind its last character that is no blank. Raises Irregular."""
    start, limit = node.start, node.limit
    if start >= limit:
        return start
    character = text[start]
    if character in "\"'":
        found = (_DOUBLE if character == '"' else _SINGLE).match(text, start, limit)
        if not found:
            raise Irregular
        return found.end()
    if character in "|>":
        return _block_scalar_end(text, node)
    end = at = start
    while at < limit:
        line = _PLAIN_LINE.match(text, at, limit)
        stop = line.end() if line else at
        content = text[at:stop].rstrip(_BLANKS)
        if content:
            end = at + len(content)
        if stop < limit and text[stop] == "#":
            break
        at = stop + 1
    return end


def _block_scalar_end(text: str, node: Node) -> int:
    header = _BLOCK_HEADER.match(text, node.start, node.limit)
    if not header:
        raise Irregular  # it may tell its indentation by a number
    at = header.end()
    first = _FIRST_LINE.match(text, at, node.limit)
    if first and len(first[1]) > node.column:
        lines = _block_lines(len(first[1])).match(text, at, node.limit)
        at = lines.end() if lines else at
    while text[at - 1] in _BLANKS:
        at -= 1
    return at


def _unquoted(found: re.Match[str]) -> str:
    if found[1] is None:
        return found[2].replace("''", "'")
    if "\\" in found[1]:
        raise Irregular
    return found[1]


def _column(text: str, offset: int) -> int:
    return offset - (text.rfind("\n", 0, offset) + 1)
