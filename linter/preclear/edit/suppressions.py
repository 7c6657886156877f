"""Suppressions of findings, written into the texts: a comment in YAML, a key in JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from preclear.engine import IGNORE_KEY, SUPPRESSION_KINDS, is_suppressible_object
from preclear.source import Insert, Node, Place, TextChange, find_text_changes, is_in_text, node_at, place_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.engine import Finding
    from preclear.source import Document, EditOperation, Limits

REASON = "TODO: say why"
"""Stands for the reason, which only the author knows."""

MAX_PLACES = 100
"""Maximum number of places of a finding that is suppressed; an entry of a config's `ignores` suits more."""

_DIRECTIVE = re.compile(r"(?:^|(?<=[ \t]))#+[ \t]*preclear:[ \t]*ignore[ \t]*\[([^\]]*)(?=\])")
_REST_OF_LINE = re.compile(r"[ \t,\]}]*(?:(?<=[ \t])#.*)?$")


class _Comment(NamedTuple):
    """Text to insert at a 0-based offset of a document."""

    document: Document
    offset: int
    text: str


def suppress_finding(finding: Finding, limits: Limits) -> tuple[TextChange, ...] | None:
    """Return the changes of texts that suppress a finding at all of its places, with a text in place of the reason.

    None if the finding can't be suppressed in its documents, or has too many places. A comment that suppresses
    something there gets another name. Where no comment can be, the nearest object gets the key `x-preclear-ignore`.
    """
    rule = finding.rule
    places = finding.places
    if rule.fatal or rule in SUPPRESSION_KINDS or finding.origin != "check" or len(places) > MAX_PLACES:
        return None
    if not all(place.document.is_loaded for place in places):
        return None
    comments: dict[tuple[int, int], _Comment] = {}
    operations: dict[tuple[int, object], EditOperation] = {}
    for place in places:
        comment = _find_comment(place, rule.name) if place.document.format == "yaml" else None
        if comment is not None:
            comments[id(comment.document), comment.offset] = comment
            continue
        operation = _find_key(place, rule.name)
        if operation is None:
            return None
        operations[operation.target.place.identity] = operation
    changes = tuple(map(_make_change, comments.values()))
    if operations:
        key_changes = find_text_changes([list(operations.values())], limits)[0]
        if key_changes is None:
            return None
        changes += key_changes
    return tuple(sorted(changes, key=lambda change: (change.document.path, change.span)))


def _make_change(comment: _Comment) -> TextChange:
    document = comment.document
    return TextChange(document, document.lines.span(comment.offset, comment.offset), comment.text)


def _find_comment(place: Place, rule: str) -> _Comment | None:
    """Return the comment that suppresses a finding of `rule` at `place`; None if there can't be one on its line."""
    document, (number, column) = place.document, place.span.start
    if document.lines.offset(number - 1, column - 1) > document.extent(()).end:
        return None  # another document in the same text, whose comments have no effect
    for line in _list_comment_lines(document, number):
        directive = _find_directive(document, line)
        if directive is not None:
            names = directive[1].strip()
            return _Comment(document, _line_start(document, line) + directive.end(), f", {rule}" if names else rule)
    end = _find_comment_place(document, number)
    return None if end is None else _Comment(document, end, f"  # preclear: ignore[{rule}] {REASON}")


def _list_comment_lines(document: Document, number: int) -> Iterator[int]:
    """Yield the 1-based line `number`, and the lines above it that have only comments, from the nearest on."""
    yield number
    while number > 1 and document.line(number - 1).lstrip(" \t").startswith("#"):
        number -= 1
        yield number


def _find_directive(document: Document, number: int) -> re.Match[str] | None:
    """Return the comment of a line that suppresses something, to the end of its last name."""
    for match in _DIRECTIVE.finditer(document.line(number)):
        offset = _line_start(document, number) + match.start()
        if not is_in_text(place_at(document, offset), offset):
            return match
    return None


def _find_comment_place(document: Document, number: int) -> int | None:
    """Return the offset at which a comment about what begins on a line can be; None if there is none.

    It's the end of the line or, if a scalar goes on below it, the end of the scalar's last line.
    """
    start, line = _line_start(document, number), document.line(number)
    end = start + len(line.rstrip(" \t"))
    if end == start:
        return None
    place = place_at(document, end - 1)
    extent = document.extent(place.pointer)
    is_key = extent.key_start <= end - 1 < extent.key_end
    text_start, text_end = (extent.key_start, extent.key_end) if is_key else (extent.start, extent.end)
    if text_end <= end or not is_in_text(place, end - 1):
        return end
    if is_key or text_start < start:
        return None
    if document.text[text_start] in "|>":
        return end
    last = document.lines.position(text_end).line
    last_line, last_start = document.line(last), _line_start(document, last)
    if _REST_OF_LINE.match(last_line, text_end - last_start) is None:
        return None
    return last_start + len(last_line.rstrip(" \t"))


def _line_start(document: Document, number: int) -> int:
    return document.lines.offset(number - 1, 0)


def _find_key(place: Place, rule: str) -> EditOperation | None:
    """Return the operation that adds `rule` to the key of the nearest object around `place` that can have it."""
    for length in range(len(place.pointer), -1, -1):
        node = node_at(Place(place.document, place.pointer[:length]))
        if not _can_have_key(node):
            continue
        ignores = node.get(IGNORE_KEY)
        if ignores is None:
            return Insert(node, IGNORE_KEY, {rule: REASON})
        if isinstance(ignores.value, dict) and rule not in ignores.value:
            return Insert(ignores, rule, REASON)
    return None


def _can_have_key(node: Node) -> bool:
    """Whether `node` is an OpenAPI object that isn't a reference, beside which other keys don't count."""
    return isinstance(node.value, dict) and "$ref" not in node.value and is_suppressible_object(node.pointer)
