"""What other files hold of a description, as one document has it: what moves into `components`, and under which name.

The bundle that is sent and the connector that is foreseen are both made from this, so that they can't differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.grammar import REFERABLE, grammar
from preclear.openapi.moved_names import SECTIONS, Names
from preclear.openapi.walk import walk
from preclear.source import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.openapi.description import Description
    from preclear.openapi.walk import Visit
    from preclear.source import Pointer

_FILES = (".yaml", ".yml", ".json")


class Part(NamedTuple):
    """A value in another file, its kind, and its place under `components` in the one document."""

    kind: str
    node: Node
    pointer: Pointer


class Moved:
    """Where everything stands once the files of a description are one document.

    `parts` are new there, in the order in which they stand; `adopted` take the place of a component of the entry
    document that is but a reference to them. A path item goes where the reference to it is, and is in neither.
    """

    def __init__(self, description: Description) -> None:
        """`description` has tried its references already (`Description.survey`)."""
        self.parts: list[Part] = []
        self.adopted: list[Part] = []
        self._root = description.root
        self._references = description.references
        self._entry = description.entry
        self._placed: dict[tuple[int, Pointer], Pointer] = {}
        self._fields = grammar(description.version.series)
        self._names = Names(description.root)
        self._chosen: dict[tuple[int, Pointer], dict[str, Node]] = {}
        self._inlined: set[tuple[int, Pointer]] = set()
        self._adopt()
        self._follow(walk(description.root, "document", self._fields))
        for part in self.parts:  # grows on the way
            self._follow(walk(part.node, part.kind, self._fields))

    def place(self, node: Node) -> Pointer | None:
        """The pointer of `node` in the one document; None where nothing refers to it there."""
        return node.pointer if node.document is self._entry else self._placed.get(node.identity)

    def inside(self, node: Node) -> Pointer | None:
        """The pointer of `node`, which may be anywhere in a part, in the one document; None outside of the parts."""
        if node.document is self._entry:
            return node.pointer
        for length in range(len(node.pointer), -1, -1):
            found = self._placed.get((id(node.document), node.pointer[:length]))
            if found is not None:
                return (*found, *node.pointer[length:])
        return None

    def mapped(self, schema: Node, name: Node) -> Node | None:
        """The schema that an entry of the mapping of the discriminator of `schema` means: by reference, or by its name.

        A name is that of a schema in the same file, or of one that the schema chooses from.
        """
        text = name.value
        if not isinstance(text, str):
            return None
        if is_reference(text):
            return self._references.target(name._replace(value={"$ref": text}))
        components = Node(schema.document, (), schema.document.value).get("components")
        schemas = components and components.get("schemas")
        own = schemas and schemas.get(text)
        if own is not None:
            return own
        return self._choices(schema).get(text)

    def _choices(self, schema: Node) -> dict[str, Node]:
        """What `schema` chooses from by reference, each by its key or file."""
        found = self._chosen.get(schema.identity)
        if found is None:
            found = self._chosen[schema.identity] = {}
            lists = (schema.get(word) for word in ("oneOf", "anyOf"))
            for choice in (each for held in lists if held is not None for each in held.items()):
                target = self._references.target(choice)
                if target is not None:
                    found.setdefault(_name(target), target)
        return found

    def _adopt(self) -> None:
        components = self._root.get("components")
        kinds = {section: kind for kind, section in SECTIONS.items()}
        for section, held in components.entries() if components is not None else ():
            kind = kinds.get(section, "path item")
            for name, node in held.entries() if kind != "path item" else ():
                target = self._references.target(node) if len(node.mapping) == 1 else None
                if target is not None and target.document is not self._entry and target.identity not in self._placed:
                    where = self._placed[target.identity] = ("components", section, name)
                    self.adopted.append(Part(kind, target, where))

    def _follow(self, start: Iterator[Visit]) -> None:
        """Find a place for everything that is referred to from here; what is put in place of a reference is next."""
        under_way = [start]
        while under_way:
            visit = next(under_way[-1], None)
            if visit is None:
                under_way.pop()
                continue
            kind, node = visit
            if kind == "schema" and "discriminator" in node.mapping:
                self._place_mapped(node)
            target = self._references.target(node) if kind in REFERABLE else None
            if target is None or target.document is self._entry:
                continue
            at_home = node.document is self._entry and self._placed.get(target.identity) == node.pointer
            if kind == "path item" or at_home:
                if target.identity not in self._inlined:
                    self._inlined.add(target.identity)
                    under_way.append(walk(target, kind, self._fields))
            else:
                self._move(kind, target)

    def _place_mapped(self, schema: Node) -> None:
        for name in mapping_of(schema):
            target = self.mapped(schema, name)
            if target is not None and target.document is not self._entry:
                self._move("schema", target)

    def _move(self, kind: str, target: Node) -> None:
        if target.identity not in self._placed:
            section = SECTIONS[kind]
            where = self._placed[target.identity] = ("components", section, self._names.take(section, target))
            self.parts.append(Part(kind, target, where))


def moved(description: Description) -> Moved | None:
    """What moves where; None for a document that is all in one file."""
    if len(description.documents) > 1 or any(map(_maps_to_file, description.schemas)):
        return Moved(description)
    return None


def mapping_of(schema: Node) -> Iterator[Node]:
    """The entries of the mapping of the discriminator of `schema`, its default among them (OpenAPI 3.2)."""
    discriminator = schema.get("discriminator")
    held = discriminator and discriminator.get("mapping")
    if held is not None:
        yield from (child for _, child in held.entries())
    default = discriminator and discriminator.get("defaultMapping")
    if default is not None:
        yield default


def is_reference(text: str) -> bool:
    """Whether an entry of a discriminator's mapping is no name (OpenAPI 3.1.1, "Discriminator Object")."""
    return "#" in text or "/" in text or text.endswith(_FILES)


def _maps_to_file(schema: Node) -> bool:
    if "discriminator" not in schema.mapping:
        return False
    texts = (child.value for child in mapping_of(schema))
    return any(isinstance(text, str) and is_reference(text) and not text.startswith("#") for text in texts)


def _name(node: Node) -> str:
    return str(node.pointer[-1]) if node.pointer else node.document.path.rpartition("/")[2].split(".")[0]
