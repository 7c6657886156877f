"""Suppressions in YAML comments: `# preclear: ignore[rule] reason`.

A comment behind something is about the findings that begin on its line. One that is alone on its line is about the
node below it, with everything in that. What looks like a comment inside of a scalar is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from preclear.engine.suppression.kinds import UNEXPLAINED_SUPPRESSION, UNUSED_SUPPRESSION
from preclear.engine.suppression.suppress import Suppression
from preclear.source import Fault, Place, Report
from preclear.source.yaml.events import event_kinds
from preclear.source.yaml.index import YamlIndex
from preclear.source.yaml.items import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.engine.suppression.suppress import Found
    from preclear.source import Document, Pointer
    from preclear.source.yaml.events import Event, NextEvent
    from preclear.source.yaml.items import Leaf

HELP = "write `# preclear: ignore[rule] reason`"

_COMMENT = re.compile(r"(?:\A|(?<=[ \t\r\n]))#+[ \t]*preclear:[ \t]*")
_IGNORE = re.compile(r"ignore(?![\w-])[ \t]*(?:\[([^\]\r\n]*)\])?[ \t:\u2013\u2014-]*")
_LINE_END = re.compile(r"[\r\n]|\Z")
_NOTHING = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r))*[ \t]*")
_DOCUMENT_END = re.compile(r"^(?:---|\.\.\.)(?=[ \t\r\n]|\Z)[^\r\n]*", re.MULTILINE)


class Scalar(NamedTuple):
    """Where a scalar stands, in offsets; `is_block` if it begins with `|` or `>`."""

    start: int
    end: int
    is_block: bool


class Target(NamedTuple):
    """A node that a comment is about: its pointer, and from where to where its key and value reach."""

    pointer: Pointer
    start: int
    end: int


class Aim(NamedTuple):
    """What a comment is about: the lines (from 1) whose findings are meant, in words too, and the node it stands at.

    `below` where that node is below the comment, and meant with everything in it.
    """

    lines: frozenset[int]
    where: str
    target: Target | None
    below: bool = False


class Comment(NamedTuple):
    """A comment, in offsets: `start` at its `#`, `body` behind `preclear:`, `line` where its line begins."""

    start: int
    body: int
    end: int
    line: int


class _Tree(YamlIndex):
    """The index of a text, which also knows every scalar."""

    def _build(self, get: NextEvent) -> None:
        self.scalars: list[Scalar] = []
        self._tables: dict[int, tuple[list[int], list[Leaf]]] = {}
        self._nothing_until = -1
        super()._build(get)
        self.scalars.sort()

    def _fill(self, item: Leaf, event: Event) -> None:
        super()._fill(item, event)
        if event.__class__ is event_kinds().scalar:
            self.scalars.append(Scalar(item.start, item.end, event.style in ("|", ">")))

    @property
    def end(self) -> int:
        """Where the text of the first document ends: behind the line that ends it, or begins another."""
        found = _DOCUMENT_END.search(self._text, self._root.end)
        return found.end() if found else len(self._text)

    def scalar_before(self, offset: int) -> Scalar | None:
        """The last scalar that begins before `offset`."""
        index = bisect_right(self.scalars, (offset,))
        return self.scalars[index - 1] if index else None

    def first_behind(self, offset: int) -> Target | None:
        """The first node whose key, or whose value in a list, begins at `offset` or behind it; the outermost there."""
        best: Target | None = None
        node: Leaf | None = self._root
        pointer: Pointer = ()
        while node is not None:
            starts, children = self._table(node)
            index = bisect_left(starts, offset)
            if index < len(starts):
                child = children[index]
                best = Target((*pointer, child.part), starts[index], max(child.end, child.key_end))
            node = children[index - 1] if index and children[index - 1].end > offset else None
            if node is not None:
                pointer = (*pointer, node.part)
        return best

    def text_below(self, offset: int) -> int:
        """Where the next line begins to say something, comments left out; -1 where nothing does.

        To be asked in the text's order: comments that stand together are gone through once.
        """
        text = self._text
        if self._nothing_until <= offset:
            found = _NOTHING.match(text, _end_of_line(text, offset))
            self._nothing_until = found.end() if found else len(text)
        at = self._nothing_until
        return at if at < len(text) and text[at] != "#" else -1

    def _table(self, node: Leaf) -> tuple[list[int], list[Leaf]]:
        """The children of a node in the text's order, and where each begins."""
        table = self._tables.get(id(node))
        if table is None:
            children = sorted(node.children if isinstance(node, Item) else (), key=_own_start)
            table = self._tables[id(node)] = ([_own_start(child) for child in children], children)
        return table


def _own_start(item: Leaf) -> int:
    return item.key_start if item.key_start >= 0 else item.start


