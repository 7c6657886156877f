"""Which component schemas something refers to: by `$ref`, by a discriminator, by being a subtype."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear import Connector, Definition, Node, Pointer

    Identity = tuple[int, Pointer]


def referred(connector: Connector) -> set[str]:
    """Give the keys of `components.schemas` that a schema elsewhere refers to, or into, or that a mapping names.

    The mapping is that of a discriminator, whose values may be such keys (OpenAPI Specification, Discriminator Object).
    """
    description = connector.description
    entry = connector.root.document
    found: set[str] = set()
    for schema in description.schemas:
        value = schema.value
        if not isinstance(value, dict):
            continue
        for word in ("$ref", "$dynamicRef"):
            target = description.references.target(schema, word) if word in value else None
            if target is not None and target.document is entry and target.pointer[:2] == ("components", "schemas"):
                home = target.pointer[:3]
                if len(home) == 3 and (schema.document is not entry or schema.pointer[:3] != home):
                    found.add(str(home[2]))
        if "discriminator" in value:
            found.update(_mapped(schema))
    return found


def subtypes(definitions: Iterable[Definition], connector: Connector) -> set[str]:
    """Give the names of those of `definitions` that have, through `allOf`, a parent with a discriminator.

    A discriminator leads to them by their names, without a word in the document.
    """
    resolve = connector.description.resolve
    names: dict[Identity, list[str]] = {}
    waiting: list[Node] = []
    for definition in definitions:
        node = resolve(definition.node)
        if node is not None:
            names.setdefault(node.identity, []).append(definition.name.value)
            waiting.append(node)
    children, typed = _descent(waiting, connector)
    reached: set[Identity] = set()
    while typed:
        for child in children.get(typed.pop(), ()):
            if child not in reached:
                reached.add(child)
                typed.append(child)
    return {name for identity in reached for name in names.get(identity, ())}


def _descent(waiting: list[Node], connector: Connector) -> tuple[dict[Identity, list[Identity]], list[Identity]]:
    """The schemas that have each schema in their `allOf`, from those `waiting` upwards; those with a discriminator."""
    children: dict[Identity, list[Identity]] = {}
    typed: list[Identity] = []
    seen: set[Identity] = set()
    while waiting:
        node = waiting.pop()
        if node.identity in seen:
            continue
        seen.add(node.identity)
        if "discriminator" in node.mapping:
            typed.append(node.identity)
        parents = node.get("allOf")
        for held in parents.items() if parents is not None else ():
            parent = connector.description.resolve(held)
            if parent is not None:
                children.setdefault(parent.identity, []).append(node.identity)
                waiting.append(parent)
    return children, typed


def _mapped(schema: Node) -> set[str]:
    discriminator = schema.get("discriminator")
    mapping = discriminator.get("mapping") if discriminator is not None else None
    targets = mapping.mapping.values() if mapping is not None else ()
    return {target.rpartition("/")[2] for target in targets if isinstance(target, str)}
