"""JSON Pointers (RFC 6901): tuples in the code, text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from preclear._patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Container

Pointer: TypeAlias = tuple[str | int, ...]
"""The keys (strings) and indexes (integers, from 0) that lead from the root of a document to a value."""

_INDEX = lazy_pattern(r"0|[1-9][0-9]{0,8}")


def parse_array_index(part: str) -> int | None:
    """Parse `part` of a JSON Pointer as an array index; None if it isn't one (RFC 6901, section 4).

    An index has only ASCII digits and no leading zeros. More than nine digits aren't an index here: no array is that
    long.
    """
    return int(part) if _INDEX.fullmatch(part) else None


def format_pointer(pointer: Pointer) -> str:
    """Format `pointer` as in RFC 6901: `("paths", "/pets", 0)` is `/paths/~1pets/0`, the root is the empty string."""
    return "".join("/" + (str(part) if part.__class__ is int else _escape(str(part))) for part in pointer)


def parse_pointer(text: str) -> tuple[str, ...]:
    """Parse the output of `format_pointer`. Every part is a string: only the document knows which are indexes.

    Raises ValueError if `text` isn't empty and doesn't begin with a slash, or if a `~` isn't followed by 0 or 1.
    """
    if not text:
        return ()
    if not text.startswith("/"):
        raise ValueError(f"`{text}` isn't a JSON Pointer: it must begin with `/`")
    return tuple(_unescape(part) for part in text[1:].split("/"))


def is_at_or_below(pointer: Pointer, others: Container[Pointer]) -> bool:
    """Whether one of `others` is `pointer` or leads to a node around it."""
    return any(pointer[:length] in others for length in range(len(pointer) + 1))


def _escape(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def _unescape(part: str) -> str:
    remainder = part.replace("~0", "").replace("~1", "")
    if "~" in remainder:
        raise ValueError(f"`{part}` has a `~` that isn't followed by `0` or `1`")
    return part.replace("~1", "/").replace("~0", "~")
