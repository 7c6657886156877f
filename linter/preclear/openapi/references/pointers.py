"""JSON Pointers in the fragments of references (RFC 6901, section 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source import Node, parse_array_index, parse_pointer

if TYPE_CHECKING:
    from preclear.source import Json


def follow_pointer(root: Node, fragment: str) -> tuple[Node, tuple[str, ...]]:
    """Follow `fragment` from `root` as far as it leads: return the last node, and the parts that it doesn't have.

    Percent-encoding is decoded once (RFC 3986, 2.1). Raises ValueError if the fragment isn't a JSON Pointer.
    """
    if "%" in fragment:
        from urllib.parse import unquote

        fragment = unquote(fragment, errors="strict")
    return follow_parts(root, parse_pointer(fragment))


def follow_parts(root: Node, parts: tuple[str, ...]) -> tuple[Node, tuple[str, ...]]:
    """Follow `parts` from `root` as far as they lead: return the last node, and the parts that it doesn't have."""
    value: Json = root.value
    pointer = list(root.pointer)
    for position, part in enumerate(parts):
        if isinstance(value, dict) and part in value:
            value = value[part]
            pointer.append(part)
        elif isinstance(value, list) and (index := parse_array_index(part)) is not None and index < len(value):
            value = value[index]
            pointer.append(index)
        else:
            return Node(root.document, tuple(pointer), value), parts[position:]
    return Node(root.document, tuple(pointer), value), ()
