"""The list of all rules, as a table and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.rendering.style import PLAIN, SEVERITY_COLOURS, Style

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from preclear.source import Kind

_HEADINGS = ("SEVERITY", "RULE", "CATEGORY", "BASIS", "FIX", "SUMMARY")
_TABLE_WIDTH = 160  # cells


def format_rules_json(kinds: Collection[Kind]) -> str:
    """Return the rules as JSON, ending with a newline."""
    from preclear.report.json_report import dump_json

    return dump_json(
        [
            {
                "name": kind.name,
                "category": kind.category,
                "severity": kind.severity,
                "basis": kind.basis,
                "source": kind.source,
                "fix": kind.fix,
                "summary": kind.summary,
            }
            for kind in kinds
        ]
    )


def format_rules_table(kinds: Collection[Kind], style: Style = PLAIN) -> Iterator[str]:
    """Yield the headings and each rule, which links to its page."""
    from preclear.report.rendering.table import Folding, format_table
    from preclear.report.rule_pages import page_url

    rows = [
        (kind.severity, kind.name, kind.category, kind.basis, kind.fix or "", kind.summary.removesuffix("."))
        for kind in kinds
    ]
    links = {kind.name: url for kind in kinds if (url := page_url(kind)) is not None}
    return format_table(_HEADINGS, rows, _TABLE_WIDTH, style, SEVERITY_COLOURS, links=links, folding=Folding())
