"""Which component schemas something refers to: by `$ref`, by a discriminator, by being a subtype."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear import Connector, Definition, Node


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
    return {each.name.value for each in definitions if _has_typed_parent(each.node, connector)}


def _mapped(schema: Node) -> set[str]:
    discriminator = schema.get("discriminator")
    mapping = discriminator.get("mapping") if discriminator is not None else None
    targets = mapping.mapping.values() if mapping is not None else ()
    return {target.rpartition("/")[2] for target in targets if isinstance(target, str)}


def _has_typed_parent(schema: Node, connector: Connector) -> bool:
    waiting = [schema]
    seen: set[tuple[int, tuple[str | int, ...]]] = set()
    while waiting:
        node = connector.description.resolve(waiting.pop())
        if node is None or node.identity in seen:
            continue
        seen.add(node.identity)
        if len(seen) > 1 and "discriminator" in node.mapping:
            return True
        parents = node.get("allOf")
        waiting.extend(parents.items() if parents is not None else ())
    return False