def read_comments(document: Document, found: Found) -> None:
    """Add the suppressions in the comments of `document`, which was loaded as YAML, to `found`."""
    comments = list(_comments(document.text))
    if not comments:
        return
    tree = _Tree(document.text, document.source)
    end = tree.end
    for comment in comments:
        if comment.start < end and not _is_text(tree.scalar_before(comment.start), comment, document.text):
            _read(document, tree, comment, found)


def _comments(text: str) -> Iterator[Comment]:
    """Everything that looks like a comment of ours. Several may stand on one line."""
    starts = list(_COMMENT.finditer(text))
    line_end = -1
    line_start = 0
    for index, match in enumerate(starts):
        if match.start() > line_end:
            line_start = max(text.rfind("\n", 0, match.start()), text.rfind("\r", 0, match.start())) + 1
            line_end = _end_of_line(text, match.end())
        following = starts[index + 1].start() if index + 1 < len(starts) else len(text)
        end = min(line_end, following)
        while end > match.end() and text[end - 1] in " \t":
            end -= 1
        yield Comment(match.start(), match.end(), end, line_start)


def _end_of_line(text: str, offset: int) -> int:
    found = _LINE_END.search(text, offset)
    return found.start() if found else len(text)


def _is_text(scalar: Scalar | None, comment: Comment, text: str) -> bool:
    """Whether what looks like a comment is a part of `scalar`, the last one that begins before it."""
    if scalar is None or comment.start >= scalar.end:
        return False
    # a comment may stand behind the `|` of a block scalar, whose text begins on the next line
    return not scalar.is_block or scalar.start < comment.line


def _read(document: Document, tree: _Tree, comment: Comment, found: Found) -> None:
    text, lines = document.text, document.lines
    aim = _aim(document, tree, comment)
    pointer = aim.target.pointer if aim.target else ()
    whole = Place(document, pointer, exact=lines.span(comment.start, comment.end))
    match = _IGNORE.match(text, comment.body, comment.end)
    if match is None:
        word = text[comment.body : comment.end].partition(" ")[0][:40]
        message = f"`preclear: {word}` is nothing that can be asked for here, expected `preclear: ignore[rule] reason`"
        found.faults.append(Fault(UNUSED_SUPPRESSION, Report(message, whole, HELP)))
        return
    names = _names(text, match)
    reason = text[match.end() : comment.end].strip()
    if not names:
        message = "`preclear: ignore` names no rule and suppresses nothing, expected `preclear: ignore[rule] reason`"
        found.faults.append(Fault(UNUSED_SUPPRESSION, Report(message, whole, HELP)))
        return
    if not reason:
        what = ", ".join(name for name, _ in names)[:80]
        message = f"suppression of `{what}` gives no reason, expected one behind the brackets"
        report = Report(message, whole, "say why the finding is right as it is, or remove the comment")
        found.faults.append(Fault(UNEXPLAINED_SUPPRESSION, report))
    node = aim.target if aim.below else None
    for name, start in names:
        found.suppressions.append(
            Suppression(
                rule=name,
                reason=reason,
                at=Place(document, pointer, exact=lines.span(start, start + len(name))),
                whole=whole,
                where=aim.where,
                lines=aim.lines,
                within=lines.span(node.start, node.end) if node else None,
                pointers=[node.pointer] if node else [],
            )
        )


def _aim(document: Document, tree: _Tree, comment: Comment) -> Aim:
    lines, text = document.lines, document.text
    number = lines.position(comment.start).line
    before = text[comment.line : comment.start].lstrip(" \t")
    if not before or before.startswith("#"):
        target = tree.first_behind(comment.end)
        starts = (target.start if target else -1, tree.text_below(comment.end))
        numbers = frozenset(lines.position(start).line for start in starts if start >= 0)
        return Aim(numbers, "in the node below" if target else "below", target, below=target is not None)
    scalar = tree.scalar_before(comment.start)
    if scalar is not None and scalar.start < comment.line < scalar.end:  # a text in several lines ends here
        first = lines.position(scalar.start).line
        return Aim(frozenset((number, first)), "on its lines", tree.first_behind(lines.offset(first - 1, 0)))
    target = tree.first_behind(comment.line)
    if target is not None and target.start > comment.start:
        target = None
    return Aim(frozenset((number,)), "on this line", target)


def _names(text: str, match: re.Match[str]) -> list[tuple[str, int]]:
    """The names between the brackets, each with the offset where it begins."""
    names: list[tuple[str, int]] = []
    if match[1] is None:
        return names
    at = match.start(1)
    for part in match[1].split(","):
        name = part.strip()
        if name:
            names.append((name, at + len(part) - len(part.lstrip())))
        at += len(part) + 1
    return names
