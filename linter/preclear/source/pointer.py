"""JSON Pointers (RFC 6901), as tuples in the code and as text for people."""

from __future__ import annotations

import re
from typing import TypeAlias

Pointer: TypeAlias = tuple[str | int, ...]
"""The way from the root of a document to a value: a key of a mapping is text, an index into a sequence a number."""


_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")


def parse_array_index(part: str) -> int | None:
    """Read `part` of a JSON Pointer as an index into an array; None where it is none (RFC 6901, section 4).

    An index has ASCII digits and no leading zeros. One with more than nine digits is none here: no array is so long.
    """
    return int(part) if _INDEX.fullmatch(part) else None


def format_pointer(pointer: Pointer) -> str:
    """Give `pointer` as RFC 6901 writes it: `("paths", "/pets", 0)` is `/paths/~1pets/0`, the root is empty."""
    return "".join("/" + (str(part) if part.__class__ is int else _escape(str(part))) for part in pointer)


def parse_pointer(text: str) -> tuple[str, ...]:
    """Read what `format_pointer` writes. Every part comes back as text: only the document knows what is an index.

    Raises ValueError where `text` is neither empty nor begins with a slash, or has a `~` before anything but 0 or 1.
    """
    if not text:
        return ()
    if not text.startswith("/"):
        raise ValueError(f"`{text}` is no JSON Pointer: it must begin with `/`")
    return tuple(_unescape(part) for part in text[1:].split("/"))


def _escape(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def _unescape(part: str) -> str:
    remainder = part.replace("~0", "").replace("~1", "")
    if "~" in remainder:
        raise ValueError(f"`{part}` has a `~` that is neither `~0` nor `~1`")
    return part.replace("~1", "/").replace("~0", "~")
