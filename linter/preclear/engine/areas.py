"""Which resource of the import a finding is about: by the part of the document that it stands in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.engine.finding import Finding
    from preclear.source import Document, Place, Pointer

Spot: TypeAlias = "tuple[int, Pointer]"

SECTIONS = ("paths", "webhooks", "components")
"""The keys of a document under which resources have their own places; all other keys are about the connector."""


class Areas:
    """The parts of the documents that each resource is made of.

    A resource is known by identity. `within` is a node and all below it; `around` the same, where nothing below it is
    within a resource: a path item around its operations; `at` a node itself, and nothing below it; `apart` a node and
    all below it that no resource is made of, though something around it is.
    """

    def __init__(self, entry: Document, findings: Sequence[Finding]) -> None:
        """Note only what `findings` may stand in: a document may have very many resources."""
        self._entry = entry
        self._findings = findings
        self._spots = {
            (id(place.document), place.pointer[:length])
            for finding in findings
            for place in _marked(finding)
            for length in range(len(place.pointer) + 1)
        }
        self._within: defaultdict[Spot, dict[int, None]] = defaultdict(dict)
        self._around: defaultdict[Spot, dict[int, None]] = defaultdict(dict)
        self._at: defaultdict[Spot, dict[int, None]] = defaultdict(dict)
        self._apart: set[Spot] = set()
        self._whole: int | None = None

    def whole(self, resource: object) -> None:
        """Note the resource that the entry document as a whole is about."""
        self._whole = id(resource)

    def within(self, resource: object, place: Place) -> None:
        """Note that everything in the node at `place` is about `resource`."""
        self._note(self._within, resource, place)

    def around(self, resource: object, place: Place) -> None:
        """Note that everything in the node at `place` is about `resource` that is not within any."""
        self._note(self._around, resource, place)

    def at(self, resource: object, place: Place) -> None:
        """Note that what is said of the node at `place` itself is about `resource`."""
        self._note(self._at, resource, place)

    def apart(self, place: Place) -> None:
        """Note that what is in the node at `place` is about nothing that is only around it."""
        if place.identity in self._spots:
            self._apart.add(place.identity)

    def _note(self, areas: defaultdict[Spot, dict[int, None]], resource: object, place: Place) -> None:
        spot = place.identity
        if spot in self._spots:
            areas[spot][id(resource)] = None

    def assign(self) -> tuple[dict[int, list[Finding]], list[Finding]]:
        """Give the findings about each resource, by the resource's `id`, and those about none; in their order."""
        found: dict[int, list[Finding]] = {}
        others: list[Finding] = []
        for finding in self._findings:
            owners: dict[int, None] = {}
            for place in _marked(finding):
                owners |= self._owners(place)
            for owner in owners:
                found.setdefault(owner, []).append(finding)
            if not owners:
                others.append(finding)
        return found, others

    def _owners(self, place: Place) -> dict[int, None]:
        document, pointer = id(place.document), place.pointer
        owners = dict(self._at.get((document, pointer), {}))
        ways = [(document, pointer[:length]) for length in range(len(pointer), -1, -1)]
        for way in ways:
            owners.update(self._within.get(way, {}))
        if owners:
            return owners
        for way in ways:
            if way in self._apart:
                return {}
            if way in self._around:
                return dict(self._around[way])
        general = len(pointer) < 2 or pointer[0] not in SECTIONS
        if general and place.document is self._entry and self._whole is not None:
            return {self._whole: None}
        return {}


def _marked(finding: Finding) -> tuple[Place, ...]:
    """The places whose resources a finding is about: an info degrades nothing, and is about that of the first alone."""
    return (finding.place,) if finding.severity == "info" else (finding.place, *finding.affected)
