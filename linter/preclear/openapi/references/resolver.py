"""Following `$ref`: within a document, into other files under the root, never over the network.

Nothing is ever replaced by what it refers to: a reference is followed when somebody asks, once, and remembered.
OpenAPI Specification 3.1.1, sections "Reference Object" and "Relative References in API Description URIs".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.openapi.references.dead_ends import DeadEnds, loop
from preclear.openapi.references.files import Files
from preclear.openapi.references.identifiers import Identifiers
from preclear.openapi.references.kinds import DeadEnd
from preclear.openapi.references.pointers import follow_parts, follow_pointer
from preclear.openapi.walk import takes_no_reference
from preclear.source import EXCEEDED_LIMIT
from preclear.source.numbers import counted

if TYPE_CHECKING:
    from preclear.openapi.references.identifiers import Resource
    from preclear.source import Document, Fault, Gate, Limits, Node, Place, Pointer

    _Found: TypeAlias = "tuple[Node | None, DeadEnd | None]"


class Hop(NamedTuple):
    """Where one `$ref` leads: to a node, or to a dead end; and whether that is in another file.

    `identified` is the schema by whose `$id` it names its target, or the document by whose `$self`; None where a file
    does.
    """

    node: Node | None
    dead_end: DeadEnd | None
    external: bool
    identified: Node | None = None


class _Course(NamedTuple):
    """Where a chain of references leads from a node: over how many, to which end; None for a dead end or a loop.

    `steps` to a dead end are those before it, in a loop those that lead to no node again. `first` is whether the node
    itself has the reference that is dead, or is on the loop; `last` the node whose reference is dead, or one on the
    loop.
    """

    steps: int
    end: Node | None
    first: bool
    last: Node | None = None


class References:
    """The documents that belong together, joined by `$ref`, and what each reference leads to."""

    def __init__(self, entry: Document, gate: Gate | None, limits: Limits) -> None:
        self.entry = entry
        self.files = Files(entry, gate, limits)
        self.identifiers = Identifiers(entry)
        self._limits = limits
        self._dead_ends = DeadEnds(entry, self.identifiers)
        self._hops: dict[tuple[int, str], Hop] = {}
        self._unknown: dict[str, list[tuple[int, str]]] = {}
        self._courses: dict[tuple[int, Pointer], _Course] = {}
        self._refused: set[tuple[int, Pointer]] = set()
        self._passing: set[tuple[int, Pointer]] = set()
        self.identifiers.document(entry)

    @property
    def documents(self) -> list[Document]:
        """The entry document and every other file that was read, in the order in which references lead to them."""
        return self.files.documents

    def follow(self, holder: Node, word: str = "$ref") -> Hop | None:
        """Take one step along the `$ref` of `holder` (or its `$dynamicRef`); None where it has none that is text."""
        value = holder.value
        reference = value.get(word) if isinstance(value, dict) else None
        return self.follow_text(holder, reference) if isinstance(reference, str) else None

    def follow_text(self, holder: Node, reference: str) -> Hop:
        """Take one step along `reference`, which stands somewhere in the object `holder`."""
        resource = self.identifiers.around(holder.value)
        identity = (id(resource or holder.document), reference)
        hop = self._hops.get(identity)
        if hop is None:
            hop = self._hops[identity] = self._hop(holder.document, resource, reference)
            if hop.dead_end is not None and hop.dead_end.uri is not None:
                self._unknown.setdefault(hop.dead_end.uri, []).append(identity)
        return hop

    def target(self, holder: Node, word: str = "$ref") -> Node | None:
        """The node that one step leads to; None where there is no reference, or a dead end."""
        hop = self.follow(holder, word)
        return None if hop is None else hop.node

    def identified(self, holder: Node) -> Node | None:
        """The schema by whose `$id` alone the `$ref` of `holder` leads on: by a URI, or within that schema."""
        hop = self.follow(holder)
        return None if hop is None or hop.node is None else hop.identified

    def end(self, node: Node) -> _Found:
        """Where references lead from `node` in the end, or the dead end there, by what is read so far.

        Nothing is remembered, so this may be asked while not all files are read.
        """
        way = {node.identity: node}
        at = node
        for _ in range(self._limits.ref_chain):
            hop = self.follow(at)
            if hop is None or hop.node is None:
                return (at, None) if hop is None else (None, hop.dead_end)
            at = hop.node
            if at.identity in way:
                return None, loop([*way.values()])
            way[at.identity] = at
        return None, self._too_long(node)

    def resolve(self, node: Node) -> Node | None:
        """The object that `node` is or, over one `$ref` or several, refers to; None at a dead end or in a loop."""
        value = node.value
        if not (isinstance(value, dict) and "$ref" in value):
            return node
        return self.chain(node)[0]

    def refuse(self, holder: Node) -> None:
        """Let the reference of `holder` lead nowhere from now on: to what may not stand in its place."""
        self._refused.add(holder.identity)

    def is_refused(self, holder: Node) -> bool:
        """Whether the reference of `holder` leads to what may not stand in its place."""
        return holder.identity in self._refused

    def take_new_uris(self) -> list[str]:
        """The URIs of resources that were read since this was asked the last time; what led to them is tried again."""
        new = self.identifiers.take_new()
        for uri in new:
            for identity in self._unknown.pop(uri, ()):
                del self._hops[identity]
        return new

    def chain(self, node: Node) -> tuple[Node | None, Fault | None]:
        """Follow references from `node` to their end; a fault where its own first step fails or goes in circles.

        A dead end further on is the fault of the reference that stands there, and told there alone.
        """
        hop = self.follow(node)
        if hop is None:
            return node, None
        if node.identity in self._refused:
            return None, None
        if hop.node is not None and "$ref" not in hop.node.mapping and self._limits.ref_chain > 1:
            return hop.node, None
        course = self._course(node)
        if course.steps < self._limits.ref_chain:
            if course.end is not None or not course.first:
                return course.end, None
            dead_end = hop.dead_end if hop.node is None else loop(self._way(node, course.steps))
            return None, dead_end.at(ref_place(node)) if dead_end else None
        return None, self._too_long(node).at(ref_place(node))

    def _too_long(self, node: Node) -> DeadEnd:
        written = (node.text("$ref") or "")[:80]
        message = f"`$ref: {written}` leads over more than {counted(self._limits.ref_chain, 'reference')}"
        return DeadEnd(message, kind=EXCEEDED_LIMIT, limit="ref_chain")

    def dead_place(self, node: Node) -> Place | None:
        """The place of what is reported where the references from `node` lead nowhere; None where they lead on."""
        hop = self.follow(node)
        if hop is None:
            return None
        last = self._course(node).last
        if last is None:
            return None
        hop = self.follow(last)
        elsewhere = hop.dead_end.reported if hop is not None and hop.dead_end is not None else None
        return elsewhere or ref_place(last)

    def _course(self, node: Node) -> _Course:
        course = self._courses.get(node.identity)
        if course is None:
            self._learn(node)
            course = self._courses[node.identity]
        return course

    def _learn(self, node: Node) -> None:
        """Note the course of every reference from `node` to the end, each once."""
        way: dict[tuple[int, Pointer], int] = {}
        at = node
        while (place := at.identity) not in self._courses and place not in way:
            way[place] = len(way)
            hop = self.follow(at)
            if hop is None:
                self._courses[place] = _Course(0, at, first=False)
            elif hop.node is None or place in self._refused:
                self._courses[place] = _Course(0, None, first=True, last=at)
            else:
                at = hop.node
        if place not in self._courses:
            entry, last = way[place], len(way) - 1
            for each, index in way.items():
                self._courses[each] = _Course(last - min(index, entry), None, first=index >= entry, last=at)
            return
        steps, end, _, dead = self._courses[place]
        for each in reversed(way):
            if each not in self._courses:
                steps += 1
                self._courses[each] = _Course(steps, end, first=False, last=dead)

    def _way(self, node: Node, steps: int) -> list[Node]:
        """The nodes from `node` on, as many steps as there are."""
        way = [node]
        for _ in range(steps):
            hop = self.follow(way[-1])
            if hop is not None and hop.node is not None:
                way.append(hop.node)
        return way

    def _hop(self, base: Document, around: Resource | None, reference: str) -> Hop:
        """Where `reference` leads from the document `base`; `around` is the schema with an `$id` that it stands in."""
        uri, _, fragment = reference.partition("#")
        if not reference:
            return Hop(None, DeadEnd("`$ref` is empty; expected a reference such as `#/components/schemas/Pet`"), False)
        own = around or self.identifiers.document(base)
        if not uri:
            node, dead_end = self._in_resource(base, own, reference, fragment)
            if node is not None or around is None or not fragment.startswith("/"):
                return Hop(node, dead_end, False, None if around is None else around.root)
            # a pointer from the document's root: so it is read, and written, by all that know no `$id`
            whole = self.identifiers.document(base)
            node, other = self._in_resource(base, whole, reference, fragment)
            is_inner = fragment.split("/")[1] not in whole.root.mapping
            return Hop(node, None if node is not None else dead_end if is_inner else other, False)
        resource = self.identifiers.find(own.absolute(uri)) if self.identifiers.uris else None
        identified = None if resource is None else resource.root
        if resource is None:
            document = self.files.open(base, uri)
            if isinstance(document, DeadEnd):
                return Hop(None, self._dead_ends.no_resource(reference, around, own.absolute(uri), document), True)
            resource = self.identifiers.document(document)
        node, dead_end = self._in_resource(base, resource, reference, fragment)
        return Hop(node, dead_end, identified is None or identified.document is not base, identified)

    def _in_resource(self, base: Document, resource: Resource, reference: str, fragment: str) -> _Found:
        if fragment and not fragment.startswith("/"):
            anchored = resource.anchors.get(fragment)
            return (anchored, None) if anchored else (None, self._no_anchor(resource, reference, fragment))
        try:
            node, rest = follow_pointer(resource.root, fragment)
        except ValueError as error:
            return None, DeadEnd(f"`$ref: {reference[:80]}` has no JSON Pointer behind `#`: {error}")
        while rest:
            behind, dead_end = self._behind(node)
            if behind is None:
                nowhere = self._dead_ends.no_node(base, reference, resource.root, node, rest)
                return None, nowhere if dead_end is None else _nowhere_behind(dead_end, nowhere)
            node, rest = follow_parts(behind, rest)
        return node, None

    def _behind(self, node: Node) -> _Found:
        """What a misplaced `$ref` at `node` leads to: a pointer leads on there, as it does once it is put in place."""
        if not takes_no_reference(node, self.entry) or node.identity in self._passing:
            return None, None
        if len(self._passing) >= self._limits.ref_chain:
            return None, None
        self._passing.add(node.identity)
        found = self.end(node)
        self._passing.remove(node.identity)
        return found

    def _no_anchor(self, resource: Resource, reference: str, fragment: str) -> DeadEnd:
        try:
            is_pointer = not follow_pointer(resource.root, f"/{fragment}")[1]
        except ValueError:
            is_pointer = False
        return self._dead_ends.no_anchor(reference, resource, fragment, is_pointer=is_pointer)


def ref_place(holder: Node, word: str = "$ref") -> Place:
    """The place of the reference that `holder` has."""
    return holder.place._replace(pointer=(*holder.pointer, word))


def _nowhere_behind(misplaced: DeadEnd, dead_end: DeadEnd) -> DeadEnd:
    """The dead end of a pointer that does not lead on, at a `$ref` with a dead end of its own."""
    if misplaced.limit is not None or misplaced.reported is not None:
        return misplaced
    return dead_end._replace(uri=misplaced.uri)
