"""An OpenAPI description: the entry document, the files that its references join to it, and every object in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.discriminators import Discriminators, mapping_of
from preclear.openapi.grammar import grammar, referable
from preclear.openapi.links import Links
from preclear.openapi.misplaced import MisplacedReferences, members, plain_references
from preclear.openapi.plain_fields import PLAIN, is_of_kind, with_article
from preclear.openapi.reference_kinds import (
    EXTERNAL_REFERENCE,
    REFERENCE_TO_WRONG_KIND,
    UNRESOLVED_MAPPING,
    DeadEnd,
    no_text,
)
from preclear.openapi.references import References, ref_place
from preclear.openapi.shapes import plainly_other, shapes
from preclear.openapi.walk import Visit, is_reference, kind_at, walk
from preclear.source import Fault, Node, Report, kind_of, pointer_text, together

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.openapi.version import Version
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
        """What is referred to and no walk comes by, in other files or in extensions: its kind and its node."""
        self.siblings: list[tuple[str, Node]] = []
        """What has further keys beside its `$ref`, where a reference can stand: the kind and the node of each."""
        self.misplaced = MisplacedReferences(self.references, self._other_kind, version.series)
        """Every `$ref` that stands where OpenAPI takes none."""
        self.discriminators = Discriminators(self.references)
        self._links = Links(self.references)
        self._objects = grammar(version.series)
        self._referable = referable(version.series)
        self._kinds: dict[tuple[int, tuple[str | int, ...]], str | None] = {}
        self._entered: dict[tuple[int, tuple[str | int, ...]], set[str]] = {}
        self._visited: set[tuple[int, tuple[str | int, ...], str]] = set()
        self._wrong: set[tuple[int, tuple[str | int, ...]]] = set()
        self._external: dict[Place, Document] = {}

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

    def get(self, holder: Node, key: str) -> Node | None:
        """What stands under `key`, or behind a `$ref` that stands there where OpenAPI takes none."""
        held = holder.get(key)
        return held and self.misplaced.target(held)

    def survey(self) -> None:
        """Walk all objects once: collect the schemas, try every reference, follow those into other files."""
        waiting = [Visit("document", self.root)]
        while waiting:
            kind, start = waiting.pop(0)
            for visit in walk(start, kind, self._objects):
                if not self._is_known(visit, start):
                    parts = self._visit(visit)
                    waiting += parts
                    self.parts += [(part.kind, part.node) for part in parts]
        self.faults.extend(self.misplaced.faults())
        self.faults.extend(self._links.faults(self._kind_of))
        self.faults.extend(_external(self._external))

    def _is_known(self, visit: Visit, start: Node) -> bool:
        """Whether an object was come by before: from above, or as what a reference leads to."""
        document, pointer, _ = visit.node
        if document is self.entry and not start.pointer:
            return False
        identity = (id(document), pointer, visit.kind)
        known = identity in self._visited
        self._visited.add(identity)
        return known

    def _visit(self, visit: Visit) -> list[Visit]:
        """Take one object. Gives what it refers to in other files, or by a misplaced `$ref`, where no walk comes by."""
        kind, node = visit
        value = node.value
        if not isinstance(value, dict):
            if kind == "schema":
                self.schemas.append(node)
            return []
        found: list[Visit] = []
        if kind == "schema":
            self.schemas.append(node)
            if "allOf" in value or "$dynamicRef" in value:
                self._check_schema(node)
            if "discriminator" in value:
                found += self._check_mapping(node)
        elif kind in ("link", "operation"):
            self._links.add(kind, node, self._external)
        if "$ref" in value:
            if kind in self._referable:
                if len(value) > 1:
                    self.siblings.append((kind, node))
                part = self._check(kind, node)
                found += [] if part is None else [Visit(kind, part)]
            elif is_reference(value):
                found += self._behind(kind, node)
        for plain in plain_references(kind, node):
            found += self._behind(*plain)
        return found

    def _behind(self, kind: str, holder: Node) -> list[Visit]:
        """Note a misplaced `$ref`. Gives the objects behind it that nothing led to before."""
        target = self.misplaced.add(kind, holder).target
        hop = self.references.follow(holder)
        if hop is not None and hop.node is not None and hop.external:
            self._note_external(ref_place(holder), hop.node)
        if target is None:
            return []
        if kind in PLAIN and kind not in self._objects:
            nested = plain_references(kind, target) if target.identity not in self._entered else []
            self._entered.setdefault(target.identity, set()).add(kind)
            return [visit for each in nested for visit in self._behind(*each)]
        found: list[Visit] = []
        for visit in members(kind, target):
            if visit.node.document is self.entry and self._kind_of(visit.node) is not None:
                continue  # the walk of the document comes by
            kinds = self._entered.setdefault(visit.node.identity, set())
            if visit.kind not in kinds:
                kinds.add(visit.kind)
                found.append(visit)
        return found

    def _check_mapping(self, schema: Node) -> Iterator[Visit]:
        """Try every entry of the mapping of a discriminator. Gives the schemas in other files, as `_check` does."""
        for entry in mapping_of(schema):
            mapped = self.discriminators.follow(schema, entry)
            if mapped is None:
                continue
            if mapped.dead_end is not None:
                self.faults.append(mapped.dead_end.at(entry.place))
            if mapped.node is None:
                continue
            found = self._other_kind("schema", mapped.node)
            if found is not None:
                message = (
                    f"`{str(entry.pointer[-1])[:60]}: {str(entry.value)[:80]}` leads to {found}; expected a schema"
                )
                self.faults.append(DeadEnd(message, kind=UNRESOLVED_MAPPING).at(entry.place))
                continue
            if mapped.external:
                self._note_external(entry.place, mapped.node)
            part = self._part("schema", mapped.node)
            if part is not None:
                yield Visit("schema", part)

    def _note_external(self, place: Place, target: Node) -> None:
        if target.document is not self.entry:
            self._external[place] = target.document

    def _check(self, kind: str, holder: Node) -> Node | None:
        """Try one reference. Gives the node in another file that it leads to and that nothing led to before."""
        hop = self.references.follow(holder)
        if hop is None:
            dead_end = no_text(kind_of(holder.mapping["$ref"]), _commented(holder))
            self.faults.append(dead_end.at(ref_place(holder)))
            return None
        if hop.node is None:
            if hop.dead_end is not None:
                self.faults.append(hop.dead_end.at(ref_place(holder)))
            return None
        if "$ref" in hop.node.mapping:
            _, fault = self.references.chain(holder)
            if fault is not None:
                self.faults.append(fault)
        target = hop.node
        if hop.external:
            self._note_external(ref_place(holder), target)
        found = self._other_kind(kind, target)
        if found is not None:
            self._tell_kind(kind, holder, target, found)
            return None
        return self._part(kind, target)

    def _part(self, kind: str, target: Node) -> Node | None:
        """The target where no walk comes by, once for each kind that it plainly may be, or else only once.

        It stands in another file, or in a part of the entry document that OpenAPI knows nothing of.
        """
        if target.document is self.entry and (not target.pointer or self._kind_of(target) is not None):
            return None
        kinds = self._entered.setdefault(target.identity, set())
        if kind in kinds or (kinds and kind not in shapes(target.value)):
            return None
        kinds.add(kind)
        return target

    def _other_kind(self, kind: str, target: Node) -> str | None:
        """What a target is, in words, where that is not the `kind` wanted: by its place, or else by its plain shape."""
        found = self._kind_of(target)
        if found is not None:
            return None if found == kind else with_article(found)
        if kind in self._objects and (isinstance(target.value, dict) or self._is_boolean_schema(kind, target)):
            other = plainly_other(target.value, kind)
            return other and with_article(other)
        return None if kind not in self._objects and is_of_kind(kind, target.value) else kind_of(target.value)

    def _is_boolean_schema(self, kind: str, target: Node) -> bool:
        return kind == "schema" and isinstance(target.value, bool) and self.version.series != "3.0"

    def _tell_kind(self, kind: str, holder: Node, target: Node, found: str) -> None:
        self._wrong.add(holder.identity)
        message = f"`$ref: {str(holder.mapping['$ref'])[:80]}` leads to {found}; expected {with_article(kind)}"
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
        if "allOf" in schema.mapping:
            from preclear.openapi.all_of import all_of_loop

            fault = all_of_loop(schema, self.references)
            if fault is not None:
                self.faults.append(fault)


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


def _external(leads: dict[Place, Document]) -> Iterator[Fault]:
    """One fault for all references that lead to another file, at the first of them."""

    def tell(places: Sequence[Place]) -> Report:
        place, more = places[0], len(places) - 1
        files = len({id(leads[each]) for each in places})
        others = f", as {more} more {'do' if more > 1 else 'does'}" if more else ""
        others += f" ({files} files in all)" if files > 1 else ""
        word = str(place.pointer[-1])[:60]
        message = f"`{word}` leads to another file, {leads[place].path}{others}; the import takes one file"
        advice = "`preclear upload` joins the files before it sends them; `preclear bundle` writes the joined document"
        return Report(message, place, help=advice)

    yield from (Fault(EXTERNAL_REFERENCE, report) for report in together([*leads], tell))
