"""Find the component schemas that are in use: by `$ref`, by a discriminator, or as a subtype."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear import Connector, Definition, Node, Pointer

    NodeKey = tuple[int, Pointer]


def find_referenced(connector: Connector) -> set[str]:
    """Return the keys of `components.schemas` that another schema refers to or into, or that a discriminator names.

    The values of a discriminator's mapping can be such keys (OpenAPI Specification, Discriminator Object).
    """
    entry = connector.root.document
    names: set[str] = set()
    uses = list(connector.schema_references)
    for schema in connector.schemas_with("$dynamicRef"):
        dynamic_target = connector.api.references.target(schema, "$dynamicRef")
        uses += [(schema, dynamic_target)] if dynamic_target is not None else []
    for schema in connector.schemas_with("discriminator"):
        names.update(_discriminator_names(schema))
    for schema, target in uses:
        component = target.pointer[:3]
        if len(component) < 3 or component[:2] != ("components", "schemas") or target.document is not entry:
            continue
        if schema.document is not entry or schema.pointer[:3] != component:
            names.add(str(component[2]))
    return names


def find_subtypes(definitions: Iterable[Definition], connector: Connector) -> set[str]:
    """Return the names of `definitions` that have, through `allOf`, a parent with a discriminator.

    A discriminator selects them by name, so the document needn't refer to them anywhere.
    """
    resolve = connector.api.resolve
    names: dict[NodeKey, list[str]] = {}
    queue: list[Node] = []
    for definition in definitions:
        node = resolve(definition.node)
        if node is not None:
            names.setdefault(node.identity, []).append(definition.name.value)
            queue.append(node)
    children, polymorphic = _map_children(queue, connector)
    reached: set[NodeKey] = set()
    while polymorphic:
        for child in children.get(polymorphic.pop(), ()):
            if child not in reached:
                reached.add(child)
                polymorphic.append(child)
    return {name for identity in reached for name in names.get(identity, ())}


def _map_children(queue: list[Node], connector: Connector) -> tuple[dict[NodeKey, list[NodeKey]], list[NodeKey]]:
    """Map each ancestor of the schemas in `queue` to its `allOf` children, and list those with a discriminator."""
    children: dict[NodeKey, list[NodeKey]] = {}
    polymorphic: list[NodeKey] = []
    seen: set[NodeKey] = set()
    while queue:
        node = queue.pop()
        if node.identity in seen:
            continue
        seen.add(node.identity)
        if "discriminator" in node.mapping:
            polymorphic.append(node.identity)
        parents = node.get("allOf")
        for branch in parents.items() if parents is not None else ():
            parent = connector.api.resolve(branch)
            if parent is not None:
                children.setdefault(parent.identity, []).append(node.identity)
                queue.append(parent)
    return children, polymorphic


def _discriminator_names(schema: Node) -> set[str]:
    discriminator = schema.get("discriminator")
    mapping = discriminator.get("mapping") if discriminator is not None else None
    targets = mapping.mapping.values() if mapping is not None else ()
    return {target.rpartition("/")[2] for target in targets if isinstance(target, str)}
