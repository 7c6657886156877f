"""Reports of many places, made into reports of some of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from preclear.source import GroupedReport, Place, Pointer, Report


def narrow_report(report: Report, group: GroupedReport, places: Sequence[Place]) -> Report:
    """The same report, of some of its places."""
    if len(places) == len(group.places):
        return report
    return replace(group.build_report(places), group=group._replace(places=places) if len(places) > 1 else None)


def remove_skipped_places(report: Report, skipped: Set[tuple[int, Pointer]]) -> Report | None:
    """What is left of a report without the nodes that a misplaced `$ref` stands in place of; None where nothing is.

    What such a node lacks is no fault of its own, nor is that it has a `$ref`.
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
