"""Walk every object of a document by the grammar. References aren't followed, so the walk always ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.object_grammar import REFERABLE_KINDS, grammar
from preclear.source import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.openapi.object_grammar import FieldSpec
    from preclear.source import Document, Json

_KINDS_WITHOUT_SIBLINGS = REFERABLE_KINDS - {"schema", "path item", "media type"}


class Visit(NamedTuple):
    """An object and its kind, as the grammar names it."""

    kind: str
    node: Node


def walk(root: Node, kind: str, objects: dict[str, dict[str, FieldSpec]]) -> Iterator[Visit]:
    """Yield the object at `root`, of `kind`, and every object in it, in the order of the keys; a `$ref` isn't followed.

    A value that YAML aliases share is visited at each of its places. A `$ref` in place of a whole mapping or list of
    objects is a visit of that kind (`mapping of schemas`), before the objects beside it.
    """
    stack = [Visit(kind, root)]
    while stack:
        visit = stack.pop()
        yield visit
        children = _child_visits(visit, objects)
        children.reverse()
        stack += children


def _child_visits(visit: Visit, objects: dict[str, dict[str, FieldSpec]]) -> list[Visit]:
    """The objects that are direct children of an object, in the order of its keys."""
    visits: list[Visit] = []
    document, pointer, value = visit.node.document, visit.node.pointer, visit.node.value
    if not isinstance(value, dict):
        return visits
    if visit.kind == "callback":
        return [
            Visit("path item", child)
            for name, child in visit.node.entries()
            if not name.startswith("x-") and name != "$ref"
        ]
    if "$ref" in value and visit.kind in _KINDS_WITHOUT_SIBLINGS:
        return visits  # OpenAPI ignores everything beside it
    fields = objects.get(visit.kind, {})
    for key in value:
        child = fields.get(key)
        if child is None:
            continue
        field_value = value[key]
        field_pointer = (*pointer, key)
        if child.shape == "one" or (child.shape == "either" and not isinstance(field_value, list)):
            visits.append(Visit(child.kind, Node(document, field_pointer, field_value)))
        elif child.shape in ("list", "either"):
            if isinstance(field_value, list):
                visits += [
                    Visit(child.kind, Node(document, (*field_pointer, index), item))
                    for index, item in enumerate(field_value)
                ]
            elif is_reference(field_value):
                visits.append(Visit(child.container_kind, Node(document, field_pointer, field_value)))
        elif isinstance(field_value, dict):
            if is_reference(field_value):
                visits.append(Visit(child.container_kind, Node(document, field_pointer, field_value)))
                field_value = {name: item for name, item in field_value.items() if name != "$ref"}
            allows_extensions = child.kind in ("path item", "response")
            visits += [
                Visit(child.kind, Node(document, (*field_pointer, name), item))
                for name, item in field_value.items()
                if not (allows_extensions and name.startswith("x-"))
            ]
    return visits


def is_reference(value: Json) -> bool:
    """Whether a value is a mapping with a `$ref` that is a string."""
    return isinstance(value, dict) and isinstance(value.get("$ref"), str)


def kind_at(pointer: tuple[str | int, ...], objects: dict[str, dict[str, FieldSpec]]) -> str | None:
    """Return the kind of the object at `pointer` by the grammar, starting at the document's root.

    None if the grammar has no kind for it, as inside an example or an extension.
    """
    kind: str | None = "document"
    parts = iter(pointer)
    for part in parts:
        if kind == "callback":
            kind = "path item"
            continue
        child = objects.get(kind or "", {}).get(str(part))
        if child is None:
            return None
        if child.shape != "one" and next(parts, None) is None:
            return child.container_kind
        kind = child.kind
    return kind


def is_misplaced_reference(node: Node, entry: Document) -> bool:
    """Whether `node` is a `$ref` in place of a mapping, a list or an operation, where OpenAPI allows no reference.

    Only the places in an OpenAPI document say so. The version is that of the `entry` document.
    """
    root = node.document.value
    if not is_reference(node.value) or not isinstance(root, dict) or "openapi" not in root:
        return False
    version = entry.value.get("openapi") if isinstance(entry.value, dict) else None
    kind = kind_at(node.pointer, grammar(str(version)[:3]))
    return kind is not None and (" of " in kind or kind in ("operation", "components"))
