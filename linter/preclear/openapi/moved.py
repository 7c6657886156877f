"""What other files hold of a description, as one document has it: what moves into `components`, and under which name.

The bundle that is sent and the connector that is foreseen are both made from this, so that they can't differ.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.grammar import grammar, referable
from preclear.openapi.moved_names import SECTIONS, Origin, choose_names
from preclear.openapi.references.discriminators import mapping_of
from preclear.openapi.references.misplaced import members
from preclear.openapi.walk import Visit, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.openapi.description import Description
    from preclear.source import Node, Pointer


class Part(NamedTuple):
    """A value in another file, its kind, and its place under `components` in the one document."""

    kind: str
    node: Node
    pointer: Pointer


class Moved:
    """Where everything stands once the files of a description are one document.

    `parts` are new there, in the order in which they stand; `adopted` take the place of a component of the entry
    document that is but a reference to them, or stand behind a `$ref` in place of a section of its `components`. What
    goes where the reference to it is, such as a path item, is in neither.
    """

    def __init__(self, description: Description) -> None:
        """`description` has tried its references already (`Description.survey`)."""
        self.parts: list[Part] = []
        self.adopted: list[Part] = []
        self._description = description
        self._references = description.references
        self._entry = description.entry
        self._placed: dict[tuple[int, Pointer], Pointer] = {}
        self._fields = grammar(description.version.series)
        self._referable = referable(description.version.series)
        self._homes: dict[tuple[int, Pointer], tuple[int, Pointer]] = {}
        self._inlined: set[tuple[int, Pointer]] = set()
        self._moving: list[Visit] = []
        self._moves: set[tuple[int, Pointer]] = set()
        self._used: dict[str, set[str]] = {}
        self._aside = {node.identity for _, node in description.parts if node.document is self._entry}
        self._adopt()
        self._follow(walk(description.root, "document", self._fields))
        for visit in self._moving:  # grows on the way
            self._follow(walk(visit.node, visit.kind, self._fields))
        self._place_moving()

    def place(self, node: Node) -> Pointer | None:
        """The pointer of `node` in the one document; None where nothing refers to it there."""
        found = self._placed.get(node.identity)
        return node.pointer if found is None and node.document is self._entry else found

    def inside(self, node: Node) -> Pointer | None:
        """The pointer of `node`, which may be anywhere in a part, in the one document; None outside of the parts."""
        if node.document is self._entry:
            return node.pointer
        for length in range(len(node.pointer), -1, -1):
            found = self._placed.get((id(node.document), node.pointer[:length]))
            if found is not None:
                return (*found, *node.pointer[length:])
        return None

    def _adopt(self) -> None:
        """Give what stands in the place of a component of the entry document that component's name."""
        description = self._description
        components = description.get(description.root, "components")
        kinds = {section: kind for kind, section in SECTIONS.items()}
        for section, held in components.entries() if components is not None else ():
            kind = kinds.get(section, "path item")
            used = self._used[section] = set(held.mapping)
            for name, node in description.misplaced.entries(held):
                used.add(name)
                if kind != "path item" and kind in self._referable:
                    self._adopt_one(Part(kind, node, ("components", section, name)))

    def _adopt_one(self, part: Part) -> None:
        node = part.node
        if node.document is not self._entry or node.pointer != part.pointer:
            self._placed.setdefault(node.identity, part.pointer)
            self.adopted.append(part)
        target = self._references.target(node) if len(node.mapping) == 1 else None
        if target is not None and target.document is not self._entry and target.identity not in self._placed:
            self._placed[target.identity] = part.pointer
            self._homes[node.identity] = target.identity
            self.adopted.append(part._replace(node=target))

    def _follow(self, start: Iterator[Visit]) -> None:
        """Find everything that is referred to from here; what is put in place of a reference is next."""
        under_way = [start]
        while under_way:
            visit = next(under_way[-1], None)
            if visit is None:
                under_way.pop()
                continue
            kind, node = visit
            if kind == "schema" and "discriminator" in node.mapping:
                self._move_mapped(node)
            target = self._target(kind, node)
            if target is None:
                continue
            inlined = kind not in self._referable or kind == "path item" or target.document is self._entry
            if inlined or self._homes.get(node.identity) == target.identity:
                if target.identity not in self._inlined:
                    self._inlined.add(target.identity)
                    walks = (walk(member.node, member.kind, self._fields) for member in members(kind, target))
                    under_way.append(chain.from_iterable(walks))
            else:
                self._move(kind, target)

    def _target(self, kind: str, node: Node) -> Node | None:
        """What a reference leads to where the walk of the document does not come by; None for all else."""
        if kind in self._referable:
            target = self._references.target(node)
            if target is not None and target.document is self._entry and target.identity not in self._aside:
                return None
            return target
        found = self._description.misplaced.found.get(node.identity)
        return found and found.target

    def _move_mapped(self, schema: Node) -> None:
        for entry in mapping_of(schema):
            target = self._description.discriminators.target(schema, entry)
            if target is not None and target.document is not self._entry:
                self._move("schema", target)

    def _move(self, kind: str, target: Node) -> None:
        if target.identity not in self._placed and target.identity not in self._moves:
            self._moves.add(target.identity)
            self._moving.append(Visit(kind, target))

    def _place_moving(self) -> None:
        """Name what moves, all of it at once."""
        located = self._references.files.locations.of
        origins = [Origin(SECTIONS[kind], located(node.document), node.pointer) for kind, node in self._moving]
        names = choose_names(origins, self._used)
        for (kind, node), origin in zip(self._moving, origins, strict=True):
            where = self._placed[node.identity] = ("components", origin.section, names[origin])
            self.parts.append(Part(kind, node, where))


def moved(description: Description) -> Moved | None:
    """What moves where; None for a document that is all in one file."""
    return Moved(description) if len(description.documents) > 1 else None
