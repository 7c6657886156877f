"""A finding as a frame: message, location, source line with a marked span, related places, help."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.report.rendering.escape import escape
from preclear.report.rendering.excerpt import SourceLines, make_excerpt
from preclear.report.rendering.fix_mark import format_fix_mark
from preclear.report.rendering.style import BLUE, BOLD, CYAN, PLAIN, SEVERITY_COLOURS, Style
from preclear.report.rule_pages import page_url
from preclear.source import format_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.engine import Finding, RelatedPlace
    from preclear.source import Document, Span

DEFAULT_WIDTH = 120
"""Maximum width of a frame in cells, except for messages, if the output isn't a terminal."""

MESSAGE_INDENT = 4
"""Cells before the later lines of a message that wraps."""

MAX_LINE_DISTANCE = 8
"""Maximum number of lines between a finding and a related place in the same frame."""

MAX_RELATED = 5
"""Maximum number of related places that are shown; the others are counted."""


class Annotation(NamedTuple):
    """A span to underline, with the character to use, and a label."""

    span: Span
    underline: str
    colour: str
    label: str


class FrameRenderer:
    """Renders findings. It keeps no state of them."""

    def __init__(self, style: Style = PLAIN, width: int = DEFAULT_WIDTH) -> None:
        self._style = style
        self._width = style.width or width
        self._lines = SourceLines()

    def render(self, finding: Finding) -> Iterator[str]:
        """Yield the lines of a finding's frame, without newlines."""
        style = self._style
        colour = SEVERITY_COLOURS[finding.severity]
        mark = format_fix_mark(finding, style)
        text = escape(finding.message)
        message = f"{style(':', BOLD)} {mark}{style(text, BOLD)}" if mark else style(f": {text}", BOLD)
        yield from style.wrap(f"{self._format_heading(finding)}{message}", MESSAGE_INDENT)
        near, far = self._split_related(finding)
        annotations = [Annotation(finding.span, "^", colour, "")]
        annotations += [Annotation(related.span, "-", BLUE, escape(related.message)) for related in near]
        annotations.sort(key=lambda mark: (mark.span.start.line, mark.underline == "-", mark.span))
        gutter = len(str(annotations[-1].span.start.line))
        yield f"{' ' * gutter}{style('-->', BLUE)} {format_location(finding.document, finding.span)}"
        if finding.document.text:
            yield from self._render_source(finding.document, annotations, gutter)
        yield from self._render_notes(finding, far, gutter)

    def render_fold(self, finding: Finding, count: int) -> Iterator[str]:
        """Yield the lines that replace `finding` and the later ones of its rule and file, `count` in all."""
        style = self._style
        yield f"{self._format_heading(finding)}{style(f': and {count:,} more like this: --all', BOLD)}"
        gutter = len(str(finding.span.start.line))
        yield f"{' ' * gutter}{style('-->', BLUE)} {format_location(finding.document, finding.span)}"

    def _format_heading(self, finding: Finding) -> str:
        name = self._style.link(escape(finding.rule.name), page_url(finding.rule))
        return self._style(f"{finding.severity}[{name}]", SEVERITY_COLOURS[finding.severity])

    def _render_source(self, document: Document, annotations: list[Annotation], gutter: int) -> Iterator[str]:
        """Yield the source lines of all annotations in order, each with its underlines."""
        style = self._style
        bar = style(f"{' ' * gutter} |", BLUE)
        max_width = self._width - gutter - 3
        yield bar
        last_number, last_text, is_multiline = 0, "", False
        for annotation in annotations:
            number = annotation.span.start.line
            line_excerpt = make_excerpt(self._lines.line(document, number), annotation.span, max_width)
            if (number, line_excerpt.text) != (last_number, last_text):
                if last_number and number > last_number + 1 and not is_multiline:
                    yield style("...", BLUE)
                yield f"{style(f'{number:>{gutter}} |', BLUE)} {line_excerpt.text}".rstrip()
            last_number, last_text = number, line_excerpt.text
            label = f" {annotation.label}" if annotation.label else ""
            underline = style(f"{annotation.underline * line_excerpt.length}{label}", annotation.colour)
            marks = f"{bar} {' ' * line_excerpt.start}{underline}"
            label_start = gutter + len(" |  ") + line_excerpt.start + line_excerpt.length
            first, *more = style.wrap(marks, min(label_start, self._width // 2))
            yield first
            yield from (f"{bar}{line[gutter + len(' |') :]}" for line in more)
            is_multiline = annotation.span.end.line > number and annotation.underline == "^"
            if is_multiline:
                yield style("...", BLUE)
        yield bar

    def _split_related(self, finding: Finding) -> tuple[list[RelatedPlace], list[RelatedPlace]]:
        """Split the related places into those shown in the finding's frame, and the others.

        Places in a line that must be cut are in the latter: they need a column to be found.
        """
        near: list[RelatedPlace] = []
        far: list[RelatedPlace] = []
        number = finding.span.start.line
        for related in finding.related:
            line = related.span.start.line
            is_near = (
                related.place.document is finding.document
                and abs(line - number) <= MAX_LINE_DISTANCE
                and len(near) < MAX_RELATED
            )
            if is_near and len(self._lines.line(finding.document, line)) <= self._width:
                near.append(related)
            else:
                far.append(related)
        return near, far

    def _render_notes(self, finding: Finding, far: list[RelatedPlace], gutter: int) -> Iterator[str]:
        """Yield the related places outside of the frame, and the help."""
        style = self._style
        prefix = f"{' ' * gutter} {style('=', BLUE)}"
        for related in far[:MAX_RELATED]:
            place = format_location(related.place.document, related.span)
            line = f"{prefix} {style('related', BOLD)}: {escape(related.message)} ({place})"
            yield from style.wrap(line, gutter + len(" = related: "))
        if len(far) > MAX_RELATED:
            yield f"{prefix} {style('related', BOLD)}: {format_count(len(far) - MAX_RELATED, 'more place')}"
        if finding.help:
            line = f"{prefix} {style('help', CYAN)}: {escape(finding.help)}"
            yield from style.wrap(line, gutter + len(" = help: "))


def format_location(document: Document, span: Span) -> str:
    """Return a location that editors and terminals turn into a link: `path:line:column`."""
    return f"{escape(document.path)}:{span.start.line}:{span.start.column}"
