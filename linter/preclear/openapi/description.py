"""An OpenAPI description: the entry document, the files that its references join to it, and every object in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.grammar import REFERABLE, grammar
from preclear.openapi.reference_kinds import (
    EXTERNAL_REFERENCE,
    REFERENCE_TO_WRONG_KIND,
    DeadEnd,
    no_text,
)
from preclear.openapi.references import References, ref_place
from preclear.openapi.shapes import plainly_other, shapes
from preclear.openapi.walk import kind_at, walk
from preclear.source import Fault, Node, Report, kind_of, pointer_text, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.openapi.version import Version
    from preclear.openapi.walk import Visit
    from preclear.source import Document, Gate, Limits, Place


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
        self._kinds: dict[tuple[int, tuple[str | int, ...]], str | None] = {}
        self._entered: dict[tuple[int, tuple[str | int, ...]], set[str]] = {}
        self._visited: set[tuple[int, tuple[str | int, ...], str]] = set()
        self._wrong: set[tuple[int, tuple[str | int, ...]]] = set()
        self._external: dict[int, list[tuple[Node, Document]]] = {}

    @property
    def documents(self) -> list[Document]:
        """The entry document and every other file that was read, in the order in which references lead to them."""
        return self.references.documents

    def resolve(self, node: Node) -> Node | None:
        """What `node` stands for, its `$ref` followed to the end.

        None where that leads to nothing, or to an object of another kind than is wanted where `node` stands.
        """
        if "$ref" in node.mapping and node.identity in self._wrong:
            return None
        return self.references.resolve(node)

    def survey(self) -> None:
        """Walk all objects once: collect the schemas, try every reference, follow those into other files."""
        waiting: list[tuple[str, Node]] = [("document", self.root)]
        while waiting:
            kind, start = waiting.pop(0)
            for visit in walk(start, kind, self._objects):
                if self._is_known(visit):
                    continue
                value = visit.node.value
                if visit.kind == "schema":
                    self.schemas.append(visit.node)
                    if isinstance(value, dict) and "$dynamicRef" in value:
                        self._check_schema(visit.node)
                if isinstance(value, dict) and "$ref" in value and visit.kind in REFERABLE:
                    if len(value) > 1 and (visit.kind != "media type" or self.version.series == "3.2"):
                        self.siblings.append((visit.kind, visit.node))
                    part = self._check(visit.kind, visit.node)
                    if part is not None:
                        waiting.append((visit.kind, part))
                        self.parts.append((visit.kind, part))
        if made_of := [schema for schema in self.schemas if "allOf" in schema.mapping]:
            from preclear.openapi.all_of import all_of_loops

            self.faults.extend(all_of_loops(made_of, self.references))
        self.faults.extend(_external(held) for held in self._external.values())

    def _is_known(self, visit: Visit) -> bool:
        """Whether an object of another file was come by before: from above, or as what a reference leads to."""
        document, pointer, _ = visit.node
        if document is self.entry:
            return False
        identity = (id(document), pointer, visit.kind)
        known = identity in self._visited
        self._visited.add(identity)
        return known

    def _check(self, kind: str, holder: Node) -> Node | None:
        """Try one reference. Gives the node in another file that it leads to and that nothing led to before."""
        hop = self.references.follow(holder)
        if hop is None:
            if kind != "media type" or self.version.series == "3.2":
                dead_end = no_text(kind_of(holder.mapping["$ref"]), _commented(holder))
                self.faults.append(dead_end.at(ref_place(holder)))
            return None
        if kind == "media type" and self.version.series != "3.2":
            return None  # the structure check says that no `$ref` can stand here
        if hop.node is None:
            if hop.dead_end is not None:
                self.faults.append(hop.dead_end.at(ref_place(holder)))
            return None
        if "$ref" in hop.node.mapping:
            _, fault = self.references.chain(holder)
            if fault is not None:
                self.faults.append(fault)
        target = hop.node
        if hop.external and target.document is not self.entry:
            self._external.setdefault(id(target.document), []).append((holder, target.document))
        found = self._other_kind(kind, target)
        if found is not None:
            self._tell_kind(kind, holder, target, found)
            return None
        return self._part(kind, target)

    def _part(self, kind: str, target: Node) -> Node | None:
        """The target where it stands in another file, once for each kind that it plainly may be, or else only once."""
        if target.document is self.entry:
            return None
        kinds = self._entered.setdefault(target.identity, set())
        if kind in kinds or (kinds and kind not in shapes(target.value)):
            return None
        kinds.add(kind)
        return target

    def _other_kind(self, kind: str, target: Node) -> str | None:
        """What a target is, where that is not the `kind` wanted: by its place, or else by its plain shape."""
        found = self._kind_of(target)
        if found is not None:
            return None if found == kind else found
        boolean = kind == "schema" and isinstance(target.value, bool) and self.version.series != "3.0"
        if isinstance(target.value, dict) or boolean:
            return plainly_other(target.value, kind)
        return kind_of(target.value)

    def _tell_kind(self, kind: str, holder: Node, target: Node, found: str) -> None:
        wanted = f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
        article = "" if found.startswith(("a ", "an ", "null")) else ("an " if found[0] in "aeiou" else "a ")
        self._wrong.add(holder.identity)
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
        from preclear.openapi.grammar import COMPONENTS

        section = next(name for name, held in COMPONENTS.items() if held == kind)
        name = str(target.pointer[-1]) if target.pointer else ""
        components = Node(target.document, (), target.document.value).get("components")
        held = components and components.get(section)
        if held and held.get(name):
            return f"refer to `#{pointer_text(('components', section, name))}`, if that is what is meant"
        return None

    def _check_schema(self, schema: Node) -> None:
        hop = self.references.follow(schema, "$dynamicRef")
        if hop is not None and hop.dead_end is not None:
            self.faults.append(hop.dead_end.of("$dynamicRef").at(ref_place(schema, "$dynamicRef")))


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
