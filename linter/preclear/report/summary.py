"""The last lines of a report: what was left out, and what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.safe import safe
from preclear.report.style import BOLD, GREEN, PLAIN, SEVERITY, Style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.report.results import Results
    from preclear.source import Severity

_NOUNS: tuple[tuple[Severity, str], ...] = (("error", "error"), ("warning", "warning"), ("info", "info"))


def counted(number: int, noun: str) -> str:
    """Give a number and what it counts: `1 file`, `3,136 files`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def enumerated(parts: list[str]) -> str:
    """Join words as a sentence does: `a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def omitted_lines(results: Results) -> Iterator[str]:
    """Say of every rule and file how many findings are not shown."""
    for (rule, path), number in sorted(results.omitted.items()):
        yield f"and {number:,} more of `{safe(rule)}` in {safe(path)}"


def summary(results: Results, style: Style = PLAIN) -> str:
    """Give the line that ends a report: `Found 3 errors and 1 warning in 2 files (12 checked).`"""
    files = len(results.files)
    parts = [
        style(counted(results.counts[severity], noun), SEVERITY[severity])
        for severity, noun in _NOUNS
        if results.counts[severity]
    ]
    if not parts:
        return f"{style('No findings', GREEN)} in {counted(files, 'file')}."
    hit = len({each.path for each in results.findings})
    checked = "" if hit >= files else f" ({files:,} checked)"
    return f"{style('Found', BOLD)} {enumerated(parts)} in {counted(hit, 'file')}{checked}."
