"""Narrows reports of many places to some of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import replace

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from preclear.source import GroupedReport, Place, Pointer, Report


def narrow_report(report: Report, group: GroupedReport, places: Sequence[Place]) -> Report:
    """Return the report for some of its places only."""
    if len(places) == len(group.places):
        return report
    return replace(group.build_report(places), group=group._replace(places=places) if len(places) > 1 else None)


def remove_skipped_places(report: Report, skipped: Set[tuple[int, Pointer]]) -> Report | None:
    """Return a report without the places at a misplaced `$ref`; None if no place is left.

    A `$ref` has none of the fields of the node that it replaces, so their absence isn't a fault. The `$ref` itself is
    reported elsewhere.
    """
    group = report.group
    if group is None:
        return None if _is_skipped(report.location.place, skipped) else report
    remaining = [place for place in group.places if not _is_skipped(place, skipped)]
    return narrow_report(report, group, remaining) if remaining else None


def _is_skipped(place: Place, skipped: Set[tuple[int, Pointer]]) -> bool:
    document, pointer = id(place.document), place.pointer
    if place.missing is not None and (document, (*pointer, place.missing)) in skipped:
        return True
    return (document, pointer[:-1] if pointer[-1:] == ("$ref",) else pointer) in skipped
