"""Where the parts of other files go when a description becomes one document: which section, under which name.

Both the bundle that is sent and the connector model are built from this layout, so they can't differ.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.openapi.component_names import SECTION_BY_KIND, PartOrigin, choose_names
from preclear.openapi.object_grammar import grammar, referable_kinds
from preclear.openapi.references.discriminators import mapping_entries
from preclear.openapi.references.misplaced import member_objects
from preclear.openapi.walk import Visit, walk, walk_part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.openapi.description import ApiDescription
    from preclear.source import Node, Pointer


class BundlePart(NamedTuple):
    """A value of another file, its kind, and its pointer under `components` of the bundle."""

    kind: str
    node: Node
    pointer: Pointer


class BundleLayout:
    """The pointers of all parts once the files of a description are one document, the bundle.

    `parts` are added to `components`, in this order. `replacements` take the place of components of the entry document
    that are only references to them, or of a `$ref` in place of a section of `components`. Values that are inlined
    where the reference is, such as path items, are in neither.
    """

    def __init__(self, description: ApiDescription) -> None:
        """Lay out `description`, which must be analyzed (`ApiDescription.analyze`)."""
        self.parts: list[BundlePart] = []
        self.replacements: list[BundlePart] = []
        self._description = description
        self._references = description.references
        self._entry = description.entry
        self._pointers: dict[tuple[int, Pointer], Pointer] = {}
        self._grammar = grammar(description.version.series)
        self._referable = referable_kinds(description.version.series)
        self._replacement_targets: dict[tuple[int, Pointer], tuple[int, Pointer]] = {}
        self._inlined_targets: set[tuple[int, Pointer]] = set()
        self._pending: list[Visit] = []
        self._pending_identities: set[tuple[int, Pointer]] = set()
        self._used_names: dict[str, set[str]] = {}
        self._referenced_identities = {
            node.identity for _, node in description.referenced_parts if node.document is self._entry
        }
        self._add_replacements()
        self._collect_targets(walk(description.root, "document", self._grammar))
        for kind, node in self._pending:  # grows during the loop
            self._collect_targets(iter(walk_part(node, kind, description.version.series).references))
        self._name_parts()

    def pointer_of(self, node: Node) -> Pointer | None:
        """The pointer of `node` in the bundle; None if nothing there refers to it."""
        pointer = self._pointers.get(node.identity)
        return node.pointer if pointer is None and node.document is self._entry else pointer

    def nested_pointer_of(self, node: Node) -> Pointer | None:
        """The pointer in the bundle of `node`, anywhere within a part; None outside of all parts."""
        if node.document is self._entry:
            return node.pointer
        for length in range(len(node.pointer), -1, -1):
            pointer = self._pointers.get((id(node.document), node.pointer[:length]))
            if pointer is not None:
                return (*pointer, *node.pointer[length:])
        return None

    def _add_replacements(self) -> None:
        """Let each target that replaces a component of the entry document keep that component's name."""
        description = self._description
        components = description.get(description.root, "components")
        kinds = {section: kind for kind, section in SECTION_BY_KIND.items()}
        for section, section_node in components.entries() if components is not None else ():
            kind = kinds.get(section, "path item")
            used_names = self._used_names[section] = set(section_node.mapping)
            for name, node in description.misplaced_references.entries(section_node):
                used_names.add(name)
                if kind != "path item" and kind in self._referable:
                    self._add_replacement(BundlePart(kind, node, ("components", section, name)))

    def _add_replacement(self, part: BundlePart) -> None:
        node = part.node
        if node.document is not self._entry or node.pointer != part.pointer:
            self._pointers.setdefault(node.identity, part.pointer)
            self.replacements.append(part)
        target = self._references.target(node) if len(node.mapping) == 1 else None
        if target is not None and target.document is not self._entry and target.identity not in self._pointers:
            self._pointers[target.identity] = part.pointer
            self._replacement_targets[node.identity] = target.identity
            self.replacements.append(part._replace(node=target))

    def _collect_targets(self, start: Iterator[Visit]) -> None:
        """Collect the targets of all references in `start`, and in what is inlined there."""
        stack = [start]
        while stack:
            visit = next(stack[-1], None)
            if visit is None:
                stack.pop()
                continue
            kind, node = visit
            if kind == "schema" and "discriminator" in node.mapping:
                self._move_mapping_targets(node)
            target = self._reference_target(kind, node)
            if target is None:
                continue
            is_inlined = kind not in self._referable or kind == "path item" or target.document is self._entry
            if is_inlined or self._replacement_targets.get(node.identity) == target.identity:
                if target.identity not in self._inlined_targets:
                    self._inlined_targets.add(target.identity)
                    walks = (
                        walk(member, member_kind, self._grammar) for member_kind, member in member_objects(kind, target)
                    )
                    stack.append(chain.from_iterable(walks))
            else:
                self._move(kind, target)

    def _reference_target(self, kind: str, node: Node) -> Node | None:
        """The target of the reference at `node` if the walk of the document doesn't visit it; None otherwise."""
        if kind in self._referable:
            target = self._references.target(node)
            if (
                target is not None
                and target.document is self._entry
                and target.identity not in self._referenced_identities
            ):
                return None
            return target
        misplaced = self._description.misplaced_references.by_identity.get(node.identity)
        return misplaced and misplaced.target

    def _move_mapping_targets(self, schema: Node) -> None:
        for entry in mapping_entries(schema):
            target = self._description.discriminators.target(schema, entry)
            if target is not None and target.document is not self._entry:
                self._move("schema", target)

    def _move(self, kind: str, target: Node) -> None:
        if target.identity not in self._pointers and target.identity not in self._pending_identities:
            self._pending_identities.add(target.identity)
            self._pending.append((kind, target))

    def _name_parts(self) -> None:
        """Choose the names of all parts together, so that the order of the parts doesn't matter."""
        path_of = self._references.files.paths.path_of
        origins = [
            PartOrigin(SECTION_BY_KIND[kind], path_of(node.document), node.pointer) for kind, node in self._pending
        ]
        names = choose_names(origins, self._used_names)
        for (kind, node), origin in zip(self._pending, origins, strict=True):
            pointer = self._pointers[node.identity] = ("components", origin.section, names[origin])
            self.parts.append(BundlePart(kind, node, pointer))


def create_bundle_layout(description: ApiDescription) -> BundleLayout | None:
    """Lay out the bundle of `description`, which must be analyzed; None if it has only one file."""
    return BundleLayout(description) if len(description.documents) > 1 else None
