"""The last lines of a report: omitted findings, totals, and the number of fixable findings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from preclear.report.rendering.escape import escape
from preclear.report.rendering.fix_mark import FIX_MARK
from preclear.report.rendering.style import BOLD, CYAN, GREEN, PLAIN, SEVERITY_COLOURS, Style
from preclear.source import format_count

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from preclear.project import Results
    from preclear.source import Severity

_NOUNS: tuple[tuple[Severity, str], ...] = (("error", "error"), ("warning", "warning"), ("info", "info"))


def join_words(parts: list[str]) -> str:
    """Join words as in a sentence: `a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def show_all(results: Results) -> Results:
    """Return the results of a report that hides no finding."""
    return results._replace(shown_findings=results.findings, hidden_counts=Counter())


def format_omitted(results: Results, reported: Container[tuple[str, str]] = ()) -> Iterator[str]:
    """Yield the number of omitted findings by rule and file, except those that are hidden or in `reported`.

    Omitted findings of an import's answer count for the document that was sent, wherever the others are.
    """
    shown_findings = {(finding.rule.name, finding.path) for finding in results.shown_findings}
    imported = {finding.rule.name for finding in results.shown_findings if finding.origin == "import"}
    for (rule, path), number in sorted(results.omitted.items()):
        if ((rule, path) in shown_findings or rule in imported) and (rule, path) not in reported:
            yield f"and {number:,} more of `{escape(rule)}` in {escape(path)}"


def format_summary(results: Results, style: Style = PLAIN) -> str:
    """Return the last line of a report: `Found 3 errors and 1 warning in 2 files (12 checked).`

    All findings are counted; hidden ones are counted again after it: `Not shown: 1 warning (--show warning).`
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


def format_fixable(results: Results, style: Style = PLAIN) -> Iterator[str]:
    """Yield a line that says how many findings can be fixed, and how; nothing if none can.

    `[*] 12 fixable with `preclear check --fix`, 40 more with `--unsafe-fixes`.`
    """
    safe, renames = results.fixable["safe"], results.fixable["rename"]
    mark = style(FIX_MARK, CYAN)
    if safe:
        more = f", {renames:,} more with `--unsafe-fixes`" if renames else ""
        yield f"{mark} {safe:,} fixable with `preclear check --fix`{more}."
    elif renames:
        yield f"{renames:,} fixable with `preclear check --fix --unsafe-fixes`."


def _format_counts(counts: Counter[Severity], style: Style) -> list[str]:
    return [
        style(format_count(counts[severity], noun), SEVERITY_COLOURS[severity])
        for severity, noun in _NOUNS
        if counts[severity] > 0
    ]
