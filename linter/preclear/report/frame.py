"""One finding as a frame: what is wrong, where, the line itself with the place marked, what else it has to do with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.report.excerpt import SourceLines, excerpt
from preclear.report.safe import safe
from preclear.report.style import BLUE, BOLD, CYAN, PLAIN, SEVERITY, Style
from preclear.source.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.engine import Finding, RelatedPlace
    from preclear.source import Document, Span

WIDTH = 120
"""Cells of the longest line of a frame, messages aside."""

NEAR = 8
"""Lines between the finding and a related place that is shown in the same frame."""

RELATED = 5
"""Related places that are shown; of more the number is told."""


class Mark(NamedTuple):
    """One place to underline, with which sign, and what to say of it."""

    span: Span
    sign: str
    colour: str
    label: str


class Frames:
    """Renders findings; keeps nothing of them."""

    def __init__(self, style: Style = PLAIN, width: int = WIDTH) -> None:
        self._style = style
        self._width = width
        self._lines = SourceLines()

    def lines(self, finding: Finding) -> Iterator[str]:
        """The lines of one finding's frame, without line ends."""
        style = self._style
        colour = SEVERITY[finding.severity]
        head = style(f"{finding.severity}[{safe(finding.rule.name)}]", colour)
        yield f"{head}{style(f': {safe(finding.message)}', BOLD)}"
        near, far = self._split(finding)
        marks = [Mark(finding.span, "^", colour, "")]
        marks += [Mark(each.span, "-", BLUE, safe(each.message)) for each in near]
        marks.sort(key=lambda mark: (mark.span.start.line, mark.sign == "-", mark.span))
        gutter = len(str(marks[-1].span.start.line))
        yield f"{' ' * gutter}{style('-->', BLUE)} {where(finding.document, finding.span)}"
        if finding.document.text:
            yield from self._source(finding.document, marks, gutter)
        yield from self._notes(finding, far, gutter)

    def fold(self, finding: Finding, number: int) -> Iterator[str]:
        """What stands for `finding` and all of its kind in its file behind it, together `number`."""
        style = self._style
        head = style(f"{finding.severity}[{safe(finding.rule.name)}]", SEVERITY[finding.severity])
        yield f"{head}{style(f': and {number:,} more like this: --all', BOLD)}"
        gutter = len(str(finding.span.start.line))
        yield f"{' ' * gutter}{style('-->', BLUE)} {where(finding.document, finding.span)}"

    def _source(self, document: Document, marks: list[Mark], gutter: int) -> Iterator[str]:
        """The source lines of all marks in their order, each with what is marked in it."""
        style = self._style
        bar = style(f"{' ' * gutter} |", BLUE)
        room = self._width - gutter - 3
        yield bar
        shown, shown_text, folded = 0, "", False
        for mark in marks:
            number = mark.span.start.line
            part = excerpt(self._lines.line(document, number), mark.span, room)
            if (number, part.text) != (shown, shown_text):
                if shown and number > shown + 1 and not folded:
                    yield style("...", BLUE)
                yield f"{style(f'{number:>{gutter}} |', BLUE)} {part.text}".rstrip()
            shown, shown_text = number, part.text
            label = f" {mark.label}" if mark.label else ""
            yield f"{bar} {' ' * part.start}{style(f'{mark.sign * part.length}{label}', mark.colour)}"
            folded = mark.span.end.line > number and mark.sign == "^"
            if folded:
                yield style("...", BLUE)
        yield bar

    def _split(self, finding: Finding) -> tuple[list[RelatedPlace], list[RelatedPlace]]:
        """The related places that are shown in the finding's own frame, and the others.

        Those in a line that is cut are not: there the line's number says nothing, and the column must be told.
        """
        near: list[RelatedPlace] = []
        far: list[RelatedPlace] = []
        number = finding.span.start.line
        for each in finding.related:
            line = each.span.start.line
            close = each.place.document is finding.document and abs(line - number) <= NEAR and len(near) < RELATED
            if close and len(self._lines.line(finding.document, line)) <= self._width:
                near.append(each)
            else:
                far.append(each)
        return near, far

    def _notes(self, finding: Finding, far: list[RelatedPlace], gutter: int) -> Iterator[str]:
        """The related places that are not in the frame, and the help."""
        style = self._style
        start = f"{' ' * gutter} {style('=', BLUE)}"
        for each in far[:RELATED]:
            place = where(each.place.document, each.span)
            yield f"{start} {style('related', BOLD)}: {safe(each.message)} ({place})"
        if len(far) > RELATED:
            yield f"{start} {style('related', BOLD)}: {counted(len(far) - RELATED, 'more place')}"
        if finding.help:
            yield f"{start} {style('help', CYAN)}: {safe(finding.help)}"


def where(document: Document, span: Span) -> str:
    """A place as editors and terminals make a link of it: `path:line:column`."""
    return f"{safe(document.path)}:{span.start.line}:{span.start.column}"
