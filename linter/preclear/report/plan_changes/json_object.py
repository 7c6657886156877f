"""The changes between two plans as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.positions import position_to_json
from preclear.source import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.mapping import Change
    from preclear.report.plan_changes.model import PlanComparison
    from preclear.source import Json, Place


def comparison_to_json(comparison: PlanComparison) -> dict[str, Json]:
    """Return the old side, the numbers of changes, and whether everything was compared."""
    old, changes = comparison.old, comparison.changes
    return {
        "old": {"kind": old.kind, "name": old.name, "detail": old.detail or None},
        "changes": len(changes.changes),
        "breaking": changes.breaking_count,
        "unknownSchemas": changes.unknown_count,
        "complete": changes.is_complete,
    }


def changes_to_json(comparison: PlanComparison) -> Iterator[dict[str, Json]]:
    """Yield the object of each change."""
    for change in comparison.changes.changes:
        yield _change_to_json(change, comparison.changes.path_prefix)


def _change_to_json(change: Change, path_prefix: str) -> dict[str, Json]:
    return {
        "resource": change.resource.kind,
        "name": change.resource.name,
        "kind": change.kind,
        "code": change.code,
        "breaking": change.is_breaking,
        "message": change.message,
        "place": _place_to_json(change.place),
        "oldPlace": None if change.old_place is None else _place_to_json(change.old_place, path_prefix),
        "usedBy": [*change.used_by],
        "users": change.user_count,
    }


def _place_to_json(place: Place, path_prefix: str = "") -> dict[str, Json]:
    original = place.original
    start, end = original.span
    return {
        "path": path_prefix + original.document.path,
        "pointer": format_pointer(original.pointer),
        "start": position_to_json(start),
        "end": position_to_json(end),
    }
