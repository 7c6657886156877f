"""Faults of the structure check, which are reported only where no other finding covers them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from preclear.source import SEVERITY_RANK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.source import Fault, Kind, Place, Pointer, Report

_PlaceKey: TypeAlias = "tuple[int, Pointer, str]"
"""A document, a node, and a part of it: `key`, `value`, or a dash and the name of a missing key."""


class ConformanceFaults:
    """The faults of the structure check, held back until all reports are in."""

    def __init__(self) -> None:
        self.kinds: dict[str, Kind] = {}
        """The kinds of the faults, by name."""
        self._faults: list[Fault] = []
        self._keys: frozenset[_PlaceKey] | None = None
        self._severity_ranks: dict[_PlaceKey, int] = {}

    def add(self, faults: Iterable[Fault]) -> None:
        """Add faults. The earlier this is called, the less is stored about other reports."""
        self._faults.extend(faults)
        self.kinds.update((fault.kind.name, fault.kind) for fault in self._faults)
        keys = self._keys = frozenset(_place_key(fault.report.location.place) for fault in self._faults)
        self._severity_ranks = {key: rank for key, rank in self._severity_ranks.items() if key in keys}

    def note_report(self, kind: Kind, report: Report) -> None:
        """Record the severity of a report at each place where there is a fault, or where one can still be added."""
        keys = self._keys
        if keys is not None and not keys:
            return
        rank = SEVERITY_RANK[report.severity or kind.severity]
        for place in report.group.places if report.group else (report.location.place,):
            for key in _place_keys(kind, place):
                if keys is None or key in keys:
                    self._severity_ranks[key] = max(self._severity_ranks.get(key, 0), rank)

    def drain(self) -> Iterator[Fault]:
        """Remove all faults, and yield those at whose place no report so far is at least as severe."""
        faults, self._faults = self._faults, []
        for fault in faults:
            rank = SEVERITY_RANK[fault.report.severity or fault.kind.severity]
            if self._severity_ranks.get(_place_key(fault.report.location.place), -1) < rank:
                yield fault


def _place_key(place: Place) -> _PlaceKey:
    return id(place.document), place.pointer, place.part if place.missing is None else f"-{place.missing}"


def _place_keys(kind: Kind, place: Place) -> tuple[_PlaceKey, ...]:
    """Return what a finding covers. One that reports a missing field at a key covers the value, too."""
    key = _place_key(place)
    covers_value = key[2] == "key" and kind.name.startswith("missing-")
    return (key, (*key[:2], "value")) if covers_value else (key,)
