"""Suppressions in YAML comments: `# preclear: ignore[rule] reason`.

A comment at the end of a line covers the findings that begin on that line. A comment alone on its line covers the node
below it and everything in that. Text inside a scalar that looks like a comment isn't one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from preclear.engine.suppression.kinds import UNEXPLAINED_SUPPRESSION, UNUSED_SUPPRESSION
from preclear.engine.suppression.suppression import Suppression
from preclear.source import Fault, Place, Report, YamlBranch, YamlIndex, event_classes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.engine.suppression.suppression import SuppressionScan
    from preclear.source import Document, Event, EventReader, Pointer, YamlNode

HELP = "write `# preclear: ignore[rule] reason`"

_COMMENT = re.compile(r"(?:\A|(?<=[ \t\r\n]))#+[ \t]*preclear:[ \t]*")
_IGNORE = re.compile(r"ignore(?![\w-])[ \t]*(?:\[([^\]\r\n]*)\])?[ \t:\u2013\u2014-]*")
_LINE_END = re.compile(r"[\r\n]|\Z")
_BLANK_LINES = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r))*[ \t]*")
_DOCUMENT_END = re.compile(r"^(?:---|\.\.\.)(?=[ \t\r\n]|\Z)[^\r\n]*", re.MULTILINE)


class Scalar(NamedTuple):
    """The offsets of a scalar. `is_block` is True if it begins with `|` or `>`."""

    start: int
    end: int
    is_block: bool


class CommentedNode(NamedTuple):
    """A node that a comment covers: its pointer, and the offsets of its key and value."""

    pointer: Pointer
    start: int
    end: int


class CommentScope(NamedTuple):
    """What a comment covers: lines (1-based), their description for messages, and the node at the comment.

    `is_below` is True if the node is below the comment, which then covers everything in the node.
    """

    lines: frozenset[int]
    description: str
    node: CommentedNode | None
    is_below: bool = False


class Comment(NamedTuple):
    """The offsets of a comment: `start` is its `#`, `body` follows `preclear:`, `line_start` begins its line."""

    start: int
    body: int
    end: int
    line_start: int


class _CommentIndex(YamlIndex):
    """An index of a text that also has every scalar."""

    def _build(self, get: EventReader) -> None:
        self.scalars: list[Scalar] = []
        self._children_cache: dict[int, tuple[list[int], list[YamlNode]]] = {}
        self._blank_end = -1
        super()._build(get)
        self.scalars.sort()

    def _fill(self, item: YamlNode, event: Event) -> None:
        super()._fill(item, event)
        if event.__class__ is event_classes().scalar:
            self.scalars.append(Scalar(item.start, item.end, event.style in ("|", ">")))

    @property
    def end(self) -> int:
        """The end offset of the first document: after the line that ends it, or that begins another."""
        match = _DOCUMENT_END.search(self._text, self._root.end)
        return match.end() if match else len(self._text)

    def scalar_before(self, offset: int) -> Scalar | None:
        """Return the last scalar that begins before `offset`."""
        index = bisect_right(self.scalars, (offset,))
        return self.scalars[index - 1] if index else None

    def first_node_after(self, offset: int) -> CommentedNode | None:
        """Return the outermost node of those that begin first at or after `offset`, at a key or as a list item."""
        first: CommentedNode | None = None
        node: YamlNode | None = self._root
        pointer: Pointer = ()
        while node is not None:
            starts, children = self._sorted_children(node)
            index = bisect_left(starts, offset)
            if index < len(starts):
                child = children[index]
                first = CommentedNode((*pointer, child.part), starts[index], max(child.end, child.key_end))
            node = children[index - 1] if index and children[index - 1].end > offset else None
            if node is not None:
                pointer = (*pointer, node.part)
        return first

    def next_text_offset(self, offset: int) -> int:
        """Return the offset of the first text after the line of `offset`, other than comments; -1 without any.

        Call it with ascending offsets, so that consecutive comments are scanned once.
        """
        text = self._text
        if self._blank_end <= offset:
            match = _BLANK_LINES.match(text, _find_line_end(text, offset))
            self._blank_end = match.end() if match else len(text)
        offset_below = self._blank_end
        return offset_below if offset_below < len(text) and text[offset_below] != "#" else -1

    def _sorted_children(self, node: YamlNode) -> tuple[list[int], list[YamlNode]]:
        """Return the start offsets of the children of a node, and the children, in text order."""
        table = self._children_cache.get(id(node))
        if table is None:
            children = sorted(node.children if isinstance(node, YamlBranch) else (), key=_item_start)
            table = self._children_cache[id(node)] = ([_item_start(child) for child in children], children)
        return table


def _item_start(item: YamlNode) -> int:
    return item.key_start if item.key_start >= 0 else item.start


def read_comments(document: Document, scan: SuppressionScan) -> None:
    """Add the suppressions in the comments of `document`, which was loaded as YAML, to `scan`."""
    comments = list(_find_comments(document.text))
    if not comments:
        return
    index = _CommentIndex(document.text, document.yaml_input)
    end = index.end
    for comment in comments:
        if comment.start < end and not _is_in_scalar(index.scalar_before(comment.start), comment, document.text):
            _read_comment(document, index, comment, scan)


def _find_comments(text: str) -> Iterator[Comment]:
    """Yield everything that looks like a comment for preclear. One line can have several."""
    matches = list(_COMMENT.finditer(text))
    line_end = -1
    line_start = 0
    for index, match in enumerate(matches):
        if match.start() > line_end:
            line_start = max(text.rfind("\n", 0, match.start()), text.rfind("\r", 0, match.start())) + 1
            line_end = _find_line_end(text, match.end())
        next_start = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        end = min(line_end, next_start)
        while end > match.end() and text[end - 1] in " \t":
            end -= 1
        yield Comment(match.start(), match.end(), end, line_start)


def _find_line_end(text: str, offset: int) -> int:
    match = _LINE_END.search(text, offset)
    return match.start() if match else len(text)


def _is_in_scalar(scalar: Scalar | None, comment: Comment, text: str) -> bool:
    """Whether the apparent comment is part of `scalar`, the last one that begins before it."""
    if scalar is None or comment.start >= scalar.end:
        return False
    # a comment can follow the `|` of a block scalar, whose text begins on the next line
    return not scalar.is_block or scalar.start < comment.line_start


def _read_comment(document: Document, index: _CommentIndex, comment: Comment, scan: SuppressionScan) -> None:
    text, lines = document.text, document.lines
    scope = _find_scope(document, index, comment)
    pointer = scope.node.pointer if scope.node else ()
    directive_place = Place(document, pointer, exact=lines.span(comment.start, comment.end))
    match = _IGNORE.match(text, comment.body, comment.end)
    if match is None:
        word = text[comment.body : comment.end].partition(" ")[0][:40]
        message = f"`preclear: {word}` isn't a directive; expected `preclear: ignore[rule] reason`"
        scan.faults.append(Fault(UNUSED_SUPPRESSION, Report(message, directive_place, HELP)))
        return
    names = _parse_names(text, match)
    reason = text[match.end() : comment.end].strip()
    if not names:
        message = "`preclear: ignore` names no rule and suppresses nothing; expected `preclear: ignore[rule] reason`"
        scan.faults.append(Fault(UNUSED_SUPPRESSION, Report(message, directive_place, HELP)))
        return
    if not reason:
        rule_names = ", ".join(name for name, _ in names)[:80]
        message = f"suppression of `{rule_names}` gives no reason; expected one after the brackets"
        report = Report(message, directive_place, "say why the finding is acceptable, or remove the comment")
        scan.faults.append(Fault(UNEXPLAINED_SUPPRESSION, report))
    node = scope.node if scope.is_below else None
    for name, start in names:
        scan.suppressions.append(
            Suppression(
                rule=name,
                reason=reason,
                name_place=Place(document, pointer, exact=lines.span(start, start + len(name))),
                directive_place=directive_place,
                scope_text=scope.description,
                lines=scope.lines,
                node_span=lines.span(node.start, node.end) if node else None,
                pointers=[node.pointer] if node else [],
            )
        )


def _find_scope(document: Document, index: _CommentIndex, comment: Comment) -> CommentScope:
    lines, text = document.lines, document.text
    number = lines.position(comment.start).line
    before = text[comment.line_start : comment.start].lstrip(" \t")
    if not before or before.startswith("#"):
        target = index.first_node_after(comment.end)
        starts = (target.start if target else -1, index.next_text_offset(comment.end))
        numbers = frozenset(lines.position(start).line for start in starts if start >= 0)
        return CommentScope(numbers, "in the node below" if target else "below", target, is_below=target is not None)
    scalar = index.scalar_before(comment.start)
    if scalar is not None and scalar.start < comment.line_start < scalar.end:  # the end of a multi-line scalar
        first = lines.position(scalar.start).line
        return CommentScope(
            frozenset((number, first)), "on its lines", index.first_node_after(lines.offset(first - 1, 0))
        )
    target = index.first_node_after(comment.line_start)
    if target is not None and target.start > comment.start:
        target = None
    return CommentScope(frozenset((number,)), "on this line", target)


def _parse_names(text: str, match: re.Match[str]) -> list[tuple[str, int]]:
    """Return the names between the brackets, each with its start offset."""
    names: list[tuple[str, int]] = []
    if match[1] is None:
        return names
    offset = match.start(1)
    for part in match[1].split(","):
        name = part.strip()
        if name:
            names.append((name, offset + len(part) - len(part.lstrip())))
        offset += len(part) + 1
    return names
