"""Reports of many places, made into reports of some of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from preclear.source import Alike, Place, Pointer, Report


def about(report: Report, alike: Alike, places: Sequence[Place]) -> Report:
    """The same report, of some of its places."""
    if len(places) == len(alike.places):
        return report
    return replace(alike.tell(places), alike=alike._replace(places=places) if len(places) > 1 else None)


def without_replaced(report: Report, replaced: Set[tuple[int, Pointer]]) -> Report | None:
    """What is left of a report without the nodes that a misplaced `$ref` stands in place of; None where nothing is.

    What such a node lacks is no fault of its own, nor is that it has a `$ref`.
    """
    alike = report.alike
    if alike is None:
        return None if _is_about(report.at.place, replaced) else report
    left = [place for place in alike.places if not _is_about(place, replaced)]
    return about(report, alike, left) if left else None


def _is_about(place: Place, replaced: Set[tuple[int, Pointer]]) -> bool:
    document, pointer = id(place.document), place.pointer
    if place.missing is not None and (document, (*pointer, place.missing)) in replaced:
        return True
    return (document, pointer[:-1] if pointer[-1:] == ("$ref",) else pointer) in replaced
