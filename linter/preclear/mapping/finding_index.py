"""Findings of the check by place: which ones foresaw a message, and which ones the message repeats."""

from __future__ import annotations

import re
from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

from preclear.connector import HTTP_METHODS, Action
from preclear.source import SEVERITY_RANK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.connector import Connector, Operation
    from preclear.engine import Finding
    from preclear.mapping.location import MappedLocation
    from preclear.source import Document, Place, Pointer, Severity

NodeKey: TypeAlias = "tuple[int, Pointer]"

_MAX_DEPTH = 3
"""Steps from a field to the part of it that a rule reports: a parameter's type is at `schema`, `type`, `0`."""

_MAX_COMPARED = 50
"""Findings at one place that are compared with a message's text. If there are more, none counts as repeated."""

_METHOD = re.compile(rf"`({'|'.join(HTTP_METHODS).lower()})[` ]")


class FindingIndex:
    """The findings of a check, by place."""

    def __init__(self, findings: Iterable[Finding], connector: Connector | None = None) -> None:
        self._by_node: defaultdict[NodeKey, list[Finding]] = defaultdict(list)
        self._counterparts_by_node: defaultdict[NodeKey, list[Finding]] = defaultdict(list)
        self._place_order: dict[int, dict[NodeKey, tuple[int, Place]]] = {}
        self._by_ancestor: defaultdict[NodeKey, list[Finding]] = defaultdict(list)
        self._by_related_node: defaultdict[NodeKey, list[Finding]] = defaultdict(list)
        self._operations_by_node: defaultdict[NodeKey, list[Operation]] = defaultdict(list)
        for operation in connector.operations if connector is not None else ():
            self._operations_by_node[operation.node.identity].append(operation)
        for finding in findings:
            places = finding.connector_places
            document, pointer = places[0].identity
            for place in places:
                self._by_node[place.identity].append(finding)
                if finding.counterparts:
                    self._counterparts_by_node[place.identity].append(finding)
            for depth in range(max(0, len(pointer) - _MAX_DEPTH), len(pointer)):
                self._by_ancestor[document, pointer[:depth]].append(finding)
            for related in finding.related:
                self._by_related_node[related.place.identity].append(finding)

    def findings_for(
        self, location: MappedLocation, severity: Severity, resource_place: Place | None = None
    ) -> list[Finding]:
        """Return the findings that foresaw a message at `location`. An info foresees only an info.

        These are the findings at the same node; below it, for a subtree; at the name or path, for an operation; at a
        value above it within the same field; and those within `resource_place` that have the node as a related place.
        Findings at a path that are only about other methods are left out.
        """
        if location.placed not in ("exact", "text"):
            return []
        document, pointer = location.place.document, location.pointer
        findings = [
            finding
            for finding in self._by_node.get((id(document), pointer), ())
            if _has_same_key(finding, location.place)
        ]
        if location.method:
            findings = [finding for finding in findings if _is_about_method(finding, pointer, location.method)]
        if location.is_subtree:
            findings += self._by_ancestor.get((id(document), pointer), ())
        if location.place.missing is None:
            for operation in self._operations_by_node.get((id(document), pointer), ()):
                findings += self._operation_findings(operation)
        findings += self._findings_above(location)
        if resource_place is not None:
            related_findings = self._by_related_node.get((id(document), pointer), ())
            findings += [
                finding
                for finding in related_findings
                if _is_within(finding, resource_place.document, resource_place.pointer)
            ]
        min_rank = 0 if severity == "info" else 1
        unique = {id(finding): finding for finding in findings if SEVERITY_RANK[finding.severity] >= min_rank}
        return list(unique.values())

    def shared_findings(
        self, locations: Iterable[MappedLocation], severity: Severity
    ) -> tuple[tuple[Finding, ...], Place | None]:
        """Return the findings about several places that include all of `locations`, and the place to report.

        An operation matches findings at its name and path, too. An info foresees only an info. The place is the first
        one of the first finding that is among `locations`; None if there is no finding.
        """
        min_rank = 0 if severity == "info" else 1
        keys_by_finding: list[dict[int, NodeKey]] = []
        findings: dict[int, Finding] = {}
        for location in locations:
            node = id(location.place.document), location.pointer
            keys_by_finding.append({})
            for node_key in (node, *self._identity_keys(node)):
                for counterpart in self._counterparts_by_node.get(node_key, ()):
                    keys_by_finding[-1].setdefault(id(counterpart), node_key)
                    findings[id(counterpart)] = counterpart
        shared: list[Finding] = []
        place: Place | None = None
        for key in keys_by_finding[0] if keys_by_finding else ():
            finding = findings[key]
            shared_keys = {node_keys[key] for node_keys in keys_by_finding if key in node_keys}
            if (
                SEVERITY_RANK[finding.severity] >= min_rank
                and len(shared_keys) > 1
                and all(key in node_keys for node_keys in keys_by_finding)
            ):
                shared.append(finding)
                place = place or self._first_place(finding, shared_keys)
        return tuple(shared), place

    def _first_place(self, finding: Finding, keys: Iterable[NodeKey]) -> Place:
        """Return the first of a finding's places that is one of `keys`; counterparts come last."""
        if id(finding) not in self._place_order:
            places = enumerate(finding.connector_places)
            self._place_order[id(finding)] = {place.identity: (rank, place) for rank, place in places}
        key_order = self._place_order[id(finding)]
        return min((key_order[node_key] for node_key in keys), key=itemgetter(0))[1]

    def _identity_keys(self, node: NodeKey) -> Iterator[NodeKey]:
        """Yield the keys of the names and paths of the operations at a node."""
        for operation in self._operations_by_node.get(node, ()):
            yield operation.name.place.identity
            if isinstance(operation, Action):
                yield operation.path.place.identity

    def confirmed_findings(
        self, findings: tuple[Finding, ...], location: MappedLocation, severity: Severity, text: str, field: str | None
    ) -> list[Finding]:
        """Return those of `findings` that the message repeats: it's at least as severe and about the same fault.

        The fault is the same if `text` contains the finding's message, or if `field` leads to exactly the part that one
        finding, and no other, is about. A finding about a group of places is never repeated by a message about one.
        """
        if len(findings) > _MAX_COMPARED:
            return []
        not_more_severe = [
            finding
            for finding in findings
            if SEVERITY_RANK[finding.severity] <= SEVERITY_RANK[severity] and not finding.group_places
        ]
        quoted = [finding for finding in not_more_severe if finding.message in text]
        is_operation = (
            location.place.missing is None
            and (id(location.place.document), location.pointer) in self._operations_by_node
        )
        if quoted or not field or location.placed != "exact" or is_operation:
            return quoted
        above_ids = {id(finding) for finding in self._findings_above(location)}
        at_location = [
            finding for finding in findings if id(finding) in above_ids or _is_at_location(finding, location)
        ]
        return at_location if len(at_location) == 1 and at_location[0] in not_more_severe else []

    def _findings_above(self, location: MappedLocation) -> Iterator[Finding]:
        """Yield the findings at values above the location, within the field that it belongs to."""
        pointer = location.pointer
        for depth in range(max(location.anchor_depth, len(pointer) - _MAX_DEPTH, 1), len(pointer)):
            for finding in self._by_node.get((id(location.place.document), pointer[:depth]), ()):
                if finding.part == "value" and finding.connector_places[0].missing is None:
                    yield finding

    def _operation_findings(self, operation: Operation) -> Iterator[Finding]:
        """Yield the errors about an operation that are at its name (or webhook) or at its path."""
        name, method = operation.name.place, operation.method.value.lower()
        for finding in self._by_node.get(name.identity, ()):
            if finding.severity == "error" and _is_same_part(finding, name):
                yield finding
        if not isinstance(operation, Action):
            return
        path = operation.path.place
        for finding in self._by_node.get(path.identity, ()):
            if (
                finding.severity == "error"
                and finding.part == "key"
                and _is_about_method(finding, path.pointer, method)
            ):
                yield finding


