"""An OpenAPI description: the entry document, the files that it refers to, and every object in them."""

from __future__ import annotations

from collections import deque
from functools import cached_property, partial
from typing import TYPE_CHECKING

from preclear.openapi.component_names import SECTION_BY_KIND
from preclear.openapi.kind_inference import infer_kinds
from preclear.openapi.object_grammar import grammar, referable_kinds
from preclear.openapi.plain_fields import PLAIN_FIELDS
from preclear.openapi.references.checks import ReferenceChecks
from preclear.openapi.references.discriminators import Discriminators, is_uri, mapping_entries
from preclear.openapi.references.links import Links
from preclear.openapi.references.loops import find_schema_loops
from preclear.openapi.references.misplaced import MisplacedReferences, member_objects, plain_field_references
from preclear.openapi.references.resolver import References
from preclear.openapi.references.subtypes import Subtypes
from preclear.openapi.references.target_kinds import TargetKinds
from preclear.openapi.references.uses import ReferenceUses
from preclear.openapi.walk import Visit, is_reference, walk
from preclear.source import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from preclear.openapi.references.kinds import ReferenceFailure
    from preclear.openapi.version import Version
    from preclear.source import Document, Fault, FileAccess, Limits, Place, Pointer

_EXAMPLE_PARENTS = frozenset({"media type", "parameter", "header"})
_MAX_CHAIN_LENGTH = 100
"""The most path items that are merged into one; a longer chain of references is reported separately."""


