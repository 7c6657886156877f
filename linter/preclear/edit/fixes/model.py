"""What fixing documents comes to: the findings that were fixed, those that weren't, and the new texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.source import format_pointer

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.edit.reports import CollectedReport
    from preclear.source import Edit, EditLevel, Kind, PlacePart, Severity, Span


class FixableFinding(NamedTuple):
    """A finding with an edit, as it was before the edit. The span is 1-based, in characters.

    `path` is the display path of the file with the text, `pointer` a JSON Pointer as text. `level` and `title` are
    those of the edit.
    """

    rule: Kind
    severity: Severity
    message: str
    path: str
    pointer: str
    part: PlacePart
    span: Span
    level: EditLevel
    title: str

    @classmethod
    def from_report(cls, report: CollectedReport, edit: Edit) -> FixableFinding:
        """Make it of a report and its edit."""
        place = report.report.location.place
        return cls(
            rule=report.kind,
            severity=report.severity,
            message=report.report.message,
            path=place.document.path,
            pointer=format_pointer(place.pointer),
            part=place.part,
            span=place.span,
            level=edit.level,
            title=edit.title,
        )


class UnfixedFinding(NamedTuple):
    """A finding whose edit can't be made, and the reason."""

    finding: FixableFinding
    reason: str


class FixedFile(NamedTuple):
    """A file with edits: its text before and after them, and the new bytes in the encoding of the file.

    `key` identifies it. `path` is its display path, and `files` are the paths by which it was reached.
    """

    key: str
    path: str
    files: tuple[Path, ...]
    old_data: bytes
    old_text: str
    new_data: bytes
    new_text: str


class Fixes(NamedTuple):
    """What was fixed, in the order of the documents and rounds; what can't be; and the edited files.

    `is_complete` is False if edits were left over after the last round. `stdin` is the text of standard input with its
    edits, None if it wasn't read or not to its end.
    """

    fixed: tuple[FixableFinding, ...] = ()
    unfixed: tuple[UnfixedFinding, ...] = ()
    files: tuple[FixedFile, ...] = ()
    is_complete: bool = True
    stdin: bytes | None = None
