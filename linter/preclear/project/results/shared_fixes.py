"""Fixes in files that several documents of a run share: references of all of them follow what a fix renames."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from preclear._records import replace
from preclear.project.results.file_findings import finding_identity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.engine import Finding
    from preclear.source import TextFix


class SharedFixes:
    """The fixes of all documents that give something another name or index, by finding."""

    def __init__(self) -> None:
        self._user_counts: Counter[str] = Counter()
        self._fixes: dict[tuple[object, ...], list[TextFix]] = {}

    def add(self, files: Iterable[str], findings: Iterable[Finding]) -> None:
        """Add the fixes of one document. `files` are the display paths of its files."""
        self._user_counts.update(files)
        for finding in findings:
            if finding.text_fix is not None and finding.text_fix.moved_paths:
                self._fixes.setdefault(_key(finding), []).append(finding.text_fix)

    def complete(self, finding: Finding) -> Finding:
        """Return a finding whose fix has the changes in all documents.

        It has no fix if a document uses a file in which something moves, but doesn't have the finding: nothing is known
        about the references there.
        """
        fix = finding.text_fix
        if fix is None or not any(self._user_counts[path] > 1 for path in fix.moved_paths):
            return finding
        from preclear.edit import join_text_fixes

        fixes = self._fixes.get(_key(finding), [])
        is_known = all(self._user_counts[path] <= len(fixes) for path in fix.moved_paths)
        return replace(finding, text_fix=join_text_fixes(fixes) if is_known else None)


def _key(finding: Finding) -> tuple[object, ...]:
    return finding.path, *finding_identity(finding)
