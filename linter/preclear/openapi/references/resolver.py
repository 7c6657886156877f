"""Resolve `$ref`: within a document and into other files under the root, never over the network.

References are never replaced by their targets. Each is resolved when it is first needed, and the result is cached.
OpenAPI Specification 3.1.1, sections "Reference Object" and "Relative References in API Description URIs".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from preclear.openapi.references.failures import FailureBuilder, chain_too_long, choose_failure, reference_loop
from preclear.openapi.references.files import ReferencedFiles
from preclear.openapi.references.hop import Chain, Hop
from preclear.openapi.references.kinds import ReferenceFailure
from preclear.openapi.references.pointers import follow_parts, follow_pointer, pointer_parts
from preclear.openapi.references.schema_resources import ResourceRegistry
from preclear.openapi.walk import is_misplaced_reference

if TYPE_CHECKING:
    from preclear.openapi.references.schema_resources import SchemaResource
    from preclear.source import Document, Fault, FileAccess, Limits, Node, Place, Pointer

    _Resolution: TypeAlias = "tuple[Node | None, ReferenceFailure | None]"


class References:
    """The documents of a description, and the targets of their references."""

    def __init__(self, entry: Document, file_access: FileAccess | None, limits: Limits) -> None:
        self.entry = entry
        self.files: ReferencedFiles = ReferencedFiles(entry, file_access, limits)
        self.resources: ResourceRegistry = ResourceRegistry(entry)
        self._limits = limits
        self._failures = FailureBuilder(entry, self.resources)
        self._hops: dict[tuple[int, str], Hop] = {}
        self._unresolved_by_uri: dict[str, list[tuple[int, str]]] = {}
        self._chains: dict[tuple[int, Pointer], Chain] = {}
        self._refused: set[tuple[int, Pointer]] = set()
        self._active: set[tuple[int, Pointer]] = set()
        self.resources.document_resource(entry)

    @property
    def documents(self) -> list[Document]:
        """The entry document and every other file that was read, in the order of the references to them."""
        return self.files.documents

    def follow(self, holder: Node, keyword: str = "$ref") -> Hop | None:
        """Follow the `$ref` of `holder` (or another keyword) for one step; None if it has none that is a string."""
        value = holder.value
        reference = value.get(keyword) if isinstance(value, dict) else None
        if not isinstance(reference, str):
            return None
        hop = None if self.resources.has_enclosed_references else self._hops.get((id(holder.document), reference))
        return hop or self.follow_text(holder, reference)

    def follow_text(self, holder: Node, reference: str) -> Hop:
        """Follow `reference`, which is somewhere in the object `holder`, for one step."""
        return self._follow(holder.document, self.resources.enclosing_resource(holder.value), reference)

    def follow_new_text(self, holder: Node, reference: str) -> Hop:
        """Follow `reference` as if it were in an object at the place of `holder`, whose value may be a new one."""
        resource = self.resources.resource_of(holder)
        is_whole_document = resource is self.resources.document_resource(holder.document)
        return self._follow(holder.document, None if is_whole_document else resource, reference)

    def steps(self, hop: Hop, reference: str) -> tuple[Node, ...]:
        """Return the nodes that the JSON Pointer of `reference` leads through, one for each of its parts.

        `hop` is the result of following it. A reference to an anchor or to a whole file has no parts.
        """
        fragment = reference.partition("#")[2]
        if hop.node is None or hop.base is None or not fragment.startswith("/"):
            return ()
        parts = pointer_parts(fragment)
        node = hop.base
        steps: list[Node] = []
        for index in range(len(parts)):
            child, remaining = follow_parts(node, parts[index : index + 1])
            while remaining:
                target, _ = self._misplaced_target(node)
                if target is None:
                    return ()
                node = target
                child, remaining = follow_parts(node, parts[index : index + 1])
            steps.append(child)
            node = child
        return tuple(steps)

    def _follow(self, document: Document, resource: SchemaResource | None, reference: str) -> Hop:
        identity = (id(resource or document), reference)
        hop = self._hops.get(identity)
        if hop is None:
            hop = self._hops[identity] = self._resolve_hop(document, resource, reference)
            if hop.failure is not None and hop.failure.uri is not None:
                self._unresolved_by_uri.setdefault(hop.failure.uri, []).append(identity)
        return hop

    def target(self, holder: Node, keyword: str = "$ref") -> Node | None:
        """Return the node that one step leads to; None if there is no reference or it leads nowhere."""
        hop = self.follow(holder, keyword)
        return None if hop is None else hop.node

    def identifying_node(self, holder: Node) -> Node | None:
        """Return the schema whose `$id` the `$ref` of `holder` depends on, as its target or as its base."""
        hop = self.follow(holder)
        return None if hop is None or hop.node is None else hop.identifying_node

    def resolve_uncached(self, node: Node) -> _Resolution:
        """Return the end of the references from `node`, or why they fail, by the files that were read so far.

        Nothing is cached, so this may be called before all files are read.
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
        return None, chain_too_long(node, self._limits.ref_chain)

    def resolve(self, node: Node) -> Node | None:
        """Return the object that `node` is or refers to, directly or through other references; None if they fail."""
        value = node.value
        if not (isinstance(value, dict) and "$ref" in value):
            return node
        reference = value["$ref"]
        if not self._refused and isinstance(reference, str) and not self.resources.has_enclosed_references:
            hop = self._hops.get((id(node.document), reference))
            if hop is not None and hop.node is not None and self._is_end(hop.node):
                return hop.node
        return self.resolve_chain(node)[0]

    def refuse(self, holder: Node) -> None:
        """Make the reference of `holder` lead nowhere from now on, because its target is of the wrong kind."""
        self._refused.add(holder.identity)

    @property
    def has_refused(self) -> bool:
        """Whether the target of any reference is of the wrong kind."""
        return bool(self._refused)

    def is_refused(self, holder: Node) -> bool:
        """Whether the target of the reference of `holder` is of the wrong kind."""
        return holder.identity in self._refused

    def take_new_uris(self) -> list[str]:
        """Return the URIs of resources that were read since the last call; references to them are resolved again."""
        uris = self.resources.take_new_uris()
        for uri in uris:
            for identity in self._unresolved_by_uri.pop(uri, ()):
                del self._hops[identity]
        return uris

    def resolve_chain(self, node: Node) -> tuple[Node | None, Fault | None]:
        """Return the end of the references from `node`, or a fault if its own reference fails or is on a loop.

        A failure of a later reference is only reported at that reference.
        """
        hop = self.follow(node)
        if hop is None:
            return node, None
        if node.identity in self._refused:
            return None, None
        if hop.node is not None and self._is_end(hop.node):
            return hop.node, None
        chain = self._chain_of(node)
        if chain.length < self._limits.ref_chain:
            if chain.end is not None or not chain.is_own_failure:
                return chain.end, None
            failure = hop.failure if hop.node is None else reference_loop(self._chain_nodes(node, chain.length))
            return None, failure.at(ref_place(node)) if failure else None
        return None, chain_too_long(node, self._limits.ref_chain).at(ref_place(node))

    def _is_end(self, target: Node) -> bool:
        """Whether one reference leads to `target`, and no further."""
        return "$ref" not in target.mapping and self._limits.ref_chain > 1

    def failure_place(self, node: Node) -> Place | None:
        """Return the place of the finding about the references from `node`; None if they lead to an object."""
        hop = self.follow(node)
        if hop is None:
            return None
        failing_node = self._chain_of(node).failing_node
        if failing_node is None:
            return None
        hop = self.follow(failing_node)
        reported_at = hop.failure.reported_at if hop is not None and hop.failure is not None else None
        return reported_at or ref_place(failing_node)

    def _chain_of(self, node: Node) -> Chain:
        chain = self._chains.get(node.identity)
        if chain is None:
            self._record_chains(node)
            chain = self._chains[node.identity]
        return chain

    def _record_chains(self, node: Node) -> None:
        """Record the chain of `node` and of every node on it."""
        positions: dict[tuple[int, Pointer], int] = {}
        current = node
        while (identity := current.identity) not in self._chains and identity not in positions:
            positions[identity] = len(positions)
            hop = self.follow(current)
            if hop is None:
                self._chains[identity] = Chain(0, current, is_own_failure=False)
            elif hop.node is None or identity in self._refused:
                self._chains[identity] = Chain(0, None, is_own_failure=True, failing_node=current)
            else:
                current = hop.node
        if identity not in self._chains:
            loop_start, last_index = positions[identity], len(positions) - 1
            for member, index in positions.items():
                self._chains[member] = Chain(
                    last_index - min(index, loop_start), None, is_own_failure=index >= loop_start, failing_node=current
                )
            return
        length, end, _, failing_node = self._chains[identity]
        for member in reversed(positions):
            if member not in self._chains:
                length += 1
                self._chains[member] = Chain(length, end, is_own_failure=False, failing_node=failing_node)

    def _chain_nodes(self, node: Node, length: int) -> list[Node]:
        """Return `node` and the nodes of the next `length` steps."""
        nodes = [node]
        for _ in range(length):
            hop = self.follow(nodes[-1])
            if hop is not None and hop.node is not None:
                nodes.append(hop.node)
        return nodes

    def _resolve_hop(self, base: Document, enclosing: SchemaResource | None, reference: str) -> Hop:
        """Resolve `reference`, in the document `base`; `enclosing` is the schema with an `$id` around it."""
        uri, _, fragment = reference.partition("#")
        if not reference:
            message = "`$ref` is empty; expected a reference such as `#/components/schemas/Pet`"
            return Hop(None, ReferenceFailure(message), False)
        base_resource = enclosing or self.resources.document_resource(base)
        if not uri:
            node, failure = self._find_in_resource(base, base_resource, reference, fragment)
            if node is not None or enclosing is None or not fragment.startswith("/"):
                identifying_node = None if enclosing is None else enclosing.root
                return Hop(node, failure, False, identifying_node, base_resource.root)
            # Tools that don't support `$id` write and read pointers from the document's root.
            document_resource = self.resources.document_resource(base)
            node, document_failure = self._find_in_resource(base, document_resource, reference, fragment)
            is_inner = fragment.split("/")[1] not in document_resource.root.mapping
            failure = None if node is not None else failure if is_inner else document_failure
            return Hop(node, failure, False, base=document_resource.root)
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
        is_external = identified is None or identified.document is not base
        return Hop(node, failure, is_external, identified, resource.root)

    def _find_in_resource(self, base: Document, resource: SchemaResource, reference: str, fragment: str) -> _Resolution:
        if fragment and not fragment.startswith("/"):
            target = resource.anchors.get(fragment)
            return (target, None) if target else (None, self._failures.missing_anchor(reference, resource, fragment))
        try:
            node, remaining = follow_pointer(resource.root, fragment)
        except ValueError as error:
            return None, ReferenceFailure(f"`$ref: {reference[:80]}` has no JSON Pointer after `#`: {error}")
        while remaining:
            misplaced_target, failure = self._misplaced_target(node)
            if misplaced_target is None:
                missing = self._failures.missing_node(base, reference, resource.root, node, remaining)
                return None, missing if failure is None else choose_failure(failure, missing)
            node, remaining = follow_parts(misplaced_target, remaining)
        return node, None

    def _misplaced_target(self, node: Node) -> _Resolution:
        """Resolve a misplaced `$ref` at `node`, so that a pointer through it leads on as it does in a bundle."""
        if not is_misplaced_reference(node, self.entry) or node.identity in self._active:
            return None, None
        if len(self._active) >= self._limits.ref_chain:
            return None, None
        self._active.add(node.identity)
        resolution = self.resolve_uncached(node)
        self._active.remove(node.identity)
        return resolution


def ref_place(holder: Node, keyword: str = "$ref") -> Place:
    """Return the place of the reference of `holder`."""
    return holder.place._replace(pointer=(*holder.pointer, keyword))