class ApiDescription:
    """All documents of a description, their objects by kind, and where each reference leads.

    `schemas` are all Schema Objects, in the order of the documents and their keys; `faults` are the faults of
    references. Both are complete after `analyze`.
    """

    def __init__(self, entry: Document, version: Version, file_access: FileAccess | None, limits: Limits) -> None:
        self.entry = entry
        self.version = version
        self.references = References(entry, file_access, limits)
        self.root = Node(entry, (), entry.value)
        self.schemas: list[Node] = []
        self.faults: list[Fault] = []
        self.referenced_parts: list[tuple[str, Node]] = []
        """The kinds and nodes of reference targets that a walk of the entry document doesn't visit."""
        self.refs_with_siblings: list[tuple[str, Node]] = []
        """The kinds and nodes of references with further keys beside `$ref`, where OpenAPI allows a reference."""
        self.example_parents: list[tuple[str, Visit]] = []
        """The parameters, headers and media types with a schema and examples; the kind is where the walk began."""
        self._target_kinds = TargetKinds(version.series)
        self.misplaced_references = MisplacedReferences(
            self.references, self._target_kinds.describe_mismatch, version.series
        )
        """Every `$ref` in a place where OpenAPI allows none."""
        self.discriminators = Discriminators(self.references)
        self._links = Links(self.references)
        self._grammar = grammar(version.series)
        self._referable = referable_kinds(version.series)
        self._operations: list[Node] = []
        self._visited_kinds: dict[tuple[int, Pointer], set[str]] = {}
        self._visited: set[tuple[int, Pointer, str]] = set()
        self._reference_visits: list[Visit] = []
        self._retries_by_uri: dict[str, list[Callable[[], Iterator[Visit]]]] = {}
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
            self._links,
            self.misplaced_references,
            self._reference_visits,
            self.schemas,
            self._operations,
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
        for kind, node in self._reference_visits:
            texts = [node.mapping.get("$ref")]
            if kind == "discriminator":
                texts = [entry.value for entry in mapping_entries(node) if is_uri(str(entry.value))]
            if any(isinstance(text, str) and not text.startswith("#") for text in texts):
                return False
        return all(str(link.mapping.get("operationRef", "#")).startswith("#") for link in self._links)

    def failure_place(self, node: Node) -> Place | None:
        """Return the place of the finding about `node`, a reference or schema that resolves to nothing.

        It resolves to nothing if its references lead nowhere, or to a schema that is a part of itself. None if it
        resolves to something.
        """
        target = self.resolve(node)
        return self.references.failure_place(node) if target is None else self._loop_places.get(target.identity)

    def analyze(self) -> None:
        """Visit every object once, following references into other files, then check all references."""
        queue = deque([Visit("document", self.root)])
        while queue:
            kind, start = queue.popleft()
            for visit in walk(start, kind, self._grammar):
                if visit.kind in _EXAMPLE_PARENTS:
                    self._record_example_parent(kind, visit)
                if not self._is_visited(visit, start):
                    queue.extend(self._visit(visit))
            for uri in self.references.take_new_uris():
                for follow in self._retries_by_uri.pop(uri, ()):
                    queue.extend(follow())
        self._check_references()

    def _record_example_parent(self, start_kind: str, visit: Visit) -> None:
        value = visit.node.value
        if isinstance(value, dict) and "schema" in value and ("example" in value or "examples" in value):
            self.example_parents.append((start_kind, visit))

    def _is_visited(self, visit: Visit, start: Node) -> bool:
        """Whether an object was visited before: by a walk from above, or as the target of a reference."""
        document, pointer = visit.node.document, visit.node.pointer
        if document is self.entry and not start.pointer:
            return False
        identity = (id(document), pointer, visit.kind)
        is_visited = identity in self._visited
        self._visited.add(identity)
        return is_visited

    def _visit(self, visit: Visit) -> Iterator[Visit]:
        """Record one object. Yields the targets of its references that no walk visits otherwise."""
        kind, node = visit
        value = node.value
        if kind == "schema":
            self.schemas.append(node)
        if not isinstance(value, dict):
            return
        if kind == "schema" and "discriminator" in value:
            self._reference_visits.append(Visit("discriminator", node))
            for entry in mapping_entries(node):
                yield from self._follow_mapping_entry(node, entry)
        elif kind in ("link", "operation"):
            self._links.add(kind, node)
            if kind == "operation":
                self._operations.append(node)
        if "$ref" in value:
            if kind in self._referable:
                if len(value) > 1:
                    self.refs_with_siblings.append((kind, node))
                self._reference_visits.append(visit)
                yield from self._follow_reference(kind, node)
            elif is_reference(value):
                yield from self._follow_misplaced(kind, node)
        for plain in plain_field_references(kind, node):
            yield from self._follow_misplaced(*plain)

    def _follow_reference(self, kind: str, holder: Node) -> Iterator[Visit]:
        """Follow one reference. Yields its target if nothing visits or visited it otherwise."""
        hop = self.references.follow(holder)
        if hop is None:
            return
        if hop.node is None:
            self._retry_later(hop.failure, partial(self._follow_reference, kind, holder))
        elif self._target_kinds.describe_mismatch(kind, hop.node) is not None:
            self.references.refuse(holder)
        else:
            yield from self._visit_target(kind, hop.node)

    def _follow_mapping_entry(self, schema: Node, entry: Node) -> Iterator[Visit]:
        """Follow one entry of a discriminator's mapping. Yields what `_follow_reference` does."""
        target = self.discriminators.follow(schema, entry)
        if target is None:
            return
        if target.node is None:
            self._retry_later(target.failure, partial(self._follow_mapping_entry, schema, entry))
        elif self._target_kinds.describe_mismatch("schema", target.node) is None:
            yield from self._visit_target("schema", target.node)

    def _retry_later(self, failure: ReferenceFailure | None, follow: Callable[[], Iterator[Visit]]) -> None:
        """Call `follow` again when a file with the URI that isn't known yet has been read."""
        if failure is not None and failure.uri is not None:
            self._retries_by_uri.setdefault(failure.uri, []).append(follow)

    def _follow_misplaced(self, kind: str, holder: Node) -> Iterator[Visit]:
        """Record a misplaced `$ref`. Yields the objects of its target that weren't visited before."""
        _, _, target, _, failure = self.misplaced_references.add(kind, holder)
        if target is None:
            self._retry_later(failure, partial(self._follow_misplaced, kind, holder))
            return
        if kind in PLAIN_FIELDS and kind not in self._grammar:
            nested = plain_field_references(kind, target) if target.identity not in self._visited_kinds else []
            self._visited_kinds.setdefault(target.identity, set()).add(kind)
            for reference in nested:
                yield from self._follow_misplaced(*reference)
            return
        for visit in member_objects(kind, target):
            if visit.node.document is self.entry and self._target_kinds.kind_of_place(visit.node) is not None:
                continue  # the walk of the document visits it
            kinds = self._visited_kinds.setdefault(visit.node.identity, set())
            if visit.kind not in kinds:
                kinds.add(visit.kind)
                self.referenced_parts.append(visit)
                yield visit

    def _visit_target(self, kind: str, target: Node) -> Iterator[Visit]:
        """Yield `target` if no walk visits it, once for each kind that its keys allow, or else once.

        Such a target is in another file, or in a part of the entry document that OpenAPI doesn't define.
        """
        if target.document is self.entry and (
            not target.pointer or self._target_kinds.kind_of_place(target) is not None
        ):
            return
        kinds = self._visited_kinds.setdefault(target.identity, set())
        if kind in kinds or (kinds and kind not in infer_kinds(target.value)):
            return
        kinds.add(kind)
        self.referenced_parts.append((kind, target))
        yield Visit(kind, target)

    def _check_references(self) -> None:
        """Collect what is wrong with the references, now that all files are read."""
        self.discriminators = Discriminators(self.references)  # files read later may have what it didn't find
        checks = ReferenceChecks(self.references, self._target_kinds, self.discriminators, self._limits)
        checks.check_references(self._reference_visits)
        checks.check_dynamic_references(self.schemas)
        for loop in find_schema_loops(self.schemas, self.references, self.version.series):
            self._loop_places.setdefault(loop.schema.identity, loop.fault.report.location.place)
            checks.faults.append(loop.fault)
        checks.check_misplaced(self.misplaced_references)
        checks.check_links(self._links)
        checks.add_grouped_faults()
        self.faults = checks.faults
