"""A finding as a frame: message, location, source line with a marked span, related places, help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.rendering.escape import escape
from preclear.report.rendering.fix_mark import format_fix_mark
from preclear.report.rendering.source_frame import DEFAULT_WIDTH, MAX_RELATED, SourceFrames, SourceLine, Underline
from preclear.report.rendering.style import BLUE, BOLD, CYAN, PLAIN, SEVERITY_COLOURS, Style
from preclear.report.rule_pages import page_url
from preclear.source import format_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.engine import Finding, RelatedPlace
    from preclear.report.rendering.source_frame import SourceFrame
    from preclear.source import Document, Span

MESSAGE_INDENT = 4
"""Cells before the later lines of a message that wraps."""


class FrameRenderer:
    """Renders findings. It keeps no state of them."""

    def __init__(self, style: Style = PLAIN, width: int = DEFAULT_WIDTH) -> None:
        self._style = style
        self._width = style.width or width
        self._frames = SourceFrames(self._width)

    def render(self, finding: Finding) -> Iterator[str]:
        """Yield the lines of a finding's frame, without newlines."""
        style = self._style
        colour = SEVERITY_COLOURS[finding.severity]
        mark = format_fix_mark(finding, style)
        text = escape(finding.message)
        message = f"{style(':', BOLD)} {mark}{style(text, BOLD)}" if mark else style(f": {text}", BOLD)
        yield from style.wrap(f"{self._format_heading(finding)}{message}", MESSAGE_INDENT)
        frame = self._frames.make(finding)
        yield f"{' ' * frame.gutter}{style('-->', BLUE)} {format_location(finding.document, finding.span)}"
        if frame.rows:
            yield from self._render_source(frame, colour)
        yield from self._render_notes(finding, frame.far, frame.gutter)

    def render_fold(self, finding: Finding, count: int) -> Iterator[str]:
        """Yield the lines that replace `finding` and the later ones of its rule and file, `count` in all."""
        style = self._style
        yield f"{self._format_heading(finding)}{style(f': and {count:,} more like this: --all', BOLD)}"
        gutter = len(str(finding.span.start.line))
        yield f"{' ' * gutter}{style('-->', BLUE)} {format_location(finding.document, finding.span)}"

    def _format_heading(self, finding: Finding) -> str:
        name = self._style.link(escape(finding.rule.name), page_url(finding.rule))
        return self._style(f"{finding.severity}[{name}]", SEVERITY_COLOURS[finding.severity])

    def _render_source(self, frame: SourceFrame, colour: str) -> Iterator[str]:
        """Yield the lines of a frame; `colour` is that of the finding's underline."""
        style = self._style
        bar = style(f"{' ' * frame.gutter} |", BLUE)
        yield bar
        for row in frame.rows:
            if isinstance(row, SourceLine):
                yield f"{style(f'{row.number:>{frame.gutter}} |', BLUE)} {row.text}".rstrip()
            elif isinstance(row, Underline):
                text = f"{row.text} {row.label}" if row.label else row.text
                marks = f"{bar} {' ' * row.indent}{style(text, colour if row.is_finding else BLUE)}"
                label_start = frame.gutter + len(" |  ") + row.indent + len(row.text)
                first, *more = style.wrap(marks, min(label_start, self._width // 2))
                yield first
                yield from (f"{bar}{line[frame.gutter + len(' |') :]}" for line in more)
            else:
                yield style("...", BLUE)
        yield bar

    def _render_notes(self, finding: Finding, far: Sequence[RelatedPlace], gutter: int) -> Iterator[str]:
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
