"""The changes between two plans for people: each resource that changes, with the places on both sides."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from preclear.report.rendering.escape import escape, escape_path
from preclear.report.rendering.style import BOLD, CYAN, GREEN, PLAIN, RED, YELLOW, Style
from preclear.report.rendering.table import format_table
from preclear.report.resource_titles import RESOURCE_TITLES
from preclear.source import format_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.mapping import Change
    from preclear.report.plan_changes.model import PlanComparison
    from preclear.source import Place

DEFAULT_WIDTH = 120
MAX_LISTED_USERS = 3

_TITLES = {"connector": "Connector", **RESOURCE_TITLES}
_COLOURS = {"added": GREEN, "removed": RED, "renamed": YELLOW, "changed": YELLOW}
_KIND_ORDER = ("removed", "added", "renamed", "changed")


def format_plan_changes(comparison: PlanComparison, style: Style = PLAIN, width: int = DEFAULT_WIDTH) -> Iterator[str]:
    """Yield the lines of the report, without newlines; rows of resources are at most `width` cells wide, or as
    wide as the terminal.
    """
    changes = comparison.changes
    yield f"{style('Changes from', BOLD)} {escape(comparison.old.label)}"
    yield ""
    for kind, group in groupby(changes.changes, lambda change: change.resource.kind):
        yield style(_TITLES[kind], BOLD)
        yield from _format_resources([*group], changes.path_prefix, style, width)
        yield ""
    if changes.unknown_count:
        count = format_count(changes.unknown_count, "definition")
        yield from style.wrap(f"Not compared: {count}, because the platform doesn't have the schema.", 0)
    if not changes.is_complete:
        yield "Not all schemas were compared: there are too many ways to pair them."
    yield _format_summary(comparison, style)


def _format_resources(changes: Sequence[Change], path_prefix: str, style: Style, width: int) -> Iterator[str]:
    groups = [[*group] for _, group in groupby(changes, lambda change: change.resource)]
    rows = [(_kind_of(group), group[0].resource.name, group[0].resource.detail) for group in groups]
    lines = format_table(("CHANGE", "NAME", ""), rows, width, style, _COLOURS, indent=2)
    yield next(lines)
    for group, line in zip(groups, lines, strict=True):
        yield line
        for change in sorted(group, key=lambda change: not change.is_breaking):
            yield from style.wrap(f"      {_format_change(change, style)}", 10)
            details = "; ".join(_list_details(change, path_prefix))
            if details:
                yield from style.wrap(f"        {details}", 10)


def _kind_of(group: Sequence[Change]) -> str:
    return min((change.kind for change in group), key=_KIND_ORDER.index)


def _format_change(change: Change, style: Style) -> str:
    severity = style("breaking", RED) if change.is_breaking else style("compatible", CYAN)
    return f"{_format_place(change.place)}: {severity}: {escape(change.message)} [{change.code}]"


def _list_details(change: Change, path_prefix: str) -> Iterator[str]:
    """Yield where the old text is, and who else the change is about."""
    if change.old_place is not None:
        yield f"before: {_format_place(change.old_place, path_prefix)}"
    if change.user_count:
        names = [f"`{escape(name)}`" for name in change.used_by[:MAX_LISTED_USERS]]
        remaining = change.user_count - len(names)
        more = f" and {remaining:,} more" if remaining else ""
        word = "also in" if change.resource.kind in ("action", "trigger") else "used by"
        yield f"{word} {', '.join(names)}{more}"


def _format_place(place: Place, path_prefix: str = "") -> str:
    original = place.original
    line, column = original.span.start
    return f"{escape_path(path_prefix + original.document.path)}:{line}:{column}"


def _format_summary(comparison: PlanComparison, style: Style) -> str:
    """Return the last line: `Found 3 breaking changes and 9 compatible changes.`"""
    changes = comparison.changes
    if not changes.changes:
        return f"{style('No changes', GREEN)}."
    breaking, total = changes.breaking_count, len(changes.changes)
    if not breaking:
        return f"Found {format_count(total, 'compatible change')}. {style('Nothing breaks.', GREEN)}"
    found = style(format_count(breaking, "breaking change"), RED)
    return f"Found {found} and {format_count(total - breaking, 'compatible change')}."
