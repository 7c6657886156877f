"""Following `$ref`: within a document, into other files under the root, never over the network.

Nothing is ever replaced by what it refers to: a reference is followed when somebody asks, once, and remembered.
OpenAPI Specification 3.1.1, sections "Reference Object" and "Relative References in API Description URIs".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.openapi.references.failures import FailureBuilder, reference_loop
from preclear.openapi.references.files import ReferencedFiles
from preclear.openapi.references.kinds import ReferenceFailure
from preclear.openapi.references.pointers import follow_parts, follow_pointer
from preclear.openapi.references.schema_resources import ResourceRegistry
from preclear.openapi.walk import is_misplaced_reference
from preclear.source import EXCEEDED_LIMIT
from preclear.source.counts import format_count

if TYPE_CHECKING:
    from preclear.openapi.references.schema_resources import SchemaResource
    from preclear.source import Document, Fault, FileAccess, Limits, Node, Place, Pointer

    _Resolution: TypeAlias = "tuple[Node | None, ReferenceFailure | None]"


class Hop(NamedTuple):
    """Where one `$ref` leads: to a node, or to a dead end; and whether that is in another file.

    `identifying_node` is the schema by whose `$id` it names its target, or the document by whose `$self`; None where a
    file does.
    """

    node: Node | None
    failure: ReferenceFailure | None
    external: bool
    identifying_node: Node | None = None


class _Chain(NamedTuple):
    """Where a chain of references leads from a node: over how many, to which end; None for a dead end or a loop.

    `length` to a dead end are those before it, in a loop those that lead to no node again. `is_own_failure` is whether
    the node itself has the reference that is dead, or is on the loop; `failing_node` the node whose reference is dead,
    or one on the loop.
    """

    length: int
    end: Node | None
    is_own_failure: bool
    failing_node: Node | None = None


class References:
    """The documents that belong together, joined by `$ref`, and what each reference leads to."""

    def __init__(self, entry: Document, file_access: FileAccess | None, limits: Limits) -> None:
        self.entry = entry
        self.files = ReferencedFiles(entry, file_access, limits)
        self.resources = ResourceRegistry(entry)
        self._limits = limits
        self._failures = FailureBuilder(entry, self.resources)
        self._hops: dict[tuple[int, str], Hop] = {}
        self._unresolved_by_uri: dict[str, list[tuple[int, str]]] = {}
        self._chains: dict[tuple[int, Pointer], _Chain] = {}
        self._refused: set[tuple[int, Pointer]] = set()
        self._active: set[tuple[int, Pointer]] = set()
        self.resources.document_resource(entry)

    @property
    def documents(self) -> list[Document]:
        """The entry document and every other file that was read, in the order in which references lead to them."""
        return self.files.documents

    def follow(self, holder: Node, keyword: str = "$ref") -> Hop | None:
        """Take one step along the `$ref` of `holder` (or its `$dynamicRef`); None where it has none that is text."""
        value = holder.value
        reference = value.get(keyword) if isinstance(value, dict) else None
        return self.follow_text(holder, reference) if isinstance(reference, str) else None

    def follow_text(self, holder: Node, reference: str) -> Hop:
        """Take one step along `reference`, which stands somewhere in the object `holder`."""
        resource = self.resources.enclosing_resource(holder.value)
        identity = (id(resource or holder.document), reference)
        hop = self._hops.get(identity)
        if hop is None:
            hop = self._hops[identity] = self._resolve_hop(holder.document, resource, reference)
            if hop.failure is not None and hop.failure.uri is not None:
                self._unresolved_by_uri.setdefault(hop.failure.uri, []).append(identity)
        return hop

    def target(self, holder: Node, keyword: str = "$ref") -> Node | None:
        """The node that one step leads to; None where there is no reference, or a dead end."""
        hop = self.follow(holder, keyword)
        return None if hop is None else hop.node

    def identifying_node(self, holder: Node) -> Node | None:
        """The schema by whose `$id` alone the `$ref` of `holder` leads on: by a URI, or within that schema."""
        hop = self.follow(holder)
        return None if hop is None or hop.node is None else hop.identifying_node

    def resolve_uncached(self, node: Node) -> _Resolution:
        """Where references lead from `node` in the end, or the dead end there, by what is read so far.

        Nothing is remembered, so this may be asked while not all files are read.
        """
        chain = {node.identity: node}
        current = node
        for _ in range(self._limits.ref_chain):
            hop = self.follow(current)
            if hop is None or hop.node is None:
                return (current, None) if hop is None else (None, hop.failure)
            current = hop.node
            if current.identity in chain:
                return None, reference_loop([*chain.values()])
            chain[current.identity] = current
        return None, self._chain_too_long(node)

    def resolve(self, node: Node) -> Node | None:
        """The object that `node` is or, over one `$ref` or several, refers to; None at a dead end or in a loop."""
        value = node.value
        if not (isinstance(value, dict) and "$ref" in value):
            return node
        return self.resolve_chain(node)[0]

    def refuse(self, holder: Node) -> None:
        """Let the reference of `holder` lead nowhere from now on: to what may not stand in its place."""
        self._refused.add(holder.identity)

    def is_refused(self, holder: Node) -> bool:
        """Whether the reference of `holder` leads to what may not stand in its place."""
        return holder.identity in self._refused

    def take_new_uris(self) -> list[str]:
        """The URIs of resources that were read since this was asked the last time; what led to them is tried again."""
        uris = self.resources.take_new_uris()
        for uri in uris:
            for identity in self._unresolved_by_uri.pop(uri, ()):
                del self._hops[identity]
        return uris

    def resolve_chain(self, node: Node) -> tuple[Node | None, Fault | None]:
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
        chain = self._chain_of(node)
        if chain.length < self._limits.ref_chain:
            if chain.end is not None or not chain.is_own_failure:
                return chain.end, None
            failure = hop.failure if hop.node is None else reference_loop(self._chain_nodes(node, chain.length))
            return None, failure.at(ref_place(node)) if failure else None
        return None, self._chain_too_long(node).at(ref_place(node))

    def _chain_too_long(self, node: Node) -> ReferenceFailure:
        reference = (node.text("$ref") or "")[:80]
        message = f"`$ref: {reference}` leads over more than {format_count(self._limits.ref_chain, 'reference')}"
        return ReferenceFailure(message, kind=EXCEEDED_LIMIT, limit="ref_chain")

    def failure_place(self, node: Node) -> Place | None:
        """The place of what is reported where the references from `node` lead nowhere; None where they lead on."""
        hop = self.follow(node)
        if hop is None:
            return None
        failing_node = self._chain_of(node).failing_node
        if failing_node is None:
            return None
        hop = self.follow(failing_node)
        reported_at = hop.failure.reported_at if hop is not None and hop.failure is not None else None
        return reported_at or ref_place(failing_node)

    def _chain_of(self, node: Node) -> _Chain:
        chain = self._chains.get(node.identity)
        if chain is None:
            self._record_chains(node)
            chain = self._chains[node.identity]
        return chain

    def _record_chains(self, node: Node) -> None:
        """Note the course of every reference from `node` to the end, each once."""
        positions: dict[tuple[int, Pointer], int] = {}
        current = node
        while (identity := current.identity) not in self._chains and identity not in positions:
            positions[identity] = len(positions)
            hop = self.follow(current)
            if hop is None:
                self._chains[identity] = _Chain(0, current, is_own_failure=False)
            elif hop.node is None or identity in self._refused:
                self._chains[identity] = _Chain(0, None, is_own_failure=True, failing_node=current)
            else:
                current = hop.node
        if identity not in self._chains:
            loop_start, last_index = positions[identity], len(positions) - 1
            for member, index in positions.items():
                self._chains[member] = _Chain(
                    last_index - min(index, loop_start), None, is_own_failure=index >= loop_start, failing_node=current
                )
            return
        length, end, _, failing_node = self._chains[identity]
        for member in reversed(positions):
            if member not in self._chains:
                length += 1
                self._chains[member] = _Chain(length, end, is_own_failure=False, failing_node=failing_node)

    def _chain_nodes(self, node: Node, length: int) -> list[Node]:
        """The nodes from `node` on, as many steps as there are."""
        nodes = [node]
        for _ in range(length):
            hop = self.follow(nodes[-1])
            if hop is not None and hop.node is not None:
                nodes.append(hop.node)
        return nodes

    def _resolve_hop(self, base: Document, enclosing: SchemaResource | None, reference: str) -> Hop:
        """Where `reference` leads from the document `base`; `enclosing` is the schema with an `$id` that it stands in."""
        uri, _, fragment = reference.partition("#")
        if not reference:
            return Hop(
                None,
                ReferenceFailure("`$ref` is empty; expected a reference such as `#/components/schemas/Pet`"),
                False,
            )
        base_resource = enclosing or self.resources.document_resource(base)
        if not uri:
            node, failure = self._find_in_resource(base, base_resource, reference, fragment)
            if node is not None or enclosing is None or not fragment.startswith("/"):
                return Hop(node, failure, False, None if enclosing is None else enclosing.root)
            # a pointer from the document's root: so it is read, and written, by all that know no `$id`
            document_resource = self.resources.document_resource(base)
            node, document_failure = self._find_in_resource(base, document_resource, reference, fragment)
            is_inner = fragment.split("/")[1] not in document_resource.root.mapping
            return Hop(node, None if node is not None else failure if is_inner else document_failure, False)
        resource = self.resources.find_by_uri(base_resource.resolve_uri(uri)) if self.resources.uris else None
        identified = None if resource is None else resource.root
        if resource is None:
            document = self.files.open(base, uri)
            if isinstance(document, ReferenceFailure):
                return Hop(
                    None,
                    self._failures.missing_resource(reference, enclosing, base_resource.resolve_uri(uri), document),
                    True,
                )
            resource = self.resources.document_resource(document)
        node, failure = self._find_in_resource(base, resource, reference, fragment)
        return Hop(node, failure, identified is None or identified.document is not base, identified)

    def _find_in_resource(self, base: Document, resource: SchemaResource, reference: str, fragment: str) -> _Resolution:
        if fragment and not fragment.startswith("/"):
            target = resource.anchors.get(fragment)
            return (target, None) if target else (None, self._missing_anchor(resource, reference, fragment))
        try:
            node, remaining = follow_pointer(resource.root, fragment)
        except ValueError as error:
            return None, ReferenceFailure(f"`$ref: {reference[:80]}` has no JSON Pointer behind `#`: {error}")
        while remaining:
            misplaced_target, failure = self._misplaced_target(node)
            if misplaced_target is None:
                missing = self._failures.missing_node(base, reference, resource.root, node, remaining)
                return None, missing if failure is None else _choose_failure(failure, missing)
            node, remaining = follow_parts(misplaced_target, remaining)
        return node, None

    def _misplaced_target(self, node: Node) -> _Resolution:
        """What a misplaced `$ref` at `node` leads to: a pointer leads on there, as it does once it is put in place."""
        if not is_misplaced_reference(node, self.entry) or node.identity in self._active:
            return None, None
        if len(self._active) >= self._limits.ref_chain:
            return None, None
        self._active.add(node.identity)
        resolution = self.resolve_uncached(node)
        self._active.remove(node.identity)
        return resolution

    def _missing_anchor(self, resource: SchemaResource, reference: str, fragment: str) -> ReferenceFailure:
        try:
            is_pointer = not follow_pointer(resource.root, f"/{fragment}")[1]
        except ValueError:
            is_pointer = False
        return self._failures.missing_anchor(reference, resource, fragment, is_pointer=is_pointer)


def ref_place(holder: Node, keyword: str = "$ref") -> Place:
    """The place of the reference that `holder` has."""
    return holder.place._replace(pointer=(*holder.pointer, keyword))


def _choose_failure(misplaced_failure: ReferenceFailure, failure: ReferenceFailure) -> ReferenceFailure:
    """The dead end of a pointer that does not lead on, at a `$ref` with a dead end of its own."""
    if misplaced_failure.limit is not None or misplaced_failure.reported_at is not None:
        return misplaced_failure
    return failure._replace(uri=misplaced_failure.uri)
