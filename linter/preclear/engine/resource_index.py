"""Finds the resources that a finding is about, from the part of the document that contains it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.engine.unlisted import UnlistedFindings, add_tallies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.engine.finding import Finding
    from preclear.source import Document, Place

_Owners: TypeAlias = "dict[int, int | dict[int, None]]"
"""The resource by the hash of a node, or a dict if there are several resources."""

RESOURCE_SECTIONS = ("paths", "webhooks", "components")
"""The keys of a document whose content belongs to other resources. Every other key is about the connector."""


class ResourceIndex:
    """Index of the parts of the documents that each resource is made of.

    Resources are compared by identity. `add_subtree` covers a node and everything below it. `add_enclosing` covers the
    same except for parts of other resources, such as a path item without its operations. `add_node` covers a node and
    nothing below it. `exclude` takes a node and everything below it out of what encloses it.
    """

    def __init__(
        self, entry_document: Document, findings: Sequence[Finding], unlisted: UnlistedFindings | None = None
    ) -> None:
        """Prepare to index only nodes with `findings` or `unlisted` ones: a document can have very many resources."""
        self._entry_document = entry_document
        self._findings = findings
        self._unlisted = unlisted or UnlistedFindings()
        self._node_keys = {
            _hash_node(place.document, place.pointer[:length])
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
        """Set the resource of the entry document as a whole."""
        self._root_resource = id(resource)

    def add_subtree(self, resource: object, place: Place) -> None:
        """Assign the node at `place`, and everything below it, to `resource`."""
        self._add(self._subtrees, resource, place)

    def add_enclosing(self, resource: object, place: Place) -> None:
        """Assign everything in the node at `place` that belongs to no other resource to `resource`."""
        self._add(self._enclosing, resource, place)

    def add_node(self, resource: object, place: Place) -> None:
        """Assign the node at `place`, without what is below it, to `resource`."""
        self._add(self._nodes, resource, place)

    def exclude(self, place: Place) -> None:
        """Take the node at `place`, and everything below it, out of the resources that enclose it."""
        node_hash = _hash_node(place.document, place.pointer)
        if node_hash in self._node_keys or self._unlisted.has(place):
            self._excluded.add(node_hash)

    def _add(self, table: _Owners, resource: object, place: Place) -> None:
        key = _hash_node(place.document, place.pointer)
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
        """Return the findings of each resource, by the resource's `id`, and those of none, in their order."""
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
        """Return the tally of unlisted findings of each resource, by the resource's `id`, and of none under 0."""
        tallies: dict[int, int] = {}
        steps: list[_Step] = []
        pointer: list[str | int | None] = []
        for depth, document, part, tally in self._unlisted.nodes():
            del steps[depth:], pointer[depth:]
            pointer.append(part)
            node_hash = _hash_node(document, tuple(pointer[1:]))
            parent = steps[-1] if steps else _Step({}, None)
            step = parent
            if node_hash in self._subtrees:
                step = step._replace(within={**parent.within, **_owners(self._subtrees, node_hash)})
            if node_hash in self._excluded:
                step = step._replace(around={})
            elif node_hash in self._enclosing:
                step = step._replace(around=_owners(self._enclosing, node_hash))
            steps.append(step)
            if not tally:
                continue
            owners = {**_owners(self._nodes, node_hash), **step.within} or step.around
            if owners is None:
                owners = self._document_owner(document, pointer[1:])
            for owner in owners or {0: None}:
                tallies[owner] = add_tallies(tallies.get(owner, 0), tally)
        return tallies

    def _find_owners(self, place: Place) -> dict[int, None]:
        document, pointer = place.document, place.pointer
        owners = dict(_owners(self._nodes, _hash_node(document, pointer)))
        ancestors = [_hash_node(document, pointer[:length]) for length in range(len(pointer), -1, -1)]
        for ancestor in ancestors:
            owners.update(_owners(self._subtrees, ancestor))
        if owners:
            return owners
        for ancestor in ancestors:
            if ancestor in self._excluded:
                return {}
            if ancestor in self._enclosing:
                return dict(_owners(self._enclosing, ancestor))
        return self._document_owner(document, pointer)

    def _document_owner(self, document: Document, pointer: Sequence[str | int | None]) -> dict[int, None]:
        """Return the connector for the entry document outside `RESOURCE_SECTIONS`; nothing for anything else."""
        is_general = len(pointer) < 2 or pointer[0] not in RESOURCE_SECTIONS
        if is_general and document is self._entry_document and self._root_resource is not None:
            return {self._root_resource: None}
        return {}


class _Step(NamedTuple):
    """The resources whose subtrees contain a node, and the nearest enclosing ones; `around` is None without any."""

    within: dict[int, None]
    around: dict[int, None] | None


def _owners(table: _Owners, node_hash: int) -> dict[int, None]:
    owners = table.get(node_hash)
    return {} if owners is None else owners if isinstance(owners, dict) else {owners: None}


def _hash_node(document: Document, pointer: tuple[str | int | None, ...]) -> int:
    """Hash a node. Storing the pointers themselves would take more memory than everything else."""
    return hash((id(document), pointer))


def _relevant_places(finding: Finding) -> tuple[Place, ...]:
    """Return the places whose resources a finding affects. An info degrades nothing: its first place is enough."""
    places = finding.connector_places
    return places[:1] if finding.severity == "info" else places
