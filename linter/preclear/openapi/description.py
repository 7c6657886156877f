"""An OpenAPI description: the entry document, the files that it refers to, and every object in them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from preclear.openapi.component_names import SECTION_BY_KIND
from preclear.openapi.description_walk import DescriptionWalk
from preclear.openapi.references.checks import ReferenceChecks
from preclear.openapi.references.discriminators import Discriminators, is_uri, mapping_entries
from preclear.openapi.references.loops import find_schema_loops
from preclear.openapi.references.misplaced import MisplacedReferences
from preclear.openapi.references.resolver import References
from preclear.openapi.references.subtypes import Subtypes
from preclear.openapi.references.target_kinds import TargetKinds
from preclear.openapi.references.uses import ReferenceUses
from preclear.source import Node

if TYPE_CHECKING:
    from preclear.openapi.version import Version
    from preclear.openapi.walk import Visit
    from preclear.source import Document, Fault, FileAccess, Limits, Place, Pointer

_MAX_CHAIN_LENGTH = 100
"""The most path items that are merged into one; a longer chain of references is reported separately."""


class ApiDescription:
    """All documents of a description, their objects by kind, and where each reference leads.

    `schemas` are all Schema Objects, in the order of the documents and their keys; `faults` are the faults of
    references. `DescriptionWalk` says what the other lists have. All are complete after `analyze`.
    """

    def __init__(self, entry: Document, version: Version, file_access: FileAccess | None, limits: Limits) -> None:
        self.entry = entry
        self.version = version
        self.references: References = References(entry, file_access, limits)
        self.root: Node = Node(entry, (), entry.value)
        self.faults: list[Fault] = []
        self._target_kinds = TargetKinds(version.series)
        self.misplaced_references: MisplacedReferences = MisplacedReferences(
            self.references, self._target_kinds.describe_mismatch, version.series
        )
        """Every `$ref` in a place where OpenAPI allows none."""
        self.discriminators: Discriminators = Discriminators(self.references)
        self._walk = DescriptionWalk(self.references, self._target_kinds, self.misplaced_references)
        self.schemas: list[Node] = self._walk.schemas
        self.referenced_parts: list[Visit] = self._walk.referenced_parts
        self.refs_with_siblings: list[Visit] = self._walk.refs_with_siblings
        self.example_parents: list[tuple[str, Visit]] = self._walk.example_parents
        self._loop_places: dict[tuple[int, Pointer], Place] = {}
        self._limits = limits

    @property
    def documents(self) -> list[Document]:
        """The entry document and every other file that was read, in the order of the references to them."""
        return self.references.documents

    @cached_property
    def reference_uses(self) -> ReferenceUses:
        """The texts that refer to something in the description. Complete after `analyze`."""
        return ReferenceUses(
            self.references,
            self._walk.links,
            self.misplaced_references,
            self._walk.reference_visits,
            self.schemas,
            self._walk.operations,
            self.version.series,
        )

    @cached_property
    def subtypes(self) -> Subtypes:
        """The schemas that discriminators select by name. Complete after `analyze`."""
        return Subtypes(self.schemas, self.references, self.discriminators)

    def resolve(self, node: Node) -> Node | None:
        """Return the object that `node` is or refers to, its `$ref` followed to the end.

        None if the reference leads nowhere, or to an object of the wrong kind.
        """
        return self.references.resolve(node)

    def kind_of_place(self, node: Node) -> str | None:
        """Return the kind of object that `node` is by its place in an OpenAPI document, such as `schema`.

        None in an example or an extension, and in a file that isn't an OpenAPI document.
        """
        return self._target_kinds.kind_of_place(node)

    def component_section(self, node: Node) -> str | None:
        """Return the section of `components` for an object of the kind that `node` is by its place.

        None if it has no such kind, or if this version of OpenAPI has no such section.
        """
        section = SECTION_BY_KIND.get(self.kind_of_place(node) or "")
        is_unknown = (section == "pathItems" and self.version.series == "3.0") or (
            section == "mediaTypes" and self.version.series != "3.2"
        )
        return None if is_unknown else section

    def get(self, holder: Node, key: str) -> Node | None:
        """Return the value under `key`; if it is a misplaced `$ref`, its target instead."""
        child = holder.get(key)
        return child and self.misplaced_references.target(child)

    def path_items(self, node: Node) -> tuple[Node, ...]:
        """Return the objects that make up the path item at `node`: itself, then the targets of its `$ref`, in order.

        A path item may have fields of its own beside its `$ref`, and so may its target. If several have the same
        field, the first one counts. The references of a loop are ignored.
        """
        parts = {node.identity: node}
        current = node
        while "$ref" in current.mapping and not self.references.is_refused(current) and len(parts) < _MAX_CHAIN_LENGTH:
            target = self.references.target(current)
            if target is None or not isinstance(target.value, dict):
                break
            if target.identity in parts:
                return (node,)
            parts[target.identity] = current = target
        return tuple(parts.values())

    @property
    def has_local_references_only(self) -> bool:
        """Whether the description is one document, and each reference in it is a fragment such as `#/components/…`."""
        if len(self.documents) > 1 or self.misplaced_references.by_identity:
            return False
        for kind, node in self._walk.reference_visits:
            texts = [node.mapping.get("$ref")]
            if kind == "discriminator":
                texts = [entry.value for entry in mapping_entries(node) if is_uri(str(entry.value))]
            if any(isinstance(text, str) and not text.startswith("#") for text in texts):
                return False
        return all(str(link.mapping.get("operationRef", "#")).startswith("#") for link in self._walk.links)

    def failure_place(self, node: Node) -> Place | None:
        """Return the place of the finding about `node`, a reference or schema that resolves to nothing.

        It resolves to nothing if its references lead nowhere, or to a schema that is a part of itself. None if it
        resolves to something.
        """
        target = self.resolve(node)
        return self.references.failure_place(node) if target is None else self._loop_places.get(target.identity)

    def analyze(self) -> None:
        """Visit every object once, following references into other files, then check all references."""
        self._walk.run(self.root)
        self._check_references()

    def _check_references(self) -> None:
        """Collect what is wrong with the references, now that all files are read."""
        self.discriminators = Discriminators(self.references)  # files read later may have what it didn't find
        checks = ReferenceChecks(self.references, self._target_kinds, self.discriminators, self._limits)
        checks.check_references(self._walk.visits_to_check)
        checks.check_dynamic_references(self.schemas)
        for loop in find_schema_loops(self.schemas, self.references, self.version.series):
            self._loop_places.setdefault(loop.schema.identity, loop.fault.report.location.place)
            checks.faults.append(loop.fault)
        checks.check_misplaced(self.misplaced_references)
        checks.check_links(self._walk.links)
        checks.add_grouped_faults()
        self.faults = checks.faults
