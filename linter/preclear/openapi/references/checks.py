"""What is wrong with the references of a description, checked once all of its files are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import replace
from preclear.openapi.references.discriminators import mapping_entries, non_schema_target
from preclear.openapi.references.edits import (
    remove_dynamic_reference,
    remove_link,
    remove_mapping_entry,
    replace_reference,
    write_commented_reference,
)
from preclear.openapi.references.failures import find_commented_reference, non_string_reference
from preclear.openapi.references.grouped_faults import ExceededLimits, ExternalReferences
from preclear.openapi.references.resolver import ref_place
from preclear.openapi.references.target_kinds import wrong_kind_failure
from preclear.source import EXCEEDED_LIMIT, node_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.openapi.references.discriminators import Discriminators
    from preclear.openapi.references.kinds import ReferenceFailure
    from preclear.openapi.references.links import Links
    from preclear.openapi.references.misplaced import MisplacedReferences
    from preclear.openapi.references.resolver import References
    from preclear.openapi.references.target_kinds import TargetKinds
    from preclear.openapi.walk import Visit
    from preclear.source import Edit, Fault, Limits, Node, Place


class ReferenceChecks:
    """Collects the `faults` of references."""

    def __init__(
        self, references: References, target_kinds: TargetKinds, discriminators: Discriminators, limits: Limits
    ) -> None:
        self.faults: list[Fault] = []
        self._references = references
        self._target_kinds = target_kinds
        self._series = target_kinds.series
        self._discriminators = discriminators
        self._external = ExternalReferences(references.entry)
        self._exceeded = ExceededLimits(limits)

    def check_references(self, visits: Iterable[Visit]) -> None:
        """Check the `$ref` of each visited object, or its discriminator's mapping if the kind is `discriminator`."""
        for kind, holder in visits:
            if kind == "discriminator":
                self._check_mapping(holder)
            else:
                self._check_reference(kind, holder)

    def check_dynamic_references(self, schemas: Iterable[Node]) -> None:
        """Check that each `$dynamicRef` of `schemas` leads somewhere."""
        for schema in schemas:
            if isinstance(schema.value, dict) and "$dynamicRef" in schema.value:
                hop = self._references.follow(schema, "$dynamicRef")
                if hop is not None and hop.failure is not None:
                    place = ref_place(schema, "$dynamicRef")
                    edit = remove_dynamic_reference(schema)
                    self._add_failure(hop.failure.for_keyword("$dynamicRef"), place, edit)

    def check_misplaced(self, misplaced_references: MisplacedReferences) -> None:
        """Check the references in places where OpenAPI allows none."""
        for misplaced in misplaced_references.by_identity.values():
            hop = self._references.follow(misplaced.holder)
            if hop is not None and hop.node is not None and hop.external:
                self._external.add(ref_place(misplaced.holder), hop.node)
            if misplaced.failure is not None and misplaced.failure.limit is not None:
                self._add_failure(misplaced.failure, ref_place(misplaced.holder))
        self.faults.extend(misplaced_references.faults())

    def check_links(self, links: Links) -> None:
        """Check that each link leads to an operation."""
        for failure, place in links.failures(self._target_kinds.kind_of_place):
            link = node_at(place._replace(pointer=place.pointer[:-1]))
            self._add_failure(failure, place, remove_link(link))
        for place, target in links.external_targets():
            self._external.add(place, target)

    def add_grouped_faults(self) -> None:
        """Add the faults that stand for many references; call this last."""
        self.faults.extend(self._external.faults())
        self.faults.extend(self._exceeded.faults())

    def _check_reference(self, kind: str, holder: Node) -> None:
        hop = self._references.follow(holder)
        place = ref_place(holder)
        if hop is None:
            commented_reference = find_commented_reference(holder)
            edit = write_commented_reference(holder, commented_reference) if commented_reference else None
            edit = edit or replace_reference(kind, holder, self._series)
            self.faults.append(non_string_reference(holder).at(place, edit))
            return
        if hop.failure is not None:
            self._add_failure(hop.failure, place, replace_reference(kind, holder, self._series))
        target = hop.node
        if target is None:
            return
        if "$ref" in target.mapping:
            self._check_chain(kind, holder)
        if hop.external:
            self._external.add(place, target)
        actual = self._target_kinds.describe_mismatch(kind, target)
        if actual is not None:
            edit = replace_reference(kind, holder, self._series)
            self.faults.append(wrong_kind_failure(kind, holder, target, actual).at(place, edit))

    def _check_chain(self, kind: str, holder: Node) -> None:
        fault = self._references.resolve_chain(holder)[1]
        if fault is not None and fault.kind is EXCEEDED_LIMIT:
            self._exceeded.add("ref_chain", fault.report.message, fault.report.location.place)
        elif fault is not None:
            edit = replace_reference(kind, holder, self._series)
            self.faults.append(fault._replace(report=replace(fault.report, edit=edit)))

    def _check_mapping(self, schema: Node) -> None:
        for entry in mapping_entries(schema):
            target = self._discriminators.follow(schema, entry)
            if target is not None and target.failure is not None:
                self._add_failure(target.failure, entry.place, remove_mapping_entry(entry))
            if target is None or target.node is None:
                continue
            actual = self._target_kinds.describe_mismatch("schema", target.node)
            if actual is not None:
                self.faults.append(non_schema_target(entry, actual).at(entry.place, remove_mapping_entry(entry)))
            elif target.external:
                self._external.add(entry.place, target.node)

    def _add_failure(self, failure: ReferenceFailure, place: Place, edit: Edit | None = None) -> None:
        if failure.limit is not None:
            self._exceeded.add(failure.limit, failure.message, place)
        elif failure.reported_at is None:
            self.faults.append(failure.at(place, edit))
