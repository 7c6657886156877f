"""Whether our own rules had found at a place what the import says of it, and whether its words stand for theirs."""

from __future__ import annotations

import re
from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

from preclear.connector import HTTP_METHODS, Action
from preclear.source import GRAVITY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.connector import Connector, Operation
    from preclear.engine import Finding
    from preclear.mapping.walk import Spot
    from preclear.source import Document, Place, Pointer, Severity

Where: TypeAlias = "tuple[int, Pointer]"

_DEPTH = 2
"""Steps between a field and the part of it that a rule blames: a parameter's type is at `schema`, `type`."""

_COMPARED = 50
"""Findings at one place whose words are looked for in a message; of more none is left to the message."""

_METHOD = re.compile(rf"`({'|'.join(HTTP_METHODS).lower()})[` ]")


class Foreseen:
    """The findings of a check by place."""

    def __init__(self, findings: Iterable[Finding], connector: Connector | None = None) -> None:
        self._at: defaultdict[Where, list[Finding]] = defaultdict(list)
        self._related_at: defaultdict[Where, list[Finding]] = defaultdict(list)
        self._order: dict[int, dict[Where, tuple[int, Place]]] = {}
        self._below: defaultdict[Where, list[Finding]] = defaultdict(list)
        self._led_to: defaultdict[Where, list[Finding]] = defaultdict(list)
        self._operations: defaultdict[Where, list[Operation]] = defaultdict(list)
        for operation in connector.operations if connector is not None else ():
            self._operations[operation.node.identity].append(operation)
        for finding in findings:
            document, pointer = id(finding.document), finding.pointer
            for place in finding.affected:
                self._at[place.identity].append(finding)
                if finding.counterparts:
                    self._related_at[place.identity].append(finding)
            for depth in range(max(0, len(pointer) - _DEPTH), len(pointer)):
                self._below[document, pointer[:depth]].append(finding)
            for related in finding.related:
                self._led_to[related.place.identity].append(finding)

    def by(self, spot: Spot, severity: Severity, anchor: Place | None = None) -> list[Finding]:
        """The findings that are about the same as a message at `spot`; an info foresees nothing graver.

        They stand at its very node; below it, where it is about all of it; where it is an operation, at its name or
        path; above it as a value, within the field that it belongs to; or, within `anchor`, they name the node as
        another place. At a path, those that are about other methods alone foresee nothing.
        """
        if spot.placed not in ("exact", "text"):
            return []
        document, pointer = spot.place.document, spot.pointer
        found = [each for each in self._at.get((id(document), pointer), ()) if _same_key(each, spot.place)]
        if spot.method:
            found = [each for each in found if _is_about(each, pointer, spot.method)]
        if spot.whole:
            found += self._below.get((id(document), pointer), ())
        if spot.place.missing is None:
            for operation in self._operations.get((id(document), pointer), ()):
                found += self._of_operation(operation)
        found += self._above(spot)
        if anchor is not None:
            named = self._led_to.get((id(document), pointer), ())
            found += [each for each in named if _within(each, anchor.document, anchor.pointer)]
        least = 0 if severity == "info" else 1
        unique = {id(each): each for each in found if GRAVITY[each.severity] >= least}
        return list(unique.values())

    def of_all(self, spots: Iterable[Spot], severity: Severity) -> tuple[tuple[Finding, ...], Place | None]:
        """The findings about how places relate that have all of `spots` among them, and which place of the first it is.

        An operation stands for its name and its path, too. An info foresees nothing graver.
        """
        least = 0 if severity == "info" else 1
        ends: list[dict[int, Where]] = []
        findings: dict[int, Finding] = {}
        for spot in spots:
            node = id(spot.place.document), spot.pointer
            ends.append({})
            for where in (node, *self._names(node)):
                for each in self._related_at.get(where, ()):
                    ends[-1].setdefault(id(each), where)
                    findings[id(each)] = each
        found: list[Finding] = []
        place: Place | None = None
        for key in ends[0] if ends else ():
            finding, named = findings[key], {at[key] for at in ends if key in at}
            if GRAVITY[finding.severity] >= least and len(named) > 1 and all(key in at for at in ends):
                found.append(finding)
                place = place or self._first(finding, named)
        return tuple(found), place

    def _first(self, finding: Finding, named: Iterable[Where]) -> Place:
        """The first of a finding's places, its other ends behind them, that is one of those named."""
        if id(finding) not in self._order:
            places = enumerate(finding.affected)
            self._order[id(finding)] = {place.identity: (number, place) for number, place in places}
        order = self._order[id(finding)]
        return min((order[where] for where in named), key=itemgetter(0))[1]

    def _names(self, node: Where) -> Iterator[Where]:
        """What stands for the operations at a node: their names and paths."""
        for operation in self._operations.get(node, ()):
            yield operation.name.place.identity
            if isinstance(operation, Action):
                yield operation.path.place.identity

    def told(
        self, by: tuple[Finding, ...], spot: Spot, severity: Severity, text: str, field: str | None
    ) -> list[Finding]:
        """Those of `by` that need not be told beside the message: it is as grave, and of the same fault at the place.

        It is of the same fault where `text` has the finding's own words, or where its `field` leads to the very part
        that one finding, and no other, is about. A finding about several places is told of none of them alone.
        """
        if len(by) > _COMPARED:
            return []
        lesser = [each for each in by if GRAVITY[each.severity] <= GRAVITY[severity] and not each.alike]
        same = [each for each in lesser if each.message in text]
        of_all = spot.place.missing is None and (id(spot.place.document), spot.pointer) in self._operations
        if same or not field or spot.placed != "exact" or of_all:
            return same
        above = {id(each) for each in self._above(spot)}
        there = [each for each in by if id(each) in above or _at_very_place(each, spot)]
        return there if len(there) == 1 and there[0] in lesser else []

    def _above(self, spot: Spot) -> Iterator[Finding]:
        """Those that stand above as values, within the field that the spot belongs to."""
        pointer = spot.pointer
        for depth in range(max(spot.anchor, len(pointer) - _DEPTH, 1), len(pointer)):
            for each in self._at.get((id(spot.place.document), pointer[:depth]), ()):
                if each.part == "value" and each.place.missing is None:
                    yield each

    def _of_operation(self, operation: Operation) -> Iterator[Finding]:
        """The errors that stand at what names an operation, its webhook among it, and at its path, and are about it."""
        name, method = operation.name.place, operation.method.value.lower()
        for each in self._at.get(name.identity, ()):
            if each.severity == "error" and each.part == name.part and each.place.missing == name.missing:
                yield each
        if not isinstance(operation, Action):
            return
        path = operation.path.place
        for each in self._at.get(path.identity, ()):
            if each.severity == "error" and each.part == "key" and _is_about(each, path.pointer, method):
                yield each


