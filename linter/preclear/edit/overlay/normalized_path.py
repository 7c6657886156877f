"""Normalized paths of JSONPath: the one query for each node that every tool reads alike (RFC 9535, section 2.7)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.source import Pointer

_SPECIAL = re.compile(r"[\x00-\x1f'\\]")
_ESCAPES = {"\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "'": "\\'", "\\": "\\\\"}


def format_normalized_path(pointer: Pointer) -> str:
    """Format `pointer` as a normalized path: `("paths", "/pets", 0)` is `$['paths']['/pets'][0]`."""
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f"['{_quote(part)}']" for part in pointer)


def _quote(name: str) -> str:
    return _SPECIAL.sub(lambda match: _ESCAPES.get(match[0], f"\\u{ord(match[0]):04x}"), name)
