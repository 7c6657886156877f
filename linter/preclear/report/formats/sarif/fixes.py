"""The fix of a finding, as a SARIF fix object."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from preclear.report.formats.sarif.locations import make_region
from preclear.report.formats.sarif.text import make_message, sentences
from preclear.source import EDIT_LEVEL_RANK

if TYPE_CHECKING:
    from preclear.engine import Finding
    from preclear.report.formats.sarif.locations import Locations
    from preclear.source import Json, TextChange, TextFix

MAX_FIX_CHARACTERS = 20_000_000
"""The most characters of new text in all fixes, with `_CHANGE_SIZE` more for each change: about 5 MB compressed."""

_CHANGE_SIZE = 200  # characters of a replacement without its text


class FixWriter:
    """Makes fix objects until they would become too large. `omitted` counts fixable findings without one."""

    def __init__(self, locations: Locations) -> None:
        self.omitted: int = 0
        self._locations = locations
        self._remaining = MAX_FIX_CHARACTERS

    def make(self, finding: Finding) -> Json:
        """Return the fix of a finding, None if it has none."""
        edit, fix = finding.edit, finding.text_fix
        if edit is None or EDIT_LEVEL_RANK[edit.level] > EDIT_LEVEL_RANK["rename"]:
            return None
        size = 0 if fix is None else sum(len(change.new_text) + _CHANGE_SIZE for change in fix.changes)
        if fix is None or size > self._remaining:
            self.omitted += 1
            return None
        self._remaining -= size
        title = edit.title[:1].upper() + edit.title[1:]
        return {"description": make_message(sentences(title)), "artifactChanges": self._make_changes(fix)}

    def _make_changes(self, fix: TextFix) -> list[Json]:
        return [
            {
                "artifactLocation": self._locations.artifact(document),
                "replacements": [_make_replacement(change) for change in changes],
            }
            for document, changes in groupby(fix.changes, key=lambda change: change.document)
        ]


def _make_replacement(change: TextChange) -> Json:
    replacement: dict[str, Json] = {"deletedRegion": make_region(change.span)}
    if change.new_text:
        replacement["insertedContent"] = {"text": change.new_text}
    return replacement
