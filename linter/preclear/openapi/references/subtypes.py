"""Subtypes: the schemas that a discriminator selects by their names alone, without an entry in its mapping.

OpenAPI Specification 3.1.1, "Discriminator Object": the implicit names are those of the component schemas in `oneOf` or
`anyOf` beside the discriminator, or that have the discriminator's schema in their `allOf`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.references.discriminators import mapping_entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.openapi.references.discriminators import Discriminators
    from preclear.openapi.references.resolver import References
    from preclear.source import Node, Pointer

_SCHEMA_SECTIONS = (("components", "schemas"), ("schemas",), ("definitions",), ("$defs",), ())
"""Where schemas have names. Only the first is in an OpenAPI document; the others are in files of schemas."""


class Subtypes:
    """The subtypes of the schemas with a discriminator. `parents` are these schemas."""

    def __init__(self, schemas: Sequence[Node], references: References, discriminators: Discriminators) -> None:
        self._references = references
        self._discriminators = discriminators
        self.parents: list[Node] = [schema for schema in schemas if "discriminator" in schema.mapping]
        self._children: dict[tuple[int, Pointer], list[Node]] = {}
        for schema in schemas if self.parents else ():
            all_of = schema.get("allOf")
            bases = [] if all_of is None else list(all_of.items())
            if "$ref" in schema.mapping and is_named_schema(schema):
                bases.append(schema)
            for base in bases:
                target = references.target(base) if "$ref" in base.mapping else base
                if target is not None:
                    self._children.setdefault(target.identity, []).append(schema)

    def children(self, schema: Node) -> Sequence[Node]:
        """Return the schemas that have `schema` in their own `allOf`, itself or by a reference."""
        return self._children.get(schema.identity, ())

    def alternatives(self, parent: Node) -> Iterator[Node]:
        """Yield the targets of the references in `oneOf` and `anyOf` beside the discriminator of `parent`."""
        for keyword in ("oneOf", "anyOf"):
            choices = parent.get(keyword)
            for choice in choices.items() if choices is not None else ():
                target = self._references.target(choice)
                if target is not None:
                    yield target

    def implicit(self, parent: Node) -> list[Node]:
        """Return the schemas that the discriminator of `parent` selects by their own names.

        `parent` is one of them if it's a named schema with subtypes and without alternatives: a value can be of the
        base type itself.
        """
        named = {schema.identity: schema for schema in self.alternatives(parent) if is_named_schema(schema)}
        is_base = not named and "oneOf" not in parent.mapping and "anyOf" not in parent.mapping
        descendants = self._named_descendants(parent)
        if descendants and is_base and is_named_schema(parent):
            named[parent.identity] = parent
        named.update((schema.identity, schema) for schema in descendants)
        for entry in mapping_entries(parent):
            target = self._discriminators.target(parent, entry)
            if target is not None and entry.pointer[-1] != "defaultMapping":
                named.pop(target.identity, None)
        mapping = parent.get("discriminator")
        mapping = mapping and mapping.get("mapping")
        keys = {} if mapping is None else mapping.mapping
        return [schema for schema in named.values() if schema.pointer[-1] not in keys]

    def _named_descendants(self, parent: Node) -> list[Node]:
        visited = {parent.identity}
        stack = [parent]
        named: list[Node] = []
        while stack:
            for child in self.children(stack.pop()):
                if child.identity not in visited:
                    visited.add(child.identity)
                    stack.append(child)
                    if is_named_schema(child) and "$ref" not in child.mapping:
                        named.append(child)
        return named


def is_named_schema(schema: Node) -> bool:
    """Whether the key of `schema` is its name, as in `components.schemas`."""
    if not schema.pointer or not isinstance(schema.pointer[-1], str):
        return False
    is_openapi = isinstance(schema.document.value, dict) and "openapi" in schema.document.value
    return schema.pointer[:-1] in (_SCHEMA_SECTIONS[:1] if is_openapi else _SCHEMA_SECTIONS)
