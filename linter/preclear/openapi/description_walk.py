"""The walk of a description: every object of the entry document, and of what it refers to in other files."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from preclear.openapi.kind_inference import infer_kinds
from preclear.openapi.object_grammar import grammar, referable_kinds
from preclear.openapi.part_summary import EXAMPLE_PARENTS, LINKED_KINDS, find_part_summary
from preclear.openapi.plain_fields import PLAIN_FIELDS
from preclear.openapi.references.discriminators import Discriminators, mapping_entries
from preclear.openapi.references.links import Links
from preclear.openapi.references.misplaced import member_objects, plain_field_references
from preclear.openapi.walk import is_reference, walk, walk_part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from preclear.openapi.references.kinds import ReferenceFailure
    from preclear.openapi.references.misplaced import MisplacedReferences
    from preclear.openapi.references.resolver import References
    from preclear.openapi.references.target_kinds import TargetKinds
    from preclear.openapi.walk import Visit
    from preclear.source import Json, Node, Pointer


class DescriptionWalk:
    """Visits the objects of a description, and records those that others need. Each walk is run once."""

    def __init__(
        self, references: References, target_kinds: TargetKinds, misplaced_references: MisplacedReferences
    ) -> None:
        self.schemas: list[Node] = []
        """All Schema Objects, in the order of the documents and their keys."""
        self.operations: list[Node] = []
        self.links: Links = Links(references)
        self.referenced_parts: list[Visit] = []
        """The reference targets that a walk of the entry document doesn't visit."""
        self.refs_with_siblings: list[Visit] = []
        """The references with further keys beside `$ref`, where OpenAPI allows a reference."""
        self.example_parents: list[tuple[str, Visit]] = []
        """The parameters, headers and media types with a schema and examples; the kind is where the walk began."""
        self.reference_visits: list[Visit] = []
        """The objects with a `$ref`, and the schemas with a discriminator as the kind `discriminator`."""
        self.visits_to_check: list[Visit] = []
        """Those of `reference_visits` whose reference isn't known to be valid."""
        self._references = references
        self._target_kinds = target_kinds
        self._misplaced_references = misplaced_references
        self._discriminators = Discriminators(references)
        self._entry = references.entry
        self._series = target_kinds.series
        self._grammar = grammar(target_kinds.series)
        self._referable = referable_kinds(target_kinds.series)
        self._visited_kinds: dict[tuple[int, Pointer], set[str]] = {}
        self._visited: set[tuple[int, Pointer, str]] = set()
        self._retries_by_uri: dict[str, list[Callable[[], Iterator[Visit]]]] = {}
        self._followed_hops: dict[tuple[str, int], bool] = {}
        """Whether a hop is valid, by the kind of the reference and the id of the hop, for hops that lead somewhere."""
        self._valid_references: set[tuple[str, str]] = set()
        """The kinds and texts of references in the entry document that are known to be valid wherever they are."""

    def run(self, root: Node) -> None:
        """Visit every object once, from the `root` of the entry document, following references into other files."""
        valid_references = self._valid_references
        queue: deque[Visit] = deque([("document", root)])
        while queue:
            start_kind, start = queue.popleft()
            is_entry = start.document is self._entry and not start.pointer
            is_recorded = False
            if start.document is self._entry:
                visits: Iterable[Visit] = walk(start, start_kind, self._grammar)
            else:
                visits = walk_part(start, start_kind, self._series).visits
                summary = find_part_summary(start, start_kind, self._series)
                if summary is not None and self._visited.isdisjoint(summary.identities):
                    is_recorded, visits = True, summary.others
                    self._visited |= summary.identities
                    self.schemas += summary.schemas
            for visit in visits:
                kind, node = visit
                value = node.value
                if is_entry and isinstance(value, dict) and len(value) == 1:
                    reference = value.get("$ref")
                    if isinstance(reference, str) and (kind, reference) in valid_references:
                        self.reference_visits.append(visit)
                        if kind == "schema":
                            self.schemas.append(node)
                        continue
                if kind in EXAMPLE_PARENTS:
                    self._record_example_parent(start_kind, visit)
                if not is_entry and not is_recorded and self._is_visited(kind, node):
                    continue
                if kind == "schema" and not is_recorded:
                    self.schemas.append(node)
                if not isinstance(value, dict):
                    continue
                if "$ref" in value or "discriminator" in value or kind in LINKED_KINDS:
                    queue.extend(self._visit(kind, node, value))
                for plain in plain_field_references(kind, node):
                    queue.extend(self._follow_misplaced(*plain))
            for uri in self._references.take_new_uris():
                for follow in self._retries_by_uri.pop(uri, ()):
                    queue.extend(follow())

    def _record_example_parent(self, start_kind: str, visit: Visit) -> None:
        value = visit[1].value
        if isinstance(value, dict) and "schema" in value and ("example" in value or "examples" in value):
            self.example_parents.append((start_kind, visit))

    def _is_visited(self, kind: str, node: Node) -> bool:
        """Whether an object was visited before: by a walk from above, or as the target of a reference."""
        identity = (id(node.document), node.pointer, kind)
        is_visited = identity in self._visited
        self._visited.add(identity)
        return is_visited

    def _visit(self, kind: str, node: Node, mapping: dict[str, Json]) -> list[Visit]:
        """Record the references of one object. Returns their targets that no walk visits otherwise."""
        targets: list[Visit] = []
        if kind == "schema":
            if "discriminator" in mapping:
                self.reference_visits.append(("discriminator", node))
                self.visits_to_check.append(("discriminator", node))
                for entry in mapping_entries(node):
                    targets += self._follow_mapping_entry(node, entry)
        elif kind in LINKED_KINDS:
            self.links.add(kind, node)
            if kind == "operation":
                self.operations.append(node)
        if "$ref" in mapping:
            if kind in self._referable:
                if len(mapping) > 1:
                    self.refs_with_siblings.append((kind, node))
                self.reference_visits.append((kind, node))
                is_valid = self._followed_hops.get((kind, id(self._references.follow(node))))
                if is_valid is None:
                    targets += self._follow_reference(kind, node)
                if not is_valid:
                    self.visits_to_check.append((kind, node))
            elif is_reference(mapping):
                targets += self._follow_misplaced(kind, node)
        return targets

    def _follow_reference(self, kind: str, holder: Node) -> Iterator[Visit]:
        """Follow one reference. Yields its target if nothing visits or visited it otherwise."""
        hop = self._references.follow(holder)
        if hop is None:
            return
        if hop.node is None:
            self._retry_later(hop.failure, partial(self._follow_reference, kind, holder))
        elif self._target_kinds.describe_mismatch(kind, hop.node) is not None:
            self._references.refuse(holder)
        else:
            is_valid = not hop.external and "$ref" not in hop.node.mapping
            self._followed_hops[kind, id(hop)] = is_valid
            if is_valid and holder.document is self._entry and not self._references.resources.has_enclosed_references:
                self._valid_references.add((kind, str(holder.mapping["$ref"])))
            yield from self._visit_target(kind, hop.node)

    def _follow_mapping_entry(self, schema: Node, entry: Node) -> Iterator[Visit]:
        """Follow one entry of a discriminator's mapping. Yields what `_follow_reference` does."""
        target = self._discriminators.follow(schema, entry)
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
        _, _, target, _, failure = self._misplaced_references.add(kind, holder)
        if target is None:
            self._retry_later(failure, partial(self._follow_misplaced, kind, holder))
            return
        if kind in PLAIN_FIELDS and kind not in self._grammar:
            nested = plain_field_references(kind, target) if target.identity not in self._visited_kinds else []
            self._visited_kinds.setdefault(target.identity, set()).add(kind)
            for reference in nested:
                yield from self._follow_misplaced(*reference)
            return
        for member_kind, member in member_objects(kind, target):
            if member.document is self._entry and self._target_kinds.kind_of_place(member) is not None:
                continue  # the walk of the document visits it
            kinds = self._visited_kinds.setdefault(member.identity, set())
            if member_kind not in kinds:
                kinds.add(member_kind)
                self.referenced_parts.append((member_kind, member))
                yield member_kind, member

    def _visit_target(self, kind: str, target: Node) -> Iterator[Visit]:
        """Yield `target` if no walk visits it, once for each kind that its keys allow, or else once.

        Such a target is in another file, or in a part of the entry document that OpenAPI doesn't define.
        """
        if target.document is self._entry and (
            not target.pointer or self._target_kinds.kind_of_place(target) is not None
        ):
            return
        kinds = self._visited_kinds.setdefault(target.identity, set())
        if kind in kinds or (kinds and kind not in infer_kinds(target.value)):
            return
        kinds.add(kind)
        self.referenced_parts.append((kind, target))
        yield kind, target
