"""Walk every object of a document by the grammar. References aren't followed, so the walk always ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.openapi.object_grammar import REFERABLE_KINDS, grammar
from preclear.source import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.openapi.object_grammar import FieldSpec
    from preclear.source import Document, Json

_EXTENSIBLE_MAPS = frozenset({"path item", "response"})
"""The kinds of objects whose mapping may have extensions beside them."""
_KINDS_WITHOUT_SIBLINGS = REFERABLE_KINDS - {"schema", "path item", "media type"}


Visit: TypeAlias = tuple[str, Node]
"""An object and its kind, as the grammar names it."""


def walk(root: Node, kind: str, objects: dict[str, dict[str, FieldSpec]]) -> Iterator[Visit]:
    """Yield the object at `root`, of `kind`, and every object in it, in the order of the keys; a `$ref` isn't followed.

    A value that YAML aliases share is visited at each of its places. A `$ref` in place of a whole mapping or list of
    objects is a visit of that kind (`mapping of schemas`), before the objects beside it.
    """
    stack: list[Visit] = [(kind, root)]
    while stack:
        visit = stack.pop()
        yield visit
        kind, node = visit
        fields = objects.get(kind, {})
        if kind != "callback" and (not isinstance(node.value, dict) or fields.keys().isdisjoint(node.value)):
            continue  # most objects contain no others
        children = _child_visits(kind, node, fields)
        children.reverse()
        stack += children


class PartWalk(NamedTuple):
    """The visits of a walk: all of them, and those that may have references."""

    visits: list[Visit]
    references: list[Visit]


_BYTES_PER_VISIT = 16
"""A document keeps one visit for so many of its bytes: a hostile one has many parts that contain each other."""

_COUNT_KEY = "count"


def walk_part(part: Node, kind: str, series: str) -> PartWalk:
    """Walk a part of a file that several documents may refer to. The file keeps the visits, as many as it has room for.

    `series` is that of the documents.
    """
    document = part.document
    key = (part.pointer, kind, series)
    known = document.walks.get(key)
    if isinstance(known, PartWalk):
        return known
    visits = list(walk(part, kind, grammar(series)))
    references = [visit for visit in visits if may_have_reference(visit[1].value)]
    result = PartWalk(visits, references)
    count = document.walks.get(_COUNT_KEY, 0)
    if isinstance(count, int) and (count + len(visits)) * _BYTES_PER_VISIT <= len(document.data):
        document.walks[_COUNT_KEY] = count + len(visits)
        document.walks[key] = result
    return result


def may_have_reference(value: Json) -> bool:
    """Whether an object has a `$ref`, or is a schema whose `discriminator` may have some."""
    return isinstance(value, dict) and ("$ref" in value or "discriminator" in value)


def _child_visits(kind: str, node: Node, fields: dict[str, FieldSpec]) -> list[Visit]:
    """The objects that are direct children of an object, in the order of its keys."""
    document, pointer, value = node.document, node.pointer, node.value
    if not isinstance(value, dict):
        return []
    if kind == "callback":
        return [("path item", child) for name, child in node.entries() if not name.startswith("x-") and name != "$ref"]
    if "$ref" in value and kind in _KINDS_WITHOUT_SIBLINGS:
        return []  # OpenAPI ignores everything beside it
    visits: list[Visit] = []
    for key, field_value in value.items():
        child = fields.get(key)
        if child is None:
            continue
        shape, child_kind = child
        field_pointer = (*pointer, key)
        if shape == "one" or (shape == "either" and not isinstance(field_value, list)):
            visits.append((child_kind, Node(document, field_pointer, field_value)))
        elif isinstance(field_value, list):
            if shape != "map":
                visits += [
                    (child_kind, Node(document, (*field_pointer, index), item))
                    for index, item in enumerate(field_value)
                ]
        elif isinstance(field_value, dict):
            if "$ref" in field_value and is_reference(field_value):
                visits.append((child.container_kind, Node(document, field_pointer, field_value)))
                field_value = {name: item for name, item in field_value.items() if name != "$ref"}
            if shape != "map":
                continue
            if child_kind in _EXTENSIBLE_MAPS:
                field_value = {name: item for name, item in field_value.items() if not name.startswith("x-")}
            visits += [(child_kind, Node(document, (*field_pointer, name), item)) for name, item in field_value.items()]
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
