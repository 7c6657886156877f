"""Which resource of the import a finding is about: by the part of the document that it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.engine.unlisted import UnlistedFindings, add_tallies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.engine.finding import Finding
    from preclear.source import Document, Place

_Owners: TypeAlias = "dict[int, int | dict[int, None]]"
"""By the hash of a node: the resource, or all of them where there are several."""

RESOURCE_SECTIONS = ("paths", "webhooks", "components")
"""The keys of a document under which resources have their own places; all other keys are about the connector."""


class ResourceIndex:
    """The parts of the documents that each resource is made of.

    A resource is known by identity. `add_subtree` is a node and all below it; `add_enclosing` the same, where nothing
    below it is within a resource: a path item around its operations; `add_node` a node itself, and nothing below it;
    `exclude` a node and all below it that no resource is made of, though something around it is.
    """

    def __init__(
        self, entry_document: Document, findings: Sequence[Finding], unlisted: UnlistedFindings | None = None
    ) -> None:
        """Note only what `findings` and `unlisted` may stand in: a document may have very many resources."""
        self._entry_document = entry_document
        self._findings = findings
        self._unlisted = unlisted or UnlistedFindings()
        self._node_keys = {
            _hashed(place.document, place.pointer[:length])
            for finding in findings
            for place in _relevant_places(finding)
            for length in range(len(place.pointer) + 1)
        }
        self._subtrees: _Owners = {}
        self._enclosing: _Owners = {}
        self._nodes: _Owners = {}
        self._excluded: set[int] = set()
        self._root_resource: int | None = None

    def set_root(self, resource: object) -> None:
        """Note the resource that the entry document as a whole is about."""
        self._root_resource = id(resource)

    def add_subtree(self, resource: object, place: Place) -> None:
        """Note that everything in the node at `place` is about `resource`."""
        self._add(self._subtrees, resource, place)

    def add_enclosing(self, resource: object, place: Place) -> None:
        """Note that everything in the node at `place` is about `resource` that is not within any."""
        self._add(self._enclosing, resource, place)

    def add_node(self, resource: object, place: Place) -> None:
        """Note that what is said of the node at `place` itself is about `resource`."""
        self._add(self._nodes, resource, place)

    def exclude(self, place: Place) -> None:
        """Note that what is in the node at `place` is about nothing that is only around it."""
        spot = _hashed(place.document, place.pointer)
        if spot in self._node_keys or self._unlisted.has(place):
            self._excluded.add(spot)

    def _add(self, table: _Owners, resource: object, place: Place) -> None:
        key = _hashed(place.document, place.pointer)
        if key not in self._node_keys and not (self._unlisted and self._unlisted.has(place)):
            return
        owner, owners = id(resource), table.get(key)
        if owners is None:
            table[key] = owner
        elif isinstance(owners, dict):
            owners[owner] = None
        elif owners != owner:
            table[key] = {owners: None, owner: None}

    def assign_findings(self) -> tuple[dict[int, list[Finding]], list[Finding]]:
        """Give the findings about each resource, by the resource's `id`, and those about none; in their order."""
        by_resource: dict[int, list[Finding]] = {}
        unassigned: list[Finding] = []
        for finding in self._findings:
            owners: dict[int, None] = {}
            for place in _relevant_places(finding):
                owners |= self._find_owners(place)
            for owner in owners:
                by_resource.setdefault(owner, []).append(finding)
            if not owners:
                unassigned.append(finding)
        return by_resource, unassigned

    def assign_unlisted(self) -> dict[int, int]:
        """Give the tally of the unlisted findings about each resource, by the resource's `id`; about none under 0."""
        tallies: dict[int, int] = {}
        way: list[_Step] = []
        pointer: list[str | int | None] = []
        for depth, document, part, tally in self._unlisted.spots():
            del way[depth:], pointer[depth:]
            pointer.append(part)
            spot = _hashed(document, tuple(pointer[1:]))
            above = way[-1] if way else _Step({}, None)
            here = above
            if spot in self._subtrees:
                here = here._replace(within={**above.within, **_owners(self._subtrees, spot)})
            if spot in self._excluded:
                here = here._replace(around={})
            elif spot in self._enclosing:
                here = here._replace(around=_owners(self._enclosing, spot))
            way.append(here)
            if not tally:
                continue
            owners = {**_owners(self._nodes, spot), **here.within} or here.around
            if owners is None:
                owners = self._general(document, pointer[1:])
            for owner in owners or {0: None}:
                tallies[owner] = add_tallies(tallies.get(owner, 0), tally)
        return tallies

    def _find_owners(self, place: Place) -> dict[int, None]:
        document, pointer = place.document, place.pointer
        owners = dict(_owners(self._nodes, _hashed(document, pointer)))
        ancestors = [_hashed(document, pointer[:length]) for length in range(len(pointer), -1, -1)]
        for ancestor in ancestors:
            owners.update(_owners(self._subtrees, ancestor))
        if owners:
            return owners
        for ancestor in ancestors:
            if ancestor in self._excluded:
                return {}
            if ancestor in self._enclosing:
                return dict(_owners(self._enclosing, ancestor))
        return self._general(document, pointer)

    def _general(self, document: Document, pointer: Sequence[str | int | None]) -> dict[int, None]:
        """What is around everything: the connector, of which all keys of the entry document are but `SECTIONS`."""
        general = len(pointer) < 2 or pointer[0] not in RESOURCE_SECTIONS
        if general and document is self._entry_document and self._root_resource is not None:
            return {self._root_resource: None}
        return {}


class _Step(NamedTuple):
    """What a node on the way down is within and, the nearest, what it is around; None where that is nothing."""

    within: dict[int, None]
    around: dict[int, None] | None


def _owners(areas: _Owners, spot: int) -> dict[int, None]:
    owners = areas.get(spot)
    return {} if owners is None else owners if isinstance(owners, dict) else {owners: None}


def _hashed(document: Document, pointer: tuple[str | int | None, ...]) -> int:
    """What stands for a node: the pointers themselves would take more memory than everything else."""
    return hash((id(document), pointer))


def _relevant_places(finding: Finding) -> tuple[Place, ...]:
    """The places whose resources a finding is about: an info degrades nothing, and is about that of the first alone."""
    return (finding.place,) if finding.severity == "info" else (finding.place, *finding.affected_places)
