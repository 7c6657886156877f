"""Pruning: what goes together with operations that are left out, because nothing that is left needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from preclear.edit.pruning.extraction import Extraction
from preclear.openapi import COMPONENT_SECTIONS, is_named_schema
from preclear.source import Insert, Node, Remove, Set, is_at_or_below, node_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.connector import Connector, Operation
    from preclear.openapi import ReferenceUse
    from preclear.source import EditOperation, HasPlace, Json, Pointer

PrunedKind: TypeAlias = Literal["operation", "path item", "link", "component", "tag"]


class PrunedPart(NamedTuple):
    """A part of the document that goes, and why, as the end of a sentence about it."""

    node: Node
    kind: PrunedKind
    reason: str


class Pruning(NamedTuple):
    """The parts that go, in the order of the document, and the operations that remove them.

    The operations also change references into an operation that goes: their targets become components. A section whose
    components all go is removed as a whole.
    """

    parts: list[PrunedPart]
    operations: list[EditOperation]


def prune(connector: Connector, left_out: Sequence[Operation]) -> Pruning:
    """Return what goes with the operations `left_out` of a document in one file; nothing if there are none.

    These are path items with no operation left, links to an operation that goes, components that nothing left refers
    to, and the document's tags and security schemes that only these operations have. A component stays if an operation,
    a webhook, the document's `security` or a component that stays refers to it, or if it's a subtype of a schema with a
    discriminator that stays. A tag or security scheme that no operation has at all stays, too.
    """
    return _Pruner(connector, left_out).run() if left_out else Pruning([], [])


class _Pruner:
    def __init__(self, connector: Connector, left_out: Sequence[Operation]) -> None:
        self._connector = connector
        self._description = connector.api
        self._left_out = left_out
        left_out_ids = {id(operation) for operation in left_out}
        self._kept = [operation for operation in connector.operations if id(operation) not in left_out_ids]
        self._uses = [use for use in connector.api.reference_uses.all if use.node.document is connector.api.entry]
        self._removed: set[Pointer] = set()
        self._parts: list[PrunedPart] = []
        self._operations: list[EditOperation] = []

    def run(self) -> Pruning:
        self._remove_operations()
        self._remove_links()
        extraction = Extraction(self._description, self._removed)
        unused = self._find_unused_components(extraction)
        self._remove_components(unused, extraction)
        self._remove_tags()
        self._operations += extraction.operations()
        return Pruning(self._parts, _outermost(self._operations))

    def _remove(self, target: HasPlace, kind: PrunedKind, reason: str) -> None:
        node = node_at(target.place)
        if not self._is_removed(node.pointer):
            self._removed.add(node.pointer)
            self._parts.append(PrunedPart(node, kind, reason))
            self._operations.append(Remove(node))

    def _is_removed(self, pointer: Pointer) -> bool:
        return is_at_or_below(pointer, self._removed)

    def _remove_operations(self) -> None:
        """Remove the operations, or their whole path items; several paths can share one path item by reference."""
        kept_paths = {operation.path_items[0].pointer for operation in self._kept}
        shared = {operation.path_item.pointer for operation in self._kept}
        inlined: dict[Pointer, list[Operation]] = {}
        for operation in self._left_out:
            path = operation.path_items[0]
            if path.pointer not in kept_paths:
                self._parts.append(PrunedPart(operation.node, "operation", "it isn't selected"))
                if path.pointer not in self._removed:
                    self._remove(path, "path item", "it has no operation left")
            elif operation.path_item.pointer == path.pointer or operation.path_item.pointer not in shared:
                self._remove(operation.method, "operation", "it isn't selected")
            else:
                self._parts.append(PrunedPart(operation.node, "operation", "it isn't selected"))
                inlined.setdefault(path.pointer, []).append(operation)
        for operations in inlined.values():
            self._inline_path_item(operations)
        for section in filter(None, (self._connector.root.get("paths"), self._connector.root.get("webhooks"))):
            for name, path_item in section.entries():
                if (
                    path_item.pointer not in kept_paths
                    and not name.startswith("x-")
                    and "$ref" not in path_item.mapping
                ):
                    self._remove(path_item, "path item", "it has no operation left")

    def _inline_path_item(self, left_out: list[Operation]) -> None:
        """Replace a `$ref` to a shared path item by its fields without the operations `left_out`."""
        path_items = left_out[0].path_items
        fields: dict[str, Json] = {key: value for item in reversed(path_items) for key, value in item.mapping.items()}
        removed = {operation.method.place.pointer[-1] for operation in left_out}
        value = {key: field for key, field in fields.items() if key != "$ref" and key not in removed}
        additional = value.get("additionalOperations")
        if isinstance(additional, dict):
            value["additionalOperations"] = {key: field for key, field in additional.items() if key not in removed}
        self._operations.append(Set(path_items[0], value))

    def _remove_links(self) -> None:
        """Remove links to operations that go, also by reference."""
        kept_ids = {operation.name.value for operation in self._kept if operation.name}
        targets: dict[Pointer, Node] = {}
        for use in self._uses:
            is_link = use.form == "operationId" or use.node.pointer[-1:] == ("operationRef",)
            is_kept = use.form == "operationId" and use.text in kept_ids  # by another operation of this name
            if not is_link or is_kept or not self._is_removed(use.target.pointer):
                continue
            if not self._is_removed(use.node.pointer):
                link = _holder(use)
                targets[link.pointer] = link
        pending = list(targets.values())
        for link in pending:  # grows during the loop
            self._remove(link, "link", "it leads to an operation that is left out")
            uses = self._uses if link.pointer[:2] == ("components", "links") else ()
            pending += [_holder(use) for use in uses if use.target.pointer == link.pointer]

    def _find_unused_components(self, extraction: Extraction) -> list[Node]:
        """Return the components that can't be reached from what is left, in the order of the document."""
        uses_by_component: dict[Pointer | None, list[ReferenceUse]] = {}
        for use in self._uses:
            if not self._is_removed(use.node.pointer):
                uses_by_component.setdefault(_component_of(use.node.pointer), []).append(use)
        parents: dict[Pointer | None, list[Node]] = {}
        for parent in self._description.subtypes.parents:
            if not self._is_removed(parent.pointer):
                parents.setdefault(_component_of(parent.pointer), []).append(parent)
        reached: set[Pointer | None] = {None}
        supertypes: set[Pointer] = set()
        pending: list[Pointer | None] = [None]
        pending_supertypes: list[Node] = []
        while pending or pending_supertypes:
            if pending:
                component = pending.pop()
                nodes = list(extraction.targets(uses_by_component.get(component, ())))
                pending_supertypes += parents.get(component, ())
            else:
                children = self._description.subtypes.children(pending_supertypes.pop())
                new_children = [child for child in children if child.pointer not in supertypes]
                supertypes.update(child.pointer for child in new_children)
                pending_supertypes += new_children
                nodes = [child for child in new_children if is_named_schema(child)]
            for node in nodes:
                component = _component_of(node.pointer)
                if component not in reached and node.document is self._description.entry:
                    reached.add(component)
                    pending.append(component)
        return [node for node in self._components() if node.pointer not in reached]

    def _components(self) -> Iterator[Node]:
        components = self._connector.root.get("components")
        for section in COMPONENT_SECTIONS:
            entries = components and components.get(section)
            for name, node in entries.entries() if entries is not None else ():
                if name != "$ref":
                    yield node

    def _remove_components(self, unused: list[Node], extraction: Extraction) -> None:
        """Remove components, or sections of which no component is left."""
        used_schemes = {use.target.pointer for use in self._uses if use.is_key}
        by_section: dict[str, list[Node]] = {}
        for node in unused:
            section = str(node.pointer[1])
            if section == "securitySchemes" and node.pointer not in used_schemes:
                continue
            reason = "nothing that is left refers to it"
            if section == "securitySchemes":
                reason = "no operation that is left needs it"
            if not self._is_removed(node.pointer):
                self._parts.append(PrunedPart(node, "component", reason))
            by_section.setdefault(section, []).append(node)
        components = self._connector.root.get("components")
        if components is None:
            return
        removable = [
            node
            for section, node in components.entries()
            if len(by_section.get(section, ())) == len(node.mapping) and section not in extraction.sections
        ]
        if removable and len(removable) == len(components.mapping) and not extraction.sections:
            removable = [components]
        whole = {node.pointer for node in removable}
        self._operations += [Remove(node) for node in removable]
        for nodes in by_section.values():
            for node in nodes:
                if whole.isdisjoint((node.pointer[:1], node.pointer[:2])) and not self._is_removed(node.pointer):
                    self._operations.append(Remove(node))

    def _remove_tags(self) -> None:
        """Remove the document's tags that operations had, but none that is left has."""
        tags = self._connector.root.get("tags")
        if tags is None:
            return
        names = {tag for operation in self._left_out for tag in _tags(operation.node)}
        names -= {tag for operation in self._kept for tag in _tags(operation.node)}
        items = list(tags.items())
        removed = {tag.pointer: tag for tag in items if tag.text("name") in names}
        needed = [tag for tag in items if tag.pointer not in removed]
        by_name = {tag.text("name"): tag for tag in items}
        for tag in needed:  # grows during the loop
            parent = by_name.get(tag.text("parent"))
            if parent is not None and removed.pop(parent.pointer, None) is not None:
                needed.append(parent)
        self._parts += [PrunedPart(tag, "tag", "no operation that is left has it") for tag in removed.values()]
        is_whole = bool(removed) and len(removed) == len(items)
        self._operations += [Remove(tags)] if is_whole else [Remove(tag) for tag in removed.values()]


def _holder(use: ReferenceUse) -> Node:
    """The object that has the text of a reference."""
    return node_at(use.node.place._replace(pointer=use.node.pointer[:-1]))


def _outermost(operations: Sequence[EditOperation]) -> list[EditOperation]:
    """Return the operations that aren't within a node that another one sets or removes."""
    replaced = {operation.target.place.pointer for operation in operations if isinstance(operation, (Set, Remove))}
    return [
        operation
        for operation in operations
        if replaced.isdisjoint(operation.target.place.pointer[:length] for length in range(_own_length(operation)))
    ]


def _own_length(operation: EditOperation) -> int:
    """How many keys of an operation's pointer lead to the nodes around what it changes."""
    length = len(operation.target.place.pointer)
    return length + 1 if isinstance(operation, Insert) else length


def _component_of(pointer: Pointer) -> Pointer | None:
    """The pointer of the component that contains a node; None if it's elsewhere."""
    is_component = len(pointer) > 2 and pointer[0] == "components" and pointer[1] in COMPONENT_SECTIONS
    return pointer[:3] if is_component else None


def _tags(operation: Node) -> set[str]:
    tags = operation.mapping.get("tags")
    return {tag for tag in tags if isinstance(tag, str)} if isinstance(tags, list) else set()
