"""Which resource of the import a finding is about: by the part of the document that it stands in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.engine.finding import Finding
    from preclear.source import Document, Place, Pointer

NodeKey: TypeAlias = "tuple[int, Pointer]"

RESOURCE_SECTIONS = ("paths", "webhooks", "components")
"""The keys of a document under which resources have their own places; all other keys are about the connector."""


class ResourceIndex:
    """The parts of the documents that each resource is made of.

    A resource is known by identity. `add_subtree` is a node and all below it; `add_enclosing` the same, where nothing
    below it is within a resource: a path item around its operations; `add_node` a node itself, and nothing below it;
    `exclude` a node and all below it that no resource is made of, though something around it is.
    """

    def __init__(self, entry_document: Document, findings: Sequence[Finding]) -> None:
        """Note only what `findings` may stand in: a document may have very many resources."""
        self._entry_document = entry_document
        self._findings = findings
        self._node_keys = {
            (id(place.document), place.pointer[:length])
            for finding in findings
            for place in _relevant_places(finding)
            for length in range(len(place.pointer) + 1)
        }
        self._subtrees: defaultdict[NodeKey, dict[int, None]] = defaultdict(dict)
        self._enclosing: defaultdict[NodeKey, dict[int, None]] = defaultdict(dict)
        self._nodes: defaultdict[NodeKey, dict[int, None]] = defaultdict(dict)
        self._excluded: set[NodeKey] = set()
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
        if place.identity in self._node_keys:
            self._excluded.add(place.identity)

    def _add(self, table: defaultdict[NodeKey, dict[int, None]], resource: object, place: Place) -> None:
        key = place.identity
        if key in self._node_keys:
            table[key][id(resource)] = None

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

    def _find_owners(self, place: Place) -> dict[int, None]:
        document, pointer = id(place.document), place.pointer
        owners = dict(self._nodes.get((document, pointer), {}))
        ancestors = [(document, pointer[:length]) for length in range(len(pointer), -1, -1)]
        for ancestor in ancestors:
            owners.update(self._subtrees.get(ancestor, {}))
        if owners:
            return owners
        for ancestor in ancestors:
            if ancestor in self._excluded:
                return {}
            if ancestor in self._enclosing:
                return dict(self._enclosing[ancestor])
        is_general = len(pointer) < 2 or pointer[0] not in RESOURCE_SECTIONS
        if is_general and place.document is self._entry_document and self._root_resource is not None:
            return {self._root_resource: None}
        return {}


def _relevant_places(finding: Finding) -> tuple[Place, ...]:
    """The places whose resources a finding is about: an info degrades nothing, and is about that of the first alone."""
    return (finding.place,) if finding.severity == "info" else (finding.place, *finding.affected_places)
