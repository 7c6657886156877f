"""What a schema says together with everything that applies with it: its `allOf`, and what a `$ref` leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.mapping.plan_changes.snapshot import make_text

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from preclear.mapping.plan_changes.snapshot import SchemaSource
    from preclear.source import Json, Node, Place, Pointer

MAX_PARTS = 1_000
"""Maximum number of schemas that are read together as one."""

MAX_CHAIN_LENGTH = 100
"""Maximum number of references in a chain."""


def resolve_schema(node: Node, source: SchemaSource) -> Node | None:
    """Follow the references of a schema that is nothing but a `$ref`; None if they lead nowhere."""
    for _ in range(MAX_CHAIN_LENGTH):
        if not is_reference(node) or (source.has_ref_siblings and len(node.mapping) > 1):
            return node
        target = source.follow(node)
        if target is None:
            return None
        node = target
    return None


def find_definition(node: Node, source: SchemaSource, definitions: Container[tuple[int, Pointer]]) -> Node | None:
    """Return the first of `definitions`, by identity, that a schema is or refers to; None if there is none."""
    for _ in range(MAX_CHAIN_LENGTH):
        if node.identity in definitions:
            return node
        target = source.follow(node) if is_reference(node) else None
        if target is None:
            return None
        node = target
    return None


def is_reference(node: Node) -> bool:
    """Whether a schema has a `$ref`."""
    return isinstance(node.mapping.get("$ref"), str)


class SchemaView(NamedTuple):
    """The parts of a schema that apply together, nearest first. `site` is where it's used, such as a `$ref` to it.

    `variants` are the schemas of a `oneOf` or `anyOf`; a single one is a part instead. `null_variant` is the one beside
    it that allows null. `is_complete` is False if a reference leads nowhere.
    """

    site: Node
    parts: tuple[Node, ...]
    is_complete: bool
    null_variant: Node | None
    variants: tuple[Node, ...]

    def find(self, keyword: str) -> Node | None:
        """Return the nearest value of a keyword."""
        return next((node for part in self.parts if (node := part.get(keyword)) is not None), None)

    def place_of(self, *keywords: str) -> Place:
        """Return the place of the nearest of `keywords`; of the schema if it has none of them."""
        nodes = (self.find(keyword) for keyword in keywords)
        return next((node.key for node in nodes if node is not None), self.parts[0].key)

    @property
    def types(self) -> tuple[str, ...] | None:
        """The types that a value can have, `null` included; None if it can have any."""
        types: dict[str, None] | None = None
        for part in self.parts:
            declared = part.mapping.get("type")
            names = [declared] if isinstance(declared, str) else declared if isinstance(declared, list) else None
            if names is None:
                continue
            own = {str(name): None for name in names}
            if part.mapping.get("nullable") is True:
                own["null"] = None
            types = own if types is None else {name: None for name in types if name in own}
        if types is not None and self.null_variant is not None:
            types["null"] = None
        return None if types is None else tuple(types)

    @property
    def enum(self) -> dict[str, Json] | None:
        """The values that are allowed, by their JSON text; None if any is."""
        values: dict[str, Json] | None = None
        for part in self.parts:
            declared = part.mapping.get("enum")
            if "const" in part.mapping:
                declared = [part.mapping["const"]]
            if not isinstance(declared, list):
                continue
            own = {make_text(value): value for value in declared}
            values = own if values is None else {text: value for text, value in values.items() if text in own}
        if values is not None and self.null_variant is not None:
            values["null"] = None
        return values

    @property
    def properties(self) -> dict[str, Node]:
        """The properties by name, each from the nearest part that has it, in the order of the parts."""
        properties: dict[str, Node] = {}
        for part in self.parts:
            declared = part.get("properties")
            for name, node in declared.entries() if declared is not None else ():
                properties.setdefault(name, node)
        return properties

    @property
    def required(self) -> dict[str, Place]:
        """The places at which properties are required, by the name of the property."""
        required: dict[str, Place] = {}
        for part in self.parts:
            declared = part.get("required")
            for item in declared.items() if declared is not None else ():
                if isinstance(item.value, str):
                    required.setdefault(item.value, item.place)
        return required


def make_view(node: Node, source: SchemaSource, site: Node | None = None) -> SchemaView | None:
    """Read a schema together with its `allOf` and its references, each once; None if it's too large to be read so.

    `site` is the node itself, unless a reference to it was followed.
    """
    parts: list[Node] = []
    visited: set[tuple[int, tuple[str | int, ...]]] = set()
    variants: tuple[Node, ...] = ()
    is_complete, null_variant = True, None
    level = [node]
    while level:
        next_level: list[Node] = []
        stack = level[::-1]
        while stack:
            current = stack.pop()
            if current.identity in visited:
                continue
            visited.add(current.identity)
            if len(visited) > MAX_PARTS:
                return None
            has_reference = is_reference(current)
            if has_reference:
                target = source.follow(current)
                is_complete = is_complete and target is not None
                next_level.extend([] if target is None else [target])
            if not has_reference or source.has_ref_siblings:
                parts.append(current)
                all_of = current.get("allOf")
                stack.extend(reversed([] if all_of is None else list(all_of.items())))
                alternatives = _list_alternatives(current)
                not_null = [schema for schema in alternatives if schema.mapping.get("type") != "null"]
                if len(not_null) == 1:
                    stack.append(not_null[0])
                    null_variant = next((schema for schema in alternatives if schema is not not_null[0]), null_variant)
                elif not variants:
                    variants = tuple(alternatives)
        level = next_level
    return SchemaView(site or node, tuple(parts), is_complete, null_variant, variants) if parts else None


def _list_alternatives(node: Node) -> list[Node]:
    declared = node.get("oneOf") or node.get("anyOf")
    return [] if declared is None else list(declared.items())


_SCHEMA_KEYWORDS = frozenset(
    {
        "additionalItems",
        "additionalProperties",
        "contains",
        "else",
        "if",
        "items",
        "not",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    }
)
_LIST_KEYWORDS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_MAP_KEYWORDS = frozenset({"dependentSchemas", "patternProperties", "properties"})


def iter_subschema_pairs(old: Node, new: Node) -> Iterator[tuple[str, Node, Node]]:
    """Yield the schemas directly in two schemas with equal texts, each with the keyword that it's under."""
    for keyword, child in new.entries():
        other = old.get(keyword)
        if other is None:
            continue
        if keyword in _SCHEMA_KEYWORDS:
            yield keyword, other, child
        elif keyword in _LIST_KEYWORDS:
            yield from ((keyword, *pair) for pair in zip(other.items(), child.items(), strict=False))
        elif keyword in _MAP_KEYWORDS:
            members = dict(other.entries())
            yield from ((keyword, members[key], member) for key, member in child.entries() if key in members)
