"""The mark of a finding that `preclear check --fix` fixes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.rendering.style import CYAN, PLAIN, Style

if TYPE_CHECKING:
    from preclear.engine import Finding

FIX_MARK = "[*]"


def format_fix_mark(finding: Finding, style: Style = PLAIN) -> str:
    """Return the mark of a finding with a safe edit, with a space after it; an empty text for any other finding."""
    is_fixable = finding.edit is not None and finding.edit.level == "safe"
    return f"{style(FIX_MARK, CYAN)} " if is_fixable else ""
