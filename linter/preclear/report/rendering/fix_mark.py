"""The mark of a finding that `preclear check --fix` fixes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.rendering.style import CYAN, PLAIN, Style

if TYPE_CHECKING:
    from preclear.engine import Finding
    from preclear.source import EditLevel

FIX_MARK = "[*]"


_COMMANDS: dict[EditLevel, str] = {
    "safe": "`preclear check --fix`",
    "rename": "`preclear check --fix --unsafe-fixes`",
}


def describe_fix(finding: Finding) -> str | None:
    """Return the command that fixes a finding, in backticks; None if none does in the user's files."""
    return None if finding.edit is None else _COMMANDS.get(finding.edit.level)


def format_fix_mark(finding: Finding, style: Style = PLAIN) -> str:
    """Return the mark of a finding with a safe edit, with a space after it; an empty text for any other finding."""
    is_fixable = finding.edit is not None and finding.edit.level == "safe"
    return f"{style(FIX_MARK, CYAN)} " if is_fixable else ""
