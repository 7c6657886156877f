"""References as paths: decoding a `$ref`, and refusing whatever can't name a document file.

References are read as RFC 3986 says, sections 2.1 and 4.2. Nothing here touches the file system.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear._patterns import lazy_pattern
from preclear._records import Record
from preclear.source.wording import truncate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SUFFIXES = (".yaml", ".yml", ".json")
MAX_REFERENCE_LENGTH = 4096  # characters of a reference; longer than any system's longest path
MAX_QUOTED_LENGTH = 120  # characters of a reference that a reason quotes

_SCHEME = lazy_pattern(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_CONTROL = lazy_pattern(r"[\x00-\x1f\x7f-\x9f]")
_SURROGATE = lazy_pattern("[\ud800-\udfff]")
_BEFORE_SCHEME = "".join(map(chr, range(0x21))) + "\x7f\x85\xa0\u2028\u2029\ufeff"


class ReferenceRefusal(Record):
    """Why a reference isn't followed. `reason` completes a sentence about the reference. It quotes no file."""

    reason: str
    is_remote: bool = False  # an http or https address
    is_too_large: bool = False  # the file exceeds the limit on its bytes


FOLDER_REFUSAL = ReferenceRefusal("is a folder, not a file")
NOT_DOCUMENT_REFUSAL = ReferenceRefusal("isn't a `.yaml`, `.yml` or `.json` file")


def decode_reference(reference: str) -> str | ReferenceRefusal:
    """Decode a reference into a relative path with `/`. Percent-encoding is decoded exactly once."""
    if refusal := _check_scheme(reference):
        return refusal
    if len(reference) > MAX_REFERENCE_LENGTH:
        return ReferenceRefusal(f"is longer than {MAX_REFERENCE_LENGTH:,} characters")
    if _SURROGATE.search(reference):
        return ReferenceRefusal("contains half of a surrogate pair, which no path can")
    text = reference
    if "%" in reference:
        from urllib.parse import unquote

        try:
            text = unquote(reference, errors="strict")
        except UnicodeError:
            return ReferenceRefusal("isn't percent-encoded UTF-8")
    parts = tuple(part for part in text.split("/") if part not in {"", "."})
    return _check_scheme(text) or _check_text(reference, text) or check_file_name(parts) or text


def check_file_name(parts: Sequence[str]) -> ReferenceRefusal | None:
    """Refuse a path, given by its parts, that doesn't name a document file or that has a dotfile in it."""
    if not parts:
        return FOLDER_REFUSAL
    return check_dotfile(parts) or (None if parts[-1].lower().endswith(SUFFIXES) else NOT_DOCUMENT_REFUSAL)


def check_dotfile(parts: Iterable[str]) -> ReferenceRefusal | None:
    """Refuse a path, given by its parts, that has a dotfile or a dot-directory in it."""
    if any(part.startswith(".") and part not in {".", ".."} for part in parts):
        return ReferenceRefusal("leads to a dotfile or into a dot-directory, which are never read")
    return None


def shorten_reference(text: str) -> str:
    """Shorten `text` for a message."""
    return truncate(text, MAX_QUOTED_LENGTH)


def _check_text(reference: str, text: str) -> ReferenceRefusal | None:
    if _CONTROL.search(text):
        return ReferenceRefusal("contains a control character")
    if "\\" in text:
        return ReferenceRefusal("contains a backslash, expected `/` between folders")
    if text.startswith("//"):
        return ReferenceRefusal("names another host, and nothing is fetched")
    if text.startswith("/"):
        return ReferenceRefusal("is an absolute path, expected one relative to the file that it's in")
    if "?" in reference:
        return ReferenceRefusal("has a query (`?`), expected only a path")
    if text.rpartition("/")[2] in {"", ".", ".."}:
        return FOLDER_REFUSAL
    return None


def _check_scheme(text: str) -> ReferenceRefusal | None:
    """Refuse anything that some URL parser reads as a URL: many drop tabs, line ends and leading characters."""
    stripped = re.sub(r"[\t\r\n]", "", text[:MAX_REFERENCE_LENGTH]).lstrip(_BEFORE_SCHEME)
    scheme = _SCHEME.match(stripped)
    if not scheme:
        return None
    name = scheme[0][:-1].lower()
    if name in {"http", "https"}:
        return ReferenceRefusal("is a remote address, and nothing is fetched", is_remote=True)
    if len(name) == 1:
        return ReferenceRefusal(f"names the drive `{name.upper()}:`, expected a relative path")
    return ReferenceRefusal(
        f"has the scheme `{shorten_reference(name)}:`, expected a relative path (`./` before a name with a colon)"
    )
