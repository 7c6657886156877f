"""The mapping of a discriminator: the schema of each of its values, by name or by reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.openapi.references.kinds import REMOTE_REFERENCE, UNRESOLVED_MAPPING, ReferenceFailure
from preclear.openapi.synonyms import create_suggester
from preclear.source import Node

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from preclear.openapi.references.resolver import References
    from preclear.source import Pointer

_FILE_EXTENSIONS = (".yaml", ".yml", ".json")


class MappingTarget(NamedTuple):
    """The target of an entry of a mapping, or why it has none; and whether it is `external`, in another file.

    `identifying_node` is the schema whose `$id` the entry uses; None if it uses a name or a file. `is_named` is whether
    the entry is the name of the target.
    """

    node: Node | None
    failure: ReferenceFailure | None = None
    external: bool = False
    identifying_node: Node | None = None
    is_named: bool = False


def mapping_entries(schema: Node) -> Iterator[Node]:
    """Yield the mapping entries of the discriminator of `schema`, and its `defaultMapping` (OpenAPI 3.2)."""
    discriminator = schema.get("discriminator")
    mapping = discriminator and discriminator.get("mapping")
    if mapping is not None:
        yield from (child for name, child in mapping.entries() if name != "$ref")
    default = discriminator and discriminator.get("defaultMapping")
    if default is not None:
        yield default


def is_uri(text: str) -> bool:
    """Whether an entry of a mapping is a URI, and not a name (OpenAPI 3.1.1, "Discriminator Object")."""
    return "#" in text or "/" in text or text.startswith("urn:") or text.endswith(_FILE_EXTENSIONS)


def non_schema_target(entry: Node, actual: str) -> ReferenceFailure:
    """Return the failure of a mapping entry that leads to `actual` (a phrase), which isn't a schema."""
    message = f"`{str(entry.pointer[-1])[:60]}: {str(entry.value)[:80]}` leads to {actual}; expected a schema"
    return ReferenceFailure(message, kind=UNRESOLVED_MAPPING)


class Discriminators:
    """Follows the mappings of discriminators. The alternatives of each schema are collected once."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._alternatives_by_schema: dict[tuple[int, Pointer], dict[str, Node]] = {}
        self._suggester = create_suggester()

    def follow(self, schema: Node, entry: Node) -> MappingTarget | None:
        """Return the target of `entry`, in the discriminator mapping of `schema`; None if the entry isn't a string.

        A name is looked up in the components of the same file, then in the alternatives of the schema (`oneOf`,
        `anyOf`), then in the components of the entry document.
        """
        text = entry.value
        if not isinstance(text, str):
            return None
        component = self._find_by_name(schema, text)
        if component is not None:
            return MappingTarget(component, external=component.document is not schema.document, is_named=True)
        if not is_uri(text):
            return MappingTarget(None, self._unknown_name(schema, entry, text))
        hop = self._references.follow_text(schema, text)
        if hop.failure is None:
            return MappingTarget(hop.node, external=hop.external, identifying_node=hop.identifying_node)
        failure = hop.failure.for_keyword(str(entry.pointer[-1])[:60])
        if failure.kind is not REMOTE_REFERENCE:
            failure = failure._replace(kind=UNRESOLVED_MAPPING)
        return MappingTarget(None, failure, hop.external)

    def target(self, schema: Node, entry: Node) -> Node | None:
        """Return the schema that `entry` leads to; None if it leads nowhere."""
        mapping_target = self.follow(schema, entry)
        return None if mapping_target is None else mapping_target.node

    def _find_by_name(self, schema: Node, name: str) -> Node | None:
        if "#" in name or "/" in name:
            return None
        component = self._find_component(schema, name)
        if component is None:
            component = self._alternatives(schema).get(name)
        entry = self._references.entry
        return self._find_component(Node(entry, (), entry.value), name) if component is None else component

    def _unknown_name(self, schema: Node, entry: Node, name: str) -> ReferenceFailure:
        message = f"`{str(entry.pointer[-1])[:60]}: {name[:80]}` leads nowhere: no schema is called `{name[:60]}`"
        suggestion = self._suggest_name(schema, name)
        if suggestion is not None:
            return ReferenceFailure(f"{message}; did you mean `{suggestion[:60]}`?", kind=UNRESOLVED_MAPPING)
        advice = "name a schema under `components.schemas`, or refer to one"
        return ReferenceFailure(message, advice, UNRESOLVED_MAPPING)

    def _suggest_name(self, schema: Node, name: str) -> str | None:
        """Return the name of a known schema that `name` is probably a misspelling of."""
        root = self._references.entry
        sections = (self._component_schemas(schema), self._component_schemas(Node(root, (), root.value)))
        names: list[Collection[object]] = [section.mapping for section in sections if section is not None]
        for known in (*names, self._alternatives(schema)):
            suggestion = self._suggester.suggest(name, known) if known else None
            if suggestion is not None:
                return suggestion
        return None

    def _alternatives(self, schema: Node) -> dict[str, Node]:
        """Return the targets of the references in `oneOf` and `anyOf` of `schema`, by their key or file name."""
        alternatives = self._alternatives_by_schema.get(schema.identity)
        if alternatives is None:
            alternatives = self._alternatives_by_schema[schema.identity] = {}
            lists = (schema.get(keyword) for keyword in ("oneOf", "anyOf"))
            for choice in (item for choices in lists if choices is not None for item in choices.items()):
                target = self._references.target(choice)
                if target is not None:
                    alternatives.setdefault(_schema_name(target), target)
        return alternatives

    def _find_component(self, node: Node, name: str) -> Node | None:
        schemas = self._component_schemas(node)
        return schemas and schemas.get(name)

    def _component_schemas(self, node: Node) -> Node | None:
        """Return `components.schemas` of the document of `node`, following a `$ref` in its place."""
        section: Node | None = Node(node.document, (), node.document.value)
        for key in ("components", "schemas"):
            section = section and section.get(key)
            section = section and self._references.resolve_uncached(section)[0]
        return section


def _schema_name(node: Node) -> str:
    return str(node.pointer[-1]) if node.pointer else node.document.path.rpartition("/")[2].split(".")[0]
