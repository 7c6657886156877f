"""The mapping of a discriminator: which schema each of its values means, by name or by reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.references.kinds import REMOTE_REFERENCE, UNRESOLVED_MAPPING, DeadEnd
from preclear.openapi.suggest import suggester
from preclear.source import Node

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from preclear.openapi.references.resolver import References
    from preclear.source import Pointer

_FILES = (".yaml", ".yml", ".json")


class Mapped(NamedTuple):
    """What an entry of a mapping leads to: a node, or a dead end; and whether that is in another file.

    `identified` is the schema by whose `$id` it names what it leads to; None where a name or a file does.
    """

    node: Node | None
    dead_end: DeadEnd | None = None
    external: bool = False
    identified: Node | None = None


def mapping_of(schema: Node) -> Iterator[Node]:
    """The entries of the mapping of the discriminator of `schema`, its default among them (OpenAPI 3.2)."""
    discriminator = schema.get("discriminator")
    held = discriminator and discriminator.get("mapping")
    if held is not None:
        yield from (child for name, child in held.entries() if name != "$ref")
    default = discriminator and discriminator.get("defaultMapping")
    if default is not None:
        yield default


def is_uri(text: str) -> bool:
    """Whether an entry of a mapping is no name (OpenAPI 3.1.1, "Discriminator Object")."""
    return "#" in text or "/" in text or text.startswith("urn:") or text.endswith(_FILES)


def no_schema(entry: Node, found: str) -> DeadEnd:
    """`entry`, of a mapping, leads to what is `found`, in words, and no schema."""
    message = f"`{str(entry.pointer[-1])[:60]}: {str(entry.value)[:80]}` leads to {found}; expected a schema"
    return DeadEnd(message, kind=UNRESOLVED_MAPPING)


class Discriminators:
    """Follows the mappings of discriminators; what a schema chooses from is found once."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._choices: dict[tuple[int, Pointer], dict[str, Node]] = {}
        self._suggester = suggester()

    def follow(self, schema: Node, entry: Node) -> Mapped | None:
        """What `entry`, of the mapping of the discriminator of `schema`, leads to; None where it is no text.

        A name is that of a schema in the same file, of one that the schema chooses from, or of one in the entry file.
        """
        text = entry.value
        if not isinstance(text, str):
            return None
        named = self._named(schema, text)
        if named is not None:
            return Mapped(named, external=named.document is not schema.document)
        if not is_uri(text):
            return Mapped(None, self._no_such_name(schema, entry, text))
        hop = self._references.follow_text(schema, text)
        if hop.dead_end is None:
            return Mapped(hop.node, external=hop.external, identified=hop.identified)
        dead_end = hop.dead_end.of(str(entry.pointer[-1])[:60])
        if dead_end.kind is not REMOTE_REFERENCE:
            dead_end = dead_end._replace(kind=UNRESOLVED_MAPPING)
        return Mapped(None, dead_end, hop.external)

    def target(self, schema: Node, entry: Node) -> Node | None:
        """The schema that `entry` means; None where it leads to none."""
        found = self.follow(schema, entry)
        return None if found is None else found.node

    def _named(self, schema: Node, name: str) -> Node | None:
        if "#" in name or "/" in name:
            return None
        own = self._component(schema, name)
        if own is None:
            own = self._chosen(schema).get(name)
        entry = self._references.entry
        return self._component(Node(entry, (), entry.value), name) if own is None else own

    def _no_such_name(self, schema: Node, entry: Node, name: str) -> DeadEnd:
        message = f"`{str(entry.pointer[-1])[:60]}: {name[:80]}` leads nowhere: no schema is called `{name[:60]}`"
        near = self._nearest(schema, name)
        if near is not None:
            return DeadEnd(f"{message}; did you mean `{near[:60]}`?", kind=UNRESOLVED_MAPPING)
        advice = "name a schema under `components.schemas`, or refer to one"
        return DeadEnd(message, advice, UNRESOLVED_MAPPING)

    def _nearest(self, schema: Node, name: str) -> str | None:
        """The name that `name` was probably meant to be, of the schemas that `follow` knows."""
        root = self._references.entry
        sections = (self._schemas(schema), self._schemas(Node(root, (), root.value)))
        names: list[Collection[object]] = [held.mapping for held in sections if held is not None]
        for known in (*names, self._chosen(schema)):
            near = self._suggester.nearest(name, known) if known else None
            if near is not None:
                return near
        return None

    def _chosen(self, schema: Node) -> dict[str, Node]:
        """What `schema` chooses from by reference, each by its key or file."""
        found = self._choices.get(schema.identity)
        if found is None:
            found = self._choices[schema.identity] = {}
            lists = (schema.get(word) for word in ("oneOf", "anyOf"))
            for choice in (each for held in lists if held is not None for each in held.items()):
                target = self._references.target(choice)
                if target is not None:
                    found.setdefault(_name(target), target)
        return found

    def _component(self, node: Node, name: str) -> Node | None:
        schemas = self._schemas(node)
        return schemas and schemas.get(name)

    def _schemas(self, node: Node) -> Node | None:
        """The `components.schemas` of the document of `node`, behind a `$ref` where one stands in its place."""
        found: Node | None = Node(node.document, (), node.document.value)
        for key in ("components", "schemas"):
            found = found and found.get(key)
            found = found and self._references.end(found)[0]
        return found


def _name(node: Node) -> str:
    return str(node.pointer[-1]) if node.pointer else node.document.path.rpartition("/")[2].split(".")[0]
