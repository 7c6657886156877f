"""Locations in the document, and following a path from a node through every `$ref`."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from preclear.source import Node, parse_array_index, truncate

if TYPE_CHECKING:
    from preclear.engine import Placement
    from preclear.mapping.field_path import FieldPath
    from preclear.openapi import ApiDescription
    from preclear.source import Place, Pointer

_MAX_FIELD_LENGTH = 120
"""Characters of a field or name that a message quotes."""

_MAX_KEY_PARTS = 8  # parts that make up one key at most: `/pets.json` in a dotted form is two

_SCHEMA_KEYS = frozenset({"properties", "items", "allOf"})
_NAMED_COLLECTIONS = (("properties",), ("parameters",))
_SCHEMA_HOLDERS = (("schema",), ("items",))
"""A node below the former or at the latter is one thing with its whole subtree, not a collection."""


class MappedLocation(NamedTuple):
    """The location of a message. `pointer` is the node that it's about; findings about the same node have it too.

    `is_subtree` says that the location includes everything below the node. `anchor_depth` is the length of the pointer
    of the field's own node: nothing above it belongs to the field. `method`, in lower case, is set for a location at a
    path that is about one operation only.
    """

    place: Place
    placed: Placement
    pointer: Pointer
    is_subtree: bool = False
    anchor_depth: int = 0
    method: str = ""


def locate_node(node: Node, placed: Placement = "exact", anchor_depth: int | None = None) -> MappedLocation:
    """Return the location of a node: at its key if the value is a mapping or list."""
    has_children = isinstance(node.value, dict | list)
    place = node.key if has_children else node.place
    is_subtree = has_children and (node.pointer[-2:-1] in _NAMED_COLLECTIONS or node.pointer[-1:] in _SCHEMA_HOLDERS)
    return MappedLocation(
        place, placed, node.pointer, is_subtree, len(node.pointer) if anchor_depth is None else anchor_depth
    )


def locate_place(place: Place, placed: Placement = "exact", *, is_subtree: bool = False) -> MappedLocation:
    """Return the location of a place."""
    return MappedLocation(place, placed, place.pointer, is_subtree, len(place.pointer))


def with_text_placement(location: MappedLocation) -> MappedLocation:
    """Return the same location for a message whose text names it."""
    return MappedLocation(
        location.place, "text", location.pointer, location.is_subtree, location.anchor_depth, location.method
    )


def follow_path(start: Node, path: FieldPath, description: ApiDescription) -> tuple[Node, FieldPath]:
    """Follow `path` from `start` as far as it exists; return the last node and the rest of the path.

    A `$ref` is followed if the node itself lacks the key. In a schema, a property's name leads to the property.
    """
    parts, separator = path
    node, offset = _follow_keys(start, parts) if separator == "/" else (start, 0)
    while offset < len(parts):
        child = _find_child(node, parts, offset, separator)
        if child is None:
            resolved = _resolve_node(node, description)
            if resolved is not None and resolved is not node:
                child = _find_child(resolved, parts, offset, separator)
            if child is None and resolved is not None and not _SCHEMA_KEYS.isdisjoint(resolved.mapping):
                child = _find_in_schema(resolved, parts, offset, separator, description)
        if child is None:
            break
        node, count = child
        offset += count
    return node, path.skip(offset) if offset else path


def _resolve_node(node: Node, description: ApiDescription) -> Node | None:
    """Return the target of a reference; any other node, which is nearly every one, is its own target."""
    value = node.value
    return description.resolve(node) if isinstance(value, dict) and "$ref" in value else node


def locate_path(start: Node, path: FieldPath, description: ApiDescription) -> MappedLocation:
    """Locate the end of `path`, or its missing last key; otherwise the last node that exists, as `resource`."""
    node, rest = follow_path(start, path, description)
    anchor_depth = len(start.pointer) if node.document is start.document else len(node.pointer)
    if not rest.parts:
        return locate_node(node, anchor_depth=min(anchor_depth, len(node.pointer)))
    resolved = _resolve_node(node, description) or node
    if len(rest.parts) == 1 and isinstance(resolved.value, dict):
        place = resolved.missing_key(rest.head)
        return MappedLocation(place, "exact", place.pointer, False, len(place.pointer))
    return locate_node(node, "resource")


def _follow_keys(start: Node, parts: tuple[str, ...]) -> tuple[Node, int]:
    """Follow plain mapping keys only; return the node and the number of keys. Enough for nearly every pointer."""
    value, count = start.value, 0
    for part in parts:
        if not isinstance(value, dict) or part not in value:
            break
        value = value[part]
        count += 1
    return (Node(start.document, (*start.pointer, *parts[:count]), value), count) if count else (start, 0)


def _find_child(node: Node, parts: tuple[str, ...], offset: int, separator: str) -> tuple[Node, int] | None:
    """Take one step: return the child and the number of `parts`, from `offset` (0-based), that make up its key.

    Dotted forms don't escape dots, so the longest matching key wins there. Pointers escape slashes, so there the
    shortest key wins, except for paths: each starts with a slash, which a pointer without escapes shares.
    """
    document, pointer, value = node.document, node.pointer, node.value
    if isinstance(value, list):
        index = parse_array_index(parts[offset])
        if index is not None and index < len(value):
            return Node(document, (*pointer, index), value[index]), 1
        return None
    if not isinstance(value, dict):
        return None
    max_count = min(len(parts) - offset, _MAX_KEY_PARTS)
    is_longest_first = separator == "." or pointer == ("paths",)
    counts = range(max_count, 0, -1) if is_longest_first else range(1, max_count + 1)
    for count in counts:
        key = parts[offset] if count == 1 else separator.join(parts[offset : offset + count])
        if key in value:
            return Node(document, (*pointer, key), value[key]), count
    if separator == "/" and pointer == ("paths",):  # a pointer that was put together without escapes
        for count in range(max_count, 0, -1):
            key = f"/{separator.join(parts[offset : offset + count])}"
            if key in value:
                return Node(document, (*pointer, key), value[key]), count
    return None


def _find_in_schema(
    node: Node, parts: tuple[str, ...], offset: int, separator: str, description: ApiDescription
) -> tuple[Node, int] | None:
    """Take one step as in an instance: to a property by name, to the items by index; also through `allOf`."""
    queue, visited_count = [node], 0
    while queue and visited_count < 50:
        visited_count += 1
        schema = description.resolve(queue.pop(0))
        if schema is None:
            continue
        properties, items, all_of = schema.get("properties"), schema.get("items"), schema.get("allOf")
        if properties is not None:
            child = _find_child(properties, parts, offset, separator)
            if child is not None:
                return child
        if items is not None and parse_array_index(parts[offset]) is not None:
            return items, 1
        if all_of is not None:
            queue.extend(islice(all_of.items(), 50))
    return None


def quote_field(text: str) -> str:
    """Return a field or name in backticks, cut if it's long."""
    return f"`{truncate(text, _MAX_FIELD_LENGTH)}`"
