"""Resources as they're stored: compressed JSON in which a marker stands for each definition.

A definition is a part of every action that uses it, and its URL contains the version's name. With markers, a rename or
a copy of a version changes none of the stored texts.
"""

from __future__ import annotations

import json
import re
import secrets
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.source import Json

_NONCE = secrets.token_hex(16)  # so that no text of a document is a marker
_MARKER = re.compile(f"{_NONCE}\\.([0-9]+)\\.")
_QUOTED_MARKER = re.compile(f'"{_NONCE}\\.([0-9]+)\\."')


def definition_marker(key: int) -> str:
    """Return the marker of the definition with this key. It's a string of its own, or the start of one."""
    return f"{_NONCE}.{key}."


def pack(value: Json) -> bytes:
    """Pack a value that contains markers."""
    return pack_text(json.dumps(value, separators=(",", ":"), allow_nan=False))


def pack_text(text: str) -> bytes:
    """Pack a value that is JSON already, in ASCII."""
    return zlib.compress(text.encode("ascii"), 1)


def unpack_links(data: bytes, render: Callable[[int], Json]) -> Json:
    """Unpack a value; a marker becomes what `render` returns for the definition's key."""
    text = zlib.decompress(data).decode("ascii")
    value: Json = json.loads(_QUOTED_MARKER.sub(lambda match: json.dumps(render(int(match[1]))), text))
    return value


def unpack_urls(data: bytes, url: Callable[[int], str]) -> Json:
    """Unpack a value; a marker at the start of a string becomes the definition's URL."""
    text = zlib.decompress(data).decode("ascii")
    value: Json = json.loads(_MARKER.sub(lambda match: json.dumps(url(int(match[1])))[1:-1], text))
    return value
