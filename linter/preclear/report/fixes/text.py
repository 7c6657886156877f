"""What was fixed, for people."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from preclear.report.rendering.escape import escape, escape_path
from preclear.report.rendering.style import BOLD, CYAN, PLAIN, Style
from preclear.source import format_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.edit import Fixes

MAX_UNFIXED = 20
"""Maximum number of findings without a fix that are listed."""


def format_fixes(fixes: Fixes, style: Style = PLAIN, *, verb: str = "Fixed") -> Iterator[str]:
    """Yield what was fixed by file and rule, then what couldn't be fixed and why; lines without newlines.

    `verb` is the first word: `Fixed 3 findings in 2 files:`.
    """
    if fixes.fixed:
        yield from _format_fixed(fixes, style, verb)
    elif verb != "Fixed":
        yield f"{verb} nothing."
    if fixes.unfixed:
        yield from _format_unfixed(fixes, style)


def _format_fixed(fixes: Fixes, style: Style, verb: str) -> Iterator[str]:
    counts: dict[str, Counter[str]] = {file.path: Counter() for file in fixes.files}
    for finding in fixes.fixed:
        counts.setdefault(finding.path, Counter())[finding.rule.name] += 1
    files = format_count(len(fixes.files), "file")
    yield f"{style(verb, BOLD)} {format_count(len(fixes.fixed), 'finding')} in {files}:"
    for path, rules in sorted(counts.items()):
        yield f"- {style(escape(path), BOLD)}:"
        width = max((len(f"{number:,}") for number in rules.values()), default=0)
        for rule, number in sorted(rules.items(), key=lambda item: (-item[1], item[0])):
            yield f"    {f'{number:,}':>{width}} × {style(escape(rule), CYAN)}"
        if not rules:
            yield "    references to renamed parts"
    yield ""


def _format_unfixed(fixes: Fixes, style: Style) -> Iterator[str]:
    yield f"{style('Not fixed', BOLD)}: {format_count(len(fixes.unfixed), 'finding')} with an edit that can't be made:"
    for finding, reason in islice(fixes.unfixed, MAX_UNFIXED):
        line, column = finding.span.start
        yield f"- {escape_path(finding.path)}:{line}:{column}: {escape(finding.rule.name)}: {escape(reason)}"
    if len(fixes.unfixed) > MAX_UNFIXED:
        yield f"- and {len(fixes.unfixed) - MAX_UNFIXED:,} more"
    yield ""
