"""The last lines of a report: what was left out, and what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.safe import safe
from preclear.report.style import BOLD, GREEN, PLAIN, SEVERITY, Style
from preclear.source.numbers import counted

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Container, Iterator

    from preclear.report.results import Results
    from preclear.source import Severity

_NOUNS: tuple[tuple[Severity, str], ...] = (("error", "error"), ("warning", "warning"), ("info", "info"))


def enumerated(parts: list[str]) -> str:
    """Join words as a sentence does: `a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def omitted_lines(results: Results, told: Container[tuple[str, str]] = ()) -> Iterator[str]:
    """Say of every rule and file how many findings were left out; not of those that are not shown, or in `told`."""
    shown = {(each.rule.name, each.path) for each in results.shown}
    for (rule, path), number in sorted(results.omitted.items()):
        if (rule, path) in shown and (rule, path) not in told:
            yield f"and {number:,} more of `{safe(rule)}` in {safe(path)}"


def summary(results: Results, style: Style = PLAIN) -> str:
    """Give the line that ends a report: `Found 3 errors and 1 warning in 2 files (12 checked).`

    Everything is counted, and what was hidden is said behind it: `Not shown: 1 warning (--show warning).`
    """
    files = len(results.files)
    parts = _parts(results.counts, style)
    if not parts:
        return f"{style('No findings', GREEN)} in {counted(files, 'file')}."
    hit = len({each.path for each in results.findings})
    checked = "" if hit >= files else f" ({files:,} checked)"
    found = f"{style('Found', BOLD)} {enumerated(parts)} in {counted(hit, 'file')}{checked}."
    hidden = enumerated(_parts(results.hidden, PLAIN))
    if not hidden:
        return found
    least = "info" if results.hidden["info"] else "warning"
    return f"{found} Not shown: {hidden} (--show {least})."


def _parts(counts: Counter[Severity], style: Style) -> list[str]:
    return [
        style(counted(counts[severity], noun), SEVERITY[severity]) for severity, noun in _NOUNS if counts[severity] > 0
    ]
