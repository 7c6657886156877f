"""Tables of a report in Markdown: what the import creates, and the findings by rule."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from preclear.report.artifact_path import artifact_path_of_file
from preclear.report.formats.markdown.text import format_cell, format_link, take_lines
from preclear.report.resource_titles import RESOURCE_TITLES
from preclear.report.rule_pages import page_url
from preclear.source import SEVERITY_RANK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from preclear.engine import PlanStatus, PlanSummary, ResourceType
    from preclear.project import Results
    from preclear.source import Kind, Severity

MAX_ROWS = 50
"""Maximum number of rows of a table; the others are counted."""

_PROBLEM_STATUSES: tuple[PlanStatus, ...] = ("blocked", "degraded")


def format_plan_table(plans: Sequence[PlanSummary], root: Path, max_length: int) -> str:
    """Format a table of what the import creates, a row a document; empty if there are no plans.

    Documents with blocked parts come first, and paths are relative to `root`. The rows fit into `max_length` bytes.
    """
    relative = [plan._replace(path=artifact_path_of_file(plan.path, root)) for plan in plans]
    ordered = sorted(relative, key=lambda plan: (-_count_blocked(plan), plan.path))
    heading = f"| Document | Connector | {' | '.join(RESOURCE_TITLES.values())} |"
    return _format_table(heading, [*map(_format_plan_row, ordered[:MAX_ROWS])], len(plans), "documents", max_length)


def format_rule_table(results: Results, max_length: int) -> str:
    """Format a table of the number of findings by rule, the most severe rules first; empty if there are none."""
    counts: Counter[str] = Counter(finding.rule.name for finding in results.findings)
    for (rule, _), number in results.omitted.items():
        counts[rule] += number
    rules: dict[str, tuple[Severity, Kind]] = {}
    for finding in results.findings:
        severity, _ = rules.get(finding.rule.name, (None, None))
        if severity is None or SEVERITY_RANK[severity] < SEVERITY_RANK[finding.severity]:
            rules[finding.rule.name] = (finding.severity, finding.rule)
    ordered = sorted(rules, key=lambda name: (-SEVERITY_RANK[rules[name][0]], -counts[name], name))
    rows = [
        f"| {format_link(name, page_url(rules[name][1]))} | {rules[name][0]} | {counts[name]:,} |"
        for name in ordered[:MAX_ROWS]
    ]
    return _format_table("| Rule | Severity | Findings |", rows, len(rules), "rules", max_length)


def _format_table(heading: str, rows: Sequence[str], total: int, noun: str, max_length: int) -> str:
    """Format a table after an empty line, and how many of its `total` rows are left out."""
    taken = take_lines(rows, max_length)
    if not taken:
        return ""
    left_out = f"\nand {total - len(taken):,} more {noun}\n" if len(taken) < total else ""
    ruler = f"|{' --- |' * (heading.count('|') - 1)}"
    return "\n".join(("", heading, ruler, *taken, left_out))


def _format_plan_row(plan: PlanSummary) -> str:
    totals: Counter[ResourceType] = Counter(resource.resource for resource in plan.resources)
    counts = Counter((resource.resource, resource.status) for resource in plan.resources)
    cells = [format_cell(plan.path), plan.connector.status]
    for resource in RESOURCE_TITLES:
        parts = [f"{counts[resource, status]:,} {status}" for status in _PROBLEM_STATUSES if counts[resource, status]]
        cells.append(f"{totals[resource]:,}" + (f" ({', '.join(parts)})" if parts else ""))
    return f"| {' | '.join(cells)} |"


def _count_blocked(plan: PlanSummary) -> int:
    return sum(resource.status == "blocked" for resource in (plan.connector, *plan.resources))
