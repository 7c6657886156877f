"""The last lines of a report: what was left out, and what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.rendering.escape import escape
from preclear.report.rendering.style import BOLD, GREEN, PLAIN, SEVERITY_COLOURS, Style
from preclear.source.counts import format_count

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Container, Iterator

    from preclear.project import Results
    from preclear.source import Severity

_NOUNS: tuple[tuple[Severity, str], ...] = (("error", "error"), ("warning", "warning"), ("info", "info"))


def join_words(parts: list[str]) -> str:
    """Join words as a sentence does: `a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def format_omitted(results: Results, reported: Container[tuple[str, str]] = ()) -> Iterator[str]:
    """Say of every rule and file how many findings were left out; not of those that are not shown, or in `reported`.

    Those that an import's answer has too many of are counted at the document that was sent, wherever the others stand.
    """
    shown_findings = {(finding.rule.name, finding.path) for finding in results.shown_findings}
    imported = {finding.rule.name for finding in results.shown_findings if finding.origin == "import"}
    for (rule, path), number in sorted(results.omitted.items()):
        if ((rule, path) in shown_findings or rule in imported) and (rule, path) not in reported:
            yield f"and {number:,} more of `{escape(rule)}` in {escape(path)}"


def format_summary(results: Results, style: Style = PLAIN) -> str:
    """Give the line that ends a report: `Found 3 errors and 1 warning in 2 files (12 checked).`

    Everything is counted, and what was hidden is said behind it: `Not shown: 1 warning (--show warning).`
    """
    files = len(results.files)
    parts = _format_counts(results.counts, style)
    if not parts:
        return f"{style('No findings', GREEN)} in {format_count(files, 'file')}."
    affected_files = len({finding.path for finding in results.findings})
    checked_text = "" if affected_files >= files else f" ({files:,} checked)"
    found = f"{style('Found', BOLD)} {join_words(parts)} in {format_count(affected_files, 'file')}{checked_text}."
    hidden_counts = join_words(_format_counts(results.hidden_counts, PLAIN))
    if not hidden_counts:
        return found
    min_severity = "info" if results.hidden_counts["info"] else "warning"
    return f"{found} Not shown: {hidden_counts} (--show {min_severity})."


def _format_counts(counts: Counter[Severity], style: Style) -> list[str]:
    return [
        style(format_count(counts[severity], noun), SEVERITY_COLOURS[severity])
        for severity, noun in _NOUNS
        if counts[severity] > 0
    ]
