"""An OpenAPI description: the entry document, the files that its references join to it, and every object in them."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from preclear.openapi.all_of import find_loops
from preclear.openapi.grammar import COMPONENTS, REFERABLE, grammar
from preclear.openapi.reference_dead_ends import IF_MEANT, no_text
from preclear.openapi.reference_kinds import EXTERNAL_REFERENCE, REFERENCE_TO_WRONG_KIND, DeadEnd
from preclear.openapi.reference_limits import ExceededLimits
from preclear.openapi.references import References, ref_place
from preclear.openapi.shapes import plainly_other, shapes
from preclear.openapi.walk import kind_at, walk
from preclear.source import EXCEEDED_LIMIT, Fault, Node, Report, kind_of, pointer_text, together

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.openapi.references import Hop
    from preclear.openapi.version import Version
    from preclear.openapi.walk import Visit
    from preclear.source import Document, Gate, Limits, Place, Pointer


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
        """What other files hold of this description: the kind and the node of each value that is referred to."""
        self.siblings: list[tuple[str, Node]] = []
        """What has further keys beside its `$ref`, where a reference can stand: the kind and the node of each."""
        self._objects = grammar(version.series)
        self._kinds: dict[tuple[int, Pointer], str | None] = {}
        self._entered: dict[tuple[int, Pointer], set[str]] = {}
        self._visited: set[tuple[int, Pointer, str]] = set()
        self._unknown: dict[str, list[tuple[str, Node]]] = {}
        self._loops: dict[tuple[int, Pointer], Place] = {}
        self._external: dict[int, list[tuple[Node, Document]]] = {}
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
        waiting: deque[tuple[str, Node]] = deque([("document", self.root)])
        tried: list[tuple[str, Node]] = []
        while waiting:
            kind, start = waiting.popleft()
            for visit in walk(start, kind, self._objects):
                if self._is_known(visit):
                    continue
                value = visit.node.value
                if visit.kind == "schema":
                    self.schemas.append(visit.node)
                if isinstance(value, dict) and "$ref" in value and visit.kind in REFERABLE:
                    if len(value) > 1 and (visit.kind != "media type" or self.version.series == "3.2"):
                        self.siblings.append((visit.kind, visit.node))
                    tried.append(visit)
                    waiting.extend(self._lead_on(*visit))
            for uri in self.references.take_new_uris():
                for holder in self._unknown.pop(uri, ()):
                    waiting.extend(self._lead_on(*holder))
        self._judge(tried)

    def _lead_on(self, kind: str, holder: Node) -> Iterator[tuple[str, Node]]:
        """Follow one reference. Gives the node in another file that it leads to and that nothing led to before."""
        hop = self._followed(kind, holder)
        if hop is not None and hop.node is not None:
            if self._other_kind(kind, hop.node) is not None:
                self.references.refuse(holder)
            elif self._is_new_part(kind, hop.node):
                self.parts.append((kind, hop.node))
                yield kind, hop.node
        elif hop is not None and hop.dead_end is not None and hop.dead_end.uri is not None:
            self._unknown.setdefault(hop.dead_end.uri, []).append((kind, holder))

    def _followed(self, kind: str, holder: Node) -> Hop | None:
        is_field = kind != "media type" or self.version.series == "3.2"
        return self.references.follow(holder) if is_field else None

    def _judge(self, tried: list[tuple[str, Node]]) -> None:
        """Say what is wrong with the references that were followed, now that all files are read."""
        for kind, holder in tried:
            self._check(kind, holder)
        for schema in self.schemas:
            if "$dynamicRef" in schema.mapping:
                hop = self.references.follow(schema, "$dynamicRef")
                if hop is not None and hop.dead_end is not None:
                    self._add_dead_end(hop.dead_end.of("$dynamicRef"), ref_place(schema, "$dynamicRef"))
        for loop in find_loops(self.schemas, self.references, self.version.series):
            self._loops.setdefault(loop.schema.identity, loop.fault.report.at.place)
            self.faults.append(loop.fault)
        self.faults.extend(_external(held) for held in self._external.values())
        self.faults.extend(self._exceeded.faults())

    def _is_known(self, visit: Visit) -> bool:
        """Whether an object of another file was come by before: from above, or as what a reference leads to."""
        document, pointer, _ = visit.node
        if document is self.entry:
            return False
        identity = (id(document), pointer, visit.kind)
        known = identity in self._visited
        self._visited.add(identity)
        return known

    def _check(self, kind: str, holder: Node) -> None:
        """Add what is wrong with one reference."""
        hop = self._followed(kind, holder)
        if hop is None:
            if (
                kind != "media type" or self.version.series == "3.2"
            ):  # else the structure check says that none can stand
                dead_end = no_text(kind_of(holder.mapping["$ref"]), _commented(holder))
                self.faults.append(dead_end.at(ref_place(holder)))
            return
        target = hop.node
        if target is None:
            if hop.dead_end is not None:
                self._add_dead_end(hop.dead_end, ref_place(holder))
            return
        if "$ref" in target.mapping:
            self._add_chain(holder)
        if hop.external and target.document is not self.entry:
            self._external.setdefault(id(target.document), []).append((holder, target.document))
        found = self._other_kind(kind, target)
        if found is not None:
            self._add_kind(kind, holder, target, found)

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

    def _is_new_part(self, kind: str, target: Node) -> bool:
        """Whether it is in another file and new: once for each kind that it plainly may be, or else only once."""
        if target.document is self.entry:
            return False
        kinds = self._entered.setdefault(target.identity, set())
        if kind in kinds or (kinds and kind not in shapes(target.value)):
            return False
        kinds.add(kind)
        return True

    def _other_kind(self, kind: str, target: Node) -> str | None:
        """What a target is, where that is not the `kind` wanted: by its place, or else by its plain shape."""
        found = self._kind_of(target)
        if found is not None:
            return None if found == kind else found
        boolean = kind == "schema" and isinstance(target.value, bool) and self.version.series != "3.0"
        if isinstance(target.value, dict) or boolean:
            return plainly_other(target.value, kind)
        return kind_of(target.value)

    def _add_kind(self, kind: str, holder: Node, target: Node, found: str) -> None:
        wanted = f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
        article = "" if found.startswith(("a ", "an ", "null")) else ("an " if found[0] in "aeiou" else "a ")
        message = f"`$ref: {str(holder.mapping['$ref'])[:80]}` leads to {article}{found}; expected {wanted}"
        dead_end = DeadEnd(message, self._right_section(kind, target), REFERENCE_TO_WRONG_KIND)
        self.faults.append(dead_end.at(ref_place(holder)))

    def _kind_of(self, target: Node) -> str | None:
        identity = target.identity
        if identity not in self._kinds:
            root = target.document.value
            known = isinstance(root, dict) and "openapi" in root
            self._kinds[identity] = kind_at(target.pointer, self._objects) if known else None
        return self._kinds[identity]

    def _right_section(self, kind: str, target: Node) -> str | None:
        """The same name in the section of `components` that holds the wanted kind, if it is there."""
        section = next(name for name, held in COMPONENTS.items() if held == kind)
        name = str(target.pointer[-1]) if target.pointer else ""
        components = Node(target.document, (), target.document.value).get("components")
        held = components and components.get(section)
        if held and held.get(name):
            return f"refer to `#{pointer_text(('components', section, name))}`, {IF_MEANT}"
        return None


def _commented(holder: Node) -> str | None:
    """What was meant by a `$ref` without quotes, whose `#` begins a comment in YAML; None where that is not so."""
    if holder.mapping["$ref"] is not None:
        return None
    import re

    try:
        line = holder.document.line(ref_place(holder)._replace(part="key").span.start.line)
    except LookupError:
        return None
    found = re.search(r"\$ref[\"']?\s*:\s+(#/\S+)", line)
    return found[1] if found else None


def _external(held: list[tuple[Node, Document]]) -> Fault:
    """One fault for each file that references lead to, at the first of them."""
    _, document = held[0]

    def tell(places: Sequence[Place]) -> Report:
        more = f", as {len(places) - 1} more do" if len(places) > 2 else ", as 1 more does" if len(places) == 2 else ""
        message = f"`$ref` leads to another file, {document.path}{more}; the import takes one file"
        advice = "nothing, if it is `preclear upload` that sends it; else `preclear bundle` joins the files"
        return Report(message, places[0], help=advice)

    (report,) = together([ref_place(holder) for holder, _ in held], tell)
    return Fault(EXTERNAL_REFERENCE, report)
