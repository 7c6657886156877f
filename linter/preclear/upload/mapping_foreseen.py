"""Whether our own rules had found at a place what the import says of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.engine import Finding
    from preclear.source import Document, Place, Pointer, Severity
    from preclear.upload.mapping_walk import Spot

Where: TypeAlias = "tuple[int, Pointer]"

_DEPTH = 2
"""Steps between a field and the part of it that a rule blames: a parameter's type is at `schema`, `type`."""

_RANK: dict[Severity, int] = {"info": 0, "warning": 1, "error": 2}


class Foreseen:
    """The findings of a check by place."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._at: defaultdict[Where, list[Finding]] = defaultdict(list)
        self._below: defaultdict[Where, list[Finding]] = defaultdict(list)
        self._led_to: defaultdict[Where, list[Finding]] = defaultdict(list)
        for finding in findings:
            document, pointer = id(finding.document), finding.pointer
            for place in finding.places:
                self._at[id(place.document), place.pointer].append(finding)
            for depth in range(max(0, len(pointer) - _DEPTH), len(pointer)):
                self._below[document, pointer[:depth]].append(finding)
            for related in finding.related:
                self._led_to[id(related.place.document), related.place.pointer].append(finding)

    def by(self, spot: Spot, severity: Severity, anchor: Place | None = None) -> list[Finding]:
        """The findings that are about the same as a message at `spot`; an info foresees nothing graver.

        They stand at its very node; below it, or at the key of its path or webhook, where it is about all of it; above
        it as a value, within the field that it belongs to; or, within `anchor`, they name the node as another place.
        """
        if spot.placed not in ("exact", "text"):
            return []
        document, pointer = spot.place.document, spot.pointer
        found = [each for each in self._at.get((id(document), pointer), ()) if _same_key(each, spot.place)]
        if spot.whole:
            found += self._below.get((id(document), pointer), ())
            if len(pointer) == 3 and pointer[0] in ("paths", "webhooks"):  # an operation, named or led to by its key
                above = self._at.get((id(document), pointer[:2]), ())
                found += [each for each in above if each.part == "key" and each.severity == "error"]
        for depth in range(max(spot.anchor, len(pointer) - _DEPTH, 1), len(pointer)):
            above = self._at.get((id(document), pointer[:depth]), ())
            found += [each for each in above if each.part == "value" and each.place.missing is None]
        if anchor is not None:
            named = self._led_to.get((id(document), pointer), ())
            found += [each for each in named if _within(each, anchor.document, anchor.pointer)]
        least = 0 if severity == "info" else 1
        unique = {id(each): each for each in found if _RANK[each.severity] >= least}
        return list(unique.values())


def _same_key(finding: Finding, theirs: Place) -> bool:
    """Of two places that each lack a key, the same one; a node that lacks a key it needs is the place itself."""
    ours = finding.place
    if ours.missing is None or theirs.missing is None:
        return ours.missing == theirs.missing or finding.severity != "info"
    return ours.missing == theirs.missing


def _within(finding: Finding, document: Document, pointer: Pointer) -> bool:
    return finding.document is document and finding.pointer[: len(pointer)] == pointer
