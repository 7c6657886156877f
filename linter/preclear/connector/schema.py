"""Which types a schema allows, and where it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.connector.value import Value
from preclear.source import Node

if TYPE_CHECKING:
    from preclear.openapi import Description
    from preclear.source import Place


class Schema(NamedTuple):
    """A Schema Object, wherever it stands: in `components`, a parameter, a body, inside of another schema.

    `description` follows its references: `schema.description.resolve(node)`.
    """

    node: Node
    description: Description

    @property
    def place(self) -> Place:
        """Its key; the schema itself in a list."""
        return self.node.key


class Types(NamedTuple):
    """The types that a schema allows, `null` aside, each once, placed where it is written.

    `via` is the `$ref` that led to them, if one did. `unknown` is set where a reference leads nowhere: nothing can be
    said then, and that it leads nowhere is told at the reference. `home` is the node that lacks a type if none is.
    """

    values: tuple[Value[str], ...]
    via: Place | None
    unknown: bool
    home: Place

    @property
    def first(self) -> Value[str]:
        """The first type; missing where there is none."""
        return self.values[0] if self.values else Value("", self.home, given=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The types' names in the order in which the schema has them."""
        return tuple(value.value for value in self.values)


class _Search:
    """One search for types: what is found so far, and where it has been."""

    def __init__(self, description: Description) -> None:
        self.description = description
        self.found: dict[str, Value[str]] = {}
        self.unknown = False
        self._been: set[tuple[int, tuple[str | int, ...]]] = set()

    def look(self, schema: Node) -> None:
        stack = [schema]
        while stack:
            node = self.description.resolve(stack.pop())
            if node is None:
                self.unknown = True
                continue
            identity = (id(node.document), node.pointer)
            if identity in self._been:
                continue
            self._been.add(identity)
            if not self._own(node):
                for word in ("oneOf", "anyOf", "allOf"):
                    parts = node.get(word)
                    if parts is not None:
                        stack.extend(reversed(list(parts.items())))

    def _own(self, node: Node) -> bool:
        """Note the types that `node` itself names; whether there are any."""
        written = node.mapping.get("type")
        if isinstance(written, str):
            self._note(written, Node(node.document, (*node.pointer, "type"), written))
            return True
        if isinstance(written, list):
            for index, name in enumerate(written):
                if isinstance(name, str):
                    self._note(name, Node(node.document, (*node.pointer, "type", index), name))
            return True
        return False

    def _note(self, name: str, node: Node) -> None:
        if name != "null":
            self.found.setdefault(name, Value(name, node.place))


def types_of(schema: Node, description: Description) -> Types:
    """The types that `schema` allows: its `type`, else those of its `allOf`, `oneOf` and `anyOf`, through `$ref`."""
    search = _Search(description)
    search.look(schema)
    via = Node(schema.document, (*schema.pointer, "$ref"), None).place if "$ref" in schema.mapping else None
    return Types(tuple(search.found.values()), via, search.unknown, schema.lacks("type"))
