"""From a node along the parts of a field, through every `$ref` on the way."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from preclear.source import Node, array_index

if TYPE_CHECKING:
    from preclear.engine import Placed
    from preclear.mapping.path import Path
    from preclear.openapi import Description
    from preclear.source import Place, Pointer

_LONGEST_KEY = 8  # parts that one key can have swallowed: `/pets.json` in a dotted form is two


_IN_SCHEMA = frozenset({"properties", "items", "allOf"})
_NAMED = (("properties",), ("parameters",))
_UNNAMED = (("schema",), ("items",))
"""What stands under or at these keys is one thing with all that is in it, and not a collection of things."""


class Spot(NamedTuple):
    """Where a message belongs. `node` is what it is about: the pointer that findings at the same place have.

    `whole` is set where that is everything below the node too, and not its key or one value alone; `anchor` is the
    length of the pointer of the field's own node, above which nothing belongs to the field. `method`, in small letters,
    is that of the operation that a spot at a path is about, empty where it is about all of the path.
    """

    place: Place
    placed: Placed
    pointer: Pointer
    whole: bool = False
    anchor: int = 0
    method: str = ""


def at_node(node: Node, placed: Placed = "exact", anchor: int | None = None) -> Spot:
    """The spot of a node: a value that holds others stands at its key."""
    holds = isinstance(node.value, dict | list)
    place = node.key if holds else node.place
    whole = holds and (node.pointer[-2:-1] in _NAMED or node.pointer[-1:] in _UNNAMED)
    return Spot(place, placed, node.pointer, whole, len(node.pointer) if anchor is None else anchor)


def at_place(place: Place, placed: Placed = "exact", *, whole: bool = False) -> Spot:
    """The spot of a place."""
    return Spot(place, placed, place.pointer, whole, len(place.pointer))


def by_text(spot: Spot) -> Spot:
    """The same spot for a message whose text names it."""
    return Spot(spot.place, "text", spot.pointer, spot.whole, spot.anchor, spot.method)


def walk(start: Node, path: Path, description: Description) -> tuple[Node, Path]:
    """As far as `path` leads from `start`: the last node that is there, and what is left over.

    A key that a `$ref` hides is looked for behind it. In a schema, a property's name leads to the property.
    """
    parts, joiner = path
    node, passed = _straight(start, parts) if joiner == "/" else (start, 0)
    while passed < len(parts):
        step = _step(node, parts, passed, joiner)
        if step is None:
            behind = _behind(node, description)
            if behind is not None and behind is not node:
                step = _step(behind, parts, passed, joiner)
            if step is None and behind is not None and not _IN_SCHEMA.isdisjoint(behind.mapping):
                step = _into_schema(behind, parts, passed, joiner, description)
        if step is None:
            break
        node, count = step
        passed += count
    return node, path.after(passed) if passed else path


def _behind(node: Node, description: Description) -> Node | None:
    """What a node stands for: nearly always itself."""
    value = node.value
    return description.resolve(node) if isinstance(value, dict) and "$ref" in value else node


def spot_in(start: Node, path: Path, description: Description) -> Spot:
    """The spot at the end of `path`, or at the node that lacks its last part; else how far it leads, as `resource`."""
    node, left = walk(start, path, description)
    anchor = len(start.pointer) if node.document is start.document else len(node.pointer)
    if not left.parts:
        return at_node(node, anchor=min(anchor, len(node.pointer)))
    behind = _behind(node, description) or node
    if len(left.parts) == 1 and isinstance(behind.value, dict):
        place = behind.lacks(left.head)
        return Spot(place, "exact", place.pointer, False, len(place.pointer))
    return at_node(node, "resource")


def _straight(start: Node, parts: tuple[str, ...]) -> tuple[Node, int]:
    """As far as every part is a key of a mapping, and how many are: nearly all pointers go no other way."""
    value, count = start.value, 0
    for part in parts:
        if not isinstance(value, dict) or part not in value:
            break
        value = value[part]
        count += 1
    return (Node(start.document, (*start.pointer, *parts[:count]), value), count) if count else (start, 0)


def _step(node: Node, parts: tuple[str, ...], passed: int, joiner: str) -> tuple[Node, int] | None:
    """One step: the child, and how many of `parts`, behind those that were passed, its key took.

    Dots are not escaped in dotted forms, so there the longest key that fits is meant; a pointer's slashes are, and one
    that is not is tried last.
    """
    document, pointer, value = node
    if isinstance(value, list):
        index = array_index(parts[passed])
        if index is not None and index < len(value):
            return Node(document, (*pointer, index), value[index]), 1
        return None
    if not isinstance(value, dict):
        return None
    most = min(len(parts) - passed, _LONGEST_KEY)
    counts = range(most, 0, -1) if joiner == "." else range(1, most + 1)
    for count in counts:
        key = parts[passed] if count == 1 else joiner.join(parts[passed : passed + count])
        if key in value:
            return Node(document, (*pointer, key), value[key]), count
    return None


def _into_schema(
    node: Node, parts: tuple[str, ...], passed: int, joiner: str, description: Description
) -> tuple[Node, int] | None:
    """A step as data has it: to a property by its name, to the items by an index; parts of an `allOf` are asked too."""
    waiting, seen = [node], 0
    while waiting and seen < 50:
        seen += 1
        here = description.resolve(waiting.pop(0))
        if here is None:
            continue
        properties, items, all_of = here.get("properties"), here.get("items"), here.get("allOf")
        if properties is not None:
            step = _step(properties, parts, passed, joiner)
            if step is not None:
                return step
        if items is not None and array_index(parts[passed]) is not None:
            return items, 1
        if all_of is not None:
            waiting.extend(islice(all_of.items(), 50))
    return None
