"""Whether our own rules had found at a place what the import says of it, and whether its words stand for theirs."""

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

_MAX_DEPTH = 2
"""Steps between a field and the part of it that a rule blames: a parameter's type is at `schema`, `type`."""

_MAX_COMPARED = 50
"""Findings at one place whose words are looked for in a message; of more none is left to the message."""

_METHOD = re.compile(rf"`({'|'.join(HTTP_METHODS).lower()})[` ]")


class FindingIndex:
    """The findings of a check by place."""

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
            document, pointer = id(finding.document), finding.pointer
            for place in finding.affected_places:
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
        """The findings that are about the same as a message at `location`; an info foresees nothing graver.

        They stand at its very node; below it, where it is about all of it; where it is an operation, at its name or
        path; above it as a value, within the field that it belongs to; or, within `resource_place`, they name the node
        as another place. At a path, those that are about other methods alone foresee nothing.
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
        """The findings about how places relate that have all of `locations` among them, and which place of the first it is.

        An operation stands for its name and its path, too. An info foresees nothing graver.
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
            finding, shared_keys = findings[key], {at[key] for at in keys_by_finding if key in at}
            if (
                SEVERITY_RANK[finding.severity] >= min_rank
                and len(shared_keys) > 1
                and all(key in at for at in keys_by_finding)
            ):
                shared.append(finding)
                place = place or self._first_place(finding, shared_keys)
        return tuple(shared), place

    def _first_place(self, finding: Finding, keys: Iterable[NodeKey]) -> Place:
        """The first of a finding's places, its other ends behind them, that is one of those named."""
        if id(finding) not in self._place_order:
            places = enumerate(finding.affected_places)
            self._place_order[id(finding)] = {place.identity: (rank, place) for rank, place in places}
        key_order = self._place_order[id(finding)]
        return min((key_order[node_key] for node_key in keys), key=itemgetter(0))[1]

    def _identity_keys(self, node: NodeKey) -> Iterator[NodeKey]:
        """What stands for the operations at a node: their names and paths."""
        for operation in self._operations_by_node.get(node, ()):
            yield operation.name.place.identity
            if isinstance(operation, Action):
                yield operation.path.place.identity

    def confirmed_findings(
        self, findings: tuple[Finding, ...], location: MappedLocation, severity: Severity, text: str, field: str | None
    ) -> list[Finding]:
        """Those of `findings_for` that need not be told beside the message: it is as grave, and of the same fault at the place.

        It is of the same fault where `text` has the finding's own words, or where its `field` leads to the very part
        that one finding, and no other, is about. A finding about several places is told of none of them alone.
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
        """Those that stand above as values, within the field that the spot belongs to."""
        pointer = location.pointer
        for depth in range(max(location.anchor_depth, len(pointer) - _MAX_DEPTH, 1), len(pointer)):
            for finding in self._by_node.get((id(location.place.document), pointer[:depth]), ()):
                if finding.part == "value" and finding.place.missing is None:
                    yield finding

    def _operation_findings(self, operation: Operation) -> Iterator[Finding]:
        """The errors that stand at what names an operation, its webhook among it, and at its path, and are about it."""
        name, method = operation.name.place, operation.method.value.lower()
        for finding in self._by_node.get(name.identity, ()):
            if finding.severity == "error" and finding.part == name.part and finding.place.missing == name.missing:
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


def _mentioned_methods(finding: Finding, path: Pointer) -> frozenset[str]:
    """The methods that a finding at a path names or leads to there; none, where it is about all of the path."""
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
    """Of two places that each lack a key, the same one; a node that lacks a key it needs is the place itself."""
    finding_place = finding.place
    if finding_place.missing is None or place.missing is None:
        return finding_place.missing == place.missing or finding.severity != "info"
    return finding_place.missing == place.missing


def _is_at_location(finding: Finding, location: MappedLocation) -> bool:
    """Whether a finding stands where the spot is, and at a path is about the one method that the message is about."""
    finding_place, place = finding.place, location.place
    is_same_node = (
        finding_place.document is place.document
        and finding.pointer == location.pointer
        and finding_place.missing == place.missing
    )
    return is_same_node and (
        not location.method or _mentioned_methods(finding, location.pointer) == frozenset([location.method])
    )


def _is_within(finding: Finding, document: Document, pointer: Pointer) -> bool:
    return finding.document is document and finding.pointer[: len(pointer)] == pointer
