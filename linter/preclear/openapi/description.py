"""An OpenAPI description: the entry document, the files that its references join to it, and every object in them."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from preclear.openapi.all_of import find_loops
from preclear.openapi.grammar import grammar, referable
from preclear.openapi.plain_fields import PLAIN
from preclear.openapi.references.dead_ends import no_text
from preclear.openapi.references.discriminators import Discriminators, mapping_of, no_schema
from preclear.openapi.references.external import ExternalReferences
from preclear.openapi.references.limits import ExceededLimits
from preclear.openapi.references.links import Links
from preclear.openapi.references.misplaced import MisplacedReferences, members, plain_references
from preclear.openapi.references.resolver import References, ref_place
from preclear.openapi.references.target_kinds import TargetKinds, wrong_kind
from preclear.openapi.shapes import shapes
from preclear.openapi.walk import Visit, is_reference, walk
from preclear.source import EXCEEDED_LIMIT, Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from preclear.openapi.references.kinds import DeadEnd
    from preclear.openapi.version import Version
    from preclear.source import Document, Fault, Gate, Limits, Place, Pointer


_LONGEST_CHAIN = 100
"""Path items that are read as one; a longer chain of references is a fault of its own."""


class Description:
    """What an import reads: all documents, their objects by kind, and where each reference leads.

    `schemas` are all Schema Objects, in the order of the documents and of their keys; `faults`
    what is wrong with references. Both are there once `survey` has run.
    """

    def __init__(self, entry: Document, version: Version, gate: Gate | None, limits: Limits) -> None:
        self.entry = entry
        self.version = version
        self.references = References(entry, gate, limits)
        self.root = Node(entry, (), entry.value)
        self.schemas: list[Node] = []
        self.faults: list[Fault] = []
        self.parts: list[tuple[str, Node]] = []
        """What is referred to and no walk comes by, in other files or in extensions: its kind and its node."""
        self.siblings: list[tuple[str, Node]] = []
        """What has further keys beside its `$ref`, where a reference can stand: the kind and the node of each."""
        self._kinds = TargetKinds(version.series)
        self.misplaced = MisplacedReferences(self.references, self._kinds.other, version.series)
        """Every `$ref` that stands where OpenAPI takes none."""
        self.discriminators = Discriminators(self.references)
        self._links = Links(self.references)
        self._objects = grammar(version.series)
        self._referable = referable(version.series)
        self._entered: dict[tuple[int, Pointer], set[str]] = {}
        self._visited: set[tuple[int, Pointer, str]] = set()
        self._tried: list[Visit] = []
        self._unknown: dict[str, list[Callable[[], Iterator[Visit]]]] = {}
        self._loops: dict[tuple[int, Pointer], Place] = {}
        self._external = ExternalReferences(entry)
        self._exceeded = ExceededLimits(limits)

    @property
    def documents(self) -> list[Document]:
        """The entry document and every other file that was read, in the order in which references lead to them."""
        return self.references.documents

    def resolve(self, node: Node) -> Node | None:
        """What `node` stands for, its `$ref` followed to the end.

        None where that leads to nothing, or to an object of another kind than is wanted where a reference stands.
        """
        return self.references.resolve(node)

    def get(self, holder: Node, key: str) -> Node | None:
        """What stands under `key`, or behind a `$ref` that stands there where OpenAPI takes none."""
        held = holder.get(key)
        return held and self.misplaced.target(held)

    def path_item(self, node: Node) -> tuple[Node, ...]:
        """The objects that make up the path item at `node`: itself and what its `$ref` leads to, the nearest first.

        A path item may have fields of its own beside its `$ref`, and so may the one behind it. Of a field that several
        of them have, the nearest counts. References that go in circles lead to nothing.
        """
        parts = {node.identity: node}
        at = node
        while "$ref" in at.mapping and not self.references.is_refused(at) and len(parts) < _LONGEST_CHAIN:
            target = self.references.target(at)
            if target is None or not isinstance(target.value, dict):
                break
            if target.identity in parts:
                return (node,)
            parts[target.identity] = at = target
        return tuple(parts.values())

    def dead_place(self, node: Node) -> Place | None:
        """The place of what is reported where `node`, a reference or a schema, stands for nothing; None where it does.

        It stands for nothing where its references lead nowhere, or to a schema that is a part of itself.
        """
        target = self.resolve(node)
        return self.references.dead_place(node) if target is None else self._loops.get(target.identity)

    def survey(self) -> None:
        """Walk all objects once: collect the schemas, follow references into other files, then judge all of them."""
        waiting = deque([Visit("document", self.root)])
        while waiting:
            kind, start = waiting.popleft()
            for visit in walk(start, kind, self._objects):
                if not self._is_known(visit, start):
                    waiting.extend(self._visit(visit))
            for uri in self.references.take_new_uris():
                for lead_on in self._unknown.pop(uri, ()):
                    waiting.extend(lead_on())
        self._judge()

    def _is_known(self, visit: Visit, start: Node) -> bool:
        """Whether an object was come by before: from above, or as what a reference leads to."""
        document, pointer, _ = visit.node
        if document is self.entry and not start.pointer:
            return False
        identity = (id(document), pointer, visit.kind)
        known = identity in self._visited
        self._visited.add(identity)
        return known

    def _visit(self, visit: Visit) -> Iterator[Visit]:
        """Take one object. Gives what it refers to in other files, or by a misplaced `$ref`, where no walk comes by."""
        kind, node = visit
        value = node.value
        if kind == "schema":
            self.schemas.append(node)
        if not isinstance(value, dict):
            return
        if kind == "schema" and "discriminator" in value:
            self._tried.append(Visit("discriminator", node))
            for entry in mapping_of(node):
                yield from self._lead_on_mapped(node, entry)
        elif kind in ("link", "operation"):
            self._links.add(kind, node)
        if "$ref" in value:
            if kind in self._referable:
                if len(value) > 1:
                    self.siblings.append((kind, node))
                self._tried.append(visit)
                yield from self._lead_on(kind, node)
            elif is_reference(value):
                yield from self._behind(kind, node)
        for plain in plain_references(kind, node):
            yield from self._behind(*plain)

    def _lead_on(self, kind: str, holder: Node) -> Iterator[Visit]:
        """Follow one reference. Gives the node that it leads to where no walk comes by and nothing led before."""
        hop = self.references.follow(holder)
        if hop is None:
            return
        if hop.node is None:
            self._wait(hop.dead_end, partial(self._lead_on, kind, holder))
        elif self._kinds.other(kind, hop.node) is not None:
            self.references.refuse(holder)
        else:
            yield from self._part(kind, hop.node)

    def _lead_on_mapped(self, schema: Node, entry: Node) -> Iterator[Visit]:
        """Follow one entry of the mapping of a discriminator; gives what `_lead_on` does."""
        mapped = self.discriminators.follow(schema, entry)
        if mapped is None:
            return
        if mapped.node is None:
            self._wait(mapped.dead_end, partial(self._lead_on_mapped, schema, entry))
        elif self._kinds.other("schema", mapped.node) is None:
            yield from self._part("schema", mapped.node)

    def _wait(self, dead_end: DeadEnd | None, lead_on: Callable[[], Iterator[Visit]]) -> None:
        """Have what leads to a URI that no file has so far lead on when a file with it is read."""
        if dead_end is not None and dead_end.uri is not None:
            self._unknown.setdefault(dead_end.uri, []).append(lead_on)

    def _behind(self, kind: str, holder: Node) -> Iterator[Visit]:
        """Note a misplaced `$ref`. Gives the objects behind it that nothing led to before."""
        _, _, target, _, dead_end = self.misplaced.add(kind, holder)
        if target is None:
            self._wait(dead_end, partial(self._behind, kind, holder))
            return
        if kind in PLAIN and kind not in self._objects:
            nested = plain_references(kind, target) if target.identity not in self._entered else []
            self._entered.setdefault(target.identity, set()).add(kind)
            for each in nested:
                yield from self._behind(*each)
            return
        for visit in members(kind, target):
            if visit.node.document is self.entry and self._kinds.by_place(visit.node) is not None:
                continue  # the walk of the document comes by
            kinds = self._entered.setdefault(visit.node.identity, set())
            if visit.kind not in kinds:
                kinds.add(visit.kind)
                self.parts.append(visit)
                yield visit

    def _part(self, kind: str, target: Node) -> Iterator[Visit]:
        """The target where no walk comes by, once for each kind that it plainly may be, or else only once.

        It stands in another file, or in a part of the entry document that OpenAPI knows nothing of.
        """
        if target.document is self.entry and (not target.pointer or self._kinds.by_place(target) is not None):
            return
        kinds = self._entered.setdefault(target.identity, set())
        if kind in kinds or (kinds and kind not in shapes(target.value)):
            return
        kinds.add(kind)
        self.parts.append((kind, target))
        yield Visit(kind, target)

    def _judge(self) -> None:
        """Say what is wrong with the references that were followed, now that all files are read."""
        self.discriminators = Discriminators(self.references)  # what it did not find may be known by now
        for kind, holder in self._tried:
            if kind == "discriminator":
                self._check_mapping(holder)
            else:
                self._check(kind, holder)
        for schema in self.schemas:
            if "$dynamicRef" in schema.mapping:
                hop = self.references.follow(schema, "$dynamicRef")
                if hop is not None and hop.dead_end is not None:
                    self._add_dead_end(hop.dead_end.of("$dynamicRef"), ref_place(schema, "$dynamicRef"))
        for loop in find_loops(self.schemas, self.references, self.version.series):
            self._loops.setdefault(loop.schema.identity, loop.fault.report.at.place)
            self.faults.append(loop.fault)
        self._check_misplaced()
        for dead_end, place in self._links.dead_ends(self._kinds.by_place):
            self._add_dead_end(dead_end, place)
        for place, target in self._links.external():
            self._external.add(place, target)
        self.faults.extend(self._external.faults())
        self.faults.extend(self._exceeded.faults())

    def _check(self, kind: str, holder: Node) -> None:
        """Add what is wrong with one reference."""
        place = ref_place(holder)
        hop = self.references.follow(holder)
        if hop is None:
            self.faults.append(no_text(holder).at(place))
            return
        if hop.dead_end is not None:
            self._add_dead_end(hop.dead_end, place)
        target = hop.node
        if target is None:
            return
        if "$ref" in target.mapping:
            self._add_chain(holder)
        if hop.external:
            self._external.add(place, target)
        found = self._kinds.other(kind, target)
        if found is not None:
            self.faults.append(wrong_kind(kind, holder, target, found).at(place))

    def _check_mapping(self, schema: Node) -> None:
        """Add what is wrong with the mapping of the discriminator of `schema`."""
        for entry in mapping_of(schema):
            mapped = self.discriminators.follow(schema, entry)
            if mapped is not None and mapped.dead_end is not None:
                self._add_dead_end(mapped.dead_end, entry.place)
            if mapped is None or mapped.node is None:
                continue
            found = self._kinds.other("schema", mapped.node)
            if found is not None:
                self.faults.append(no_schema(entry, found).at(entry.place))
            elif mapped.external:
                self._external.add(entry.place, mapped.node)

    def _check_misplaced(self) -> None:
        """Add what is wrong with references where none can stand."""
        for each in self.misplaced.found.values():
            hop = self.references.follow(each.holder)
            if hop is not None and hop.node is not None and hop.external:
                self._external.add(ref_place(each.holder), hop.node)
            if each.dead_end is not None and each.dead_end.limit is not None:
                self._add_dead_end(each.dead_end, ref_place(each.holder))
        self.faults.extend(self.misplaced.faults())

    def _add_dead_end(self, dead_end: DeadEnd, place: Place) -> None:
        if dead_end.limit is not None:
            self._exceeded.add(dead_end.limit, dead_end.message, place)
        elif dead_end.reported is None:
            self.faults.append(dead_end.at(place))

    def _add_chain(self, holder: Node) -> None:
        fault = self.references.chain(holder)[1]
        if fault is not None and fault.kind is EXCEEDED_LIMIT:
            self._exceeded.add("ref_chain", fault.report.message, fault.report.at.place)
        elif fault is not None:
            self.faults.append(fault)