def _methods(finding: Finding, path: Pointer) -> frozenset[str]:
    """The methods that a finding at a path names or leads to there; none, where it is about all of the path."""
    named = set(_METHOD.findall(finding.message))
    for each in finding.related:
        pointer = each.place.pointer
        if len(pointer) > 2 and pointer[:2] == path and str(pointer[2]).upper() in HTTP_METHODS:
            named.add(str(pointer[2]))
    return frozenset(named)


def _is_about(finding: Finding, path: Pointer, method: str) -> bool:
    named = _methods(finding, path)
    return not named or method in named


def _same_key(finding: Finding, theirs: Place) -> bool:
    """Of two places that each lack a key, the same one; a node that lacks a key it needs is the place itself."""
    ours = finding.place
    if ours.missing is None or theirs.missing is None:
        return ours.missing == theirs.missing or finding.severity != "info"
    return ours.missing == theirs.missing


def _at_very_place(finding: Finding, spot: Spot) -> bool:
    """Whether a finding stands where the spot is, and at a path is about the one method that the message is about."""
    ours, theirs = finding.place, spot.place
    same = ours.document is theirs.document and finding.pointer == spot.pointer and ours.missing == theirs.missing
    return same and (not spot.method or _methods(finding, spot.pointer) == frozenset([spot.method]))


def _within(finding: Finding, document: Document, pointer: Pointer) -> bool:
    return finding.document is document and finding.pointer[: len(pointer)] == pointer