def _is_same_part(finding: Finding, name: Place) -> bool:
    return finding.part == name.part and finding.connector_places[0].missing == name.missing


def _mentioned_methods(finding: Finding, path: Pointer) -> frozenset[str]:
    """Return the methods that a finding at a path mentions or has as related places; empty for the whole path."""
    methods = set(_METHOD.findall(finding.message))
    for related in finding.related:
        pointer = related.place.pointer
        if len(pointer) > 2 and pointer[:2] == path and str(pointer[2]).upper() in HTTP_METHODS:
            methods.add(str(pointer[2]))
    return frozenset(methods)


def _is_about_method(finding: Finding, path: Pointer, method: str) -> bool:
    methods = _mentioned_methods(finding, path)
    return not methods or method in methods


def _has_same_key(finding: Finding, place: Place) -> bool:
    """Return whether both lack the same key. A node that lacks a required key counts as the place itself."""
    finding_place = finding.connector_places[0]
    if finding_place.missing is None or place.missing is None:
        return finding_place.missing == place.missing or finding.severity != "info"
    return finding_place.missing == place.missing


def _is_at_location(finding: Finding, location: MappedLocation) -> bool:
    """Return whether a finding is at the location and, at a path, about the same single method."""
    finding_place, place = finding.connector_places[0], location.place
    is_same_node = (
        finding_place.document is place.document
        and finding_place.pointer == location.pointer
        and finding_place.missing == place.missing
    )
    return is_same_node and (
        not location.method or _mentioned_methods(finding, location.pointer) == frozenset([location.method])
    )


def _is_within(finding: Finding, document: Document, pointer: Pointer) -> bool:
    place = finding.connector_places[0]
    return place.document is document and place.pointer[: len(pointer)] == pointer
