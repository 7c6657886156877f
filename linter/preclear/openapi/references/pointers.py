"""JSON Pointers in the fragments of references (RFC 6901, section 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._patterns import lazy_pattern
from preclear.source import Node, format_pointer, parse_array_index, parse_pointer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.source import Json, Pointer

_SEPARATOR = lazy_pattern(r"(/|%2[fF])")

_FRAGMENT_SAFE = "!$&'()*+,;=:@~?"
"""The characters of a fragment, beside letters, digits, `-._` and `/`, that aren't percent-encoded (RFC 3986, 3.5)."""

_NOT_IN_FRAGMENT = lazy_pattern(r"[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]")


def follow_pointer(root: Node, fragment: str) -> tuple[Node, tuple[str, ...]]:
    """Follow `fragment` from `root` as far as it leads: return the last node, and the parts that it doesn't have.

    Percent-encoding is decoded once (RFC 3986, 2.1). Raises ValueError if the fragment isn't a JSON Pointer.
    """
    return follow_parts(root, pointer_parts(fragment))


def pointer_parts(fragment: str) -> tuple[str, ...]:
    """Return the parts of the JSON Pointer in `fragment`, decoded. Raises ValueError if it isn't a JSON Pointer."""
    if "%" in fragment:
        from urllib.parse import unquote

        fragment = unquote(fragment, errors="strict")
    return parse_pointer(fragment)


def replace_parts(reference: str, changes: Mapping[int, str]) -> str:
    """Return `reference` with other parts in its JSON Pointer, given by their 0-based index; all else stays as written.

    New parts are escaped and percent-encoded. Where the fragment has characters that a URI must encode (RFC 3986, 3.5),
    its author doesn't encode any, and only `%` and `#` are encoded.
    """
    from urllib.parse import quote

    uri, separator, fragment = reference.partition("#")
    written = _SEPARATOR.split(fragment)  # at even indexes the parts, of which the first is empty; then separators
    is_raw = _NOT_IN_FRAGMENT.search(fragment) is not None
    for index, part in changes.items():
        escaped = part.replace("~", "~0").replace("/", "~1")
        encoded = escaped.replace("%", "%25").replace("#", "%23") if is_raw else quote(escaped, safe=_FRAGMENT_SAFE)
        written[2 * (index + 1)] = encoded
    return f"{uri}{separator}{''.join(written)}"


def format_reference(pointer: Pointer) -> str:
    """Return the reference to the node at `pointer` of the same document: `#/components/schemas/Pet`."""
    from urllib.parse import quote

    return f"#{quote(format_pointer(pointer), safe=f'/{_FRAGMENT_SAFE}')}"


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
