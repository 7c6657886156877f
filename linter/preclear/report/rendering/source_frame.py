"""The source lines around a finding, with its span and those of near related places underlined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.report.rendering.escape import escape
from preclear.report.rendering.excerpt import SourceLines, make_excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.engine import Finding, RelatedPlace
    from preclear.source import Document, Span

DEFAULT_WIDTH = 120
"""Maximum width of a frame in cells, except for messages, if the output isn't a terminal."""

MAX_LINE_DISTANCE = 8
"""Maximum number of lines between a finding and a related place in the same frame."""

MAX_RELATED = 5
"""Maximum number of related places that are shown; the others are counted."""


class SourceLine(NamedTuple):
    """A source line as it is shown, and its 1-based number."""

    number: int
    text: str


class Underline(NamedTuple):
    """The underline of a span in the line above it: `^` for the finding, `-` for a related place.

    `indent` is the number of cells before it. `label` is escaped; it's empty for the finding.
    """

    indent: int
    text: str
    label: str

    @property
    def is_finding(self) -> bool:
        """Whether it marks the finding itself."""
        return self.text.startswith("^")


class Gap(NamedTuple):
    """Lines that aren't shown."""


class SourceFrame(NamedTuple):
    """The rows of a frame; none if the document has no text.

    `gutter` is the width of the line numbers in cells. `far` are the related places that aren't in the frame.
    """

    gutter: int
    rows: tuple[SourceLine | Underline | Gap, ...]
    far: tuple[RelatedPlace, ...]


class _Annotation(NamedTuple):
    span: Span
    character: str
    label: str


class SourceFrames:
    """Makes the frames of findings, at most `width` cells wide. It caches the last line."""

    def __init__(self, width: int = DEFAULT_WIDTH) -> None:
        self._width = width
        self._lines = SourceLines()

    def make(self, finding: Finding) -> SourceFrame:
        """Make the frame of a finding."""
        near, far = self._split_related(finding)
        annotations = [_Annotation(finding.span, "^", "")]
        annotations += [_Annotation(related.span, "-", escape(related.message)) for related in near]
        annotations.sort(key=lambda mark: (mark.span.start.line, mark.character == "-", mark.span))
        gutter = len(str(annotations[-1].span.start.line))
        rows = tuple(self._make_rows(finding.document, annotations, gutter)) if finding.document.text else ()
        return SourceFrame(gutter, rows, tuple(far))

    def _make_rows(
        self, document: Document, annotations: Sequence[_Annotation], gutter: int
    ) -> Iterator[SourceLine | Underline | Gap]:
        """Yield the source lines of all annotations in order, each with its underlines."""
        max_width = self._width - gutter - 3
        last_number, last_text, is_multiline = 0, "", False
        for annotation in annotations:
            number = annotation.span.start.line
            line_excerpt = make_excerpt(self._lines.line(document, number), annotation.span, max_width)
            if (number, line_excerpt.text) != (last_number, last_text):
                if last_number and number > last_number + 1 and not is_multiline:
                    yield Gap()
                yield SourceLine(number, line_excerpt.text)
            last_number, last_text = number, line_excerpt.text
            yield Underline(line_excerpt.start, annotation.character * line_excerpt.length, annotation.label)
            is_multiline = annotation.span.end.line > number and annotation.character == "^"
            if is_multiline:
                yield Gap()

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
