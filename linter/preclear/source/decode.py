"""Bytes to text: UTF-8, or UTF-16 with a byte order mark. Nothing is guessed or replaced."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from preclear._patterns import lazy_pattern
from preclear.source.kinds import UNEXPECTED_ENCODING, UNREADABLE_FILE
from preclear.source.loader_faults import LoadError, add_fault, report_unreadable

if TYPE_CHECKING:
    from preclear.source.document import Document

_BINARY_SIGNATURES = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"%PDF", "a PDF file"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstandard archive"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x7fELF", "a program"),
)
_MISREAD_MARKS = {
    "\u00ef\u00bb\u00bf": "Latin-1",
    "\u2229\u2557\u2510": "code page 437",
    "\u00b4\u2557\u2510": "code page 850",
    "\u043f\u00bb\u0457": "Windows-1251",
    "\u00d4\u00aa\u00f8": "Mac Roman",
    "\ufeff": "",
}
"""The bytes of UTF-8's byte order mark, decoded in each of these encodings. Empty: the file has a second mark."""

_CONTROL = lazy_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_CONTROL_NAMES = {"\0": "NUL", "\x07": "bell", "\x08": "backspace", "\x1b": "escape"}


def decode(document: Document) -> str:
    """Decode `document.data`, and drop the byte order mark. Raises LoadError, with a fault, if it isn't text."""
    data = document.data
    for magic, name in _BINARY_SIGNATURES:
        if data.startswith(magic):
            message = f"the file is binary ({name}), expected text"
            raise report_unreadable(document, message, "pass the OpenAPI document itself, as YAML or JSON text")
    if not data:
        raise report_unreadable(document, "the file is empty", "pass an OpenAPI document, as YAML or JSON text")
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise report_unreadable(document, "the file is in UTF-32, expected UTF-8", "save it as UTF-8")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_utf16(document, data)
    bom_length = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    body = data[bom_length:] if bom_length else data
    encoding = _detect_encoding(body)
    if encoding:
        raise report_unreadable(
            document, f"the file looks like {encoding} without a byte order mark, expected UTF-8", "save it as UTF-8"
        )
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        # The text before the invalid byte is valid and gives the place. A replacement character represents the byte.
        bad_offset = error.start
        document.text = body[:bad_offset].decode() + "\N{REPLACEMENT CHARACTER}"
        byte = f"byte 0x{body[bad_offset]:02X} at offset {bad_offset + bom_length}"
        message = f"the file isn't valid UTF-8: unexpected {byte}"
        raise report_unreadable(document, message, "save it as UTF-8", len(document.text) - 1) from error
    for letters, name in _MISREAD_MARKS.items():
        if text.startswith(letters):
            document.text = text
            raise _report_misread_mark(document, letters, name)
    return text


def _report_misread_mark(document: Document, letters: str, name: str) -> LoadError:
    """Add the fault that the text begins with `letters`, a byte order mark in the encoding `name` (empty: UTF-8)."""
    quoted_letters = f"`{letters}`" if name else "a second byte order mark"
    origin = f", a byte order mark that was read as {name}" if name else ""
    add_fault(
        document,
        UNREADABLE_FILE,
        f"the file begins with {quoted_letters}{origin}; expected the document itself",
        0,
        len(letters),
        help="remove it, and check the file for other letters that changed with it" if name else "remove it",
    )
    return LoadError()


def find_control_character(text: str) -> tuple[int, str] | None:
    """Return the offset and the name of the first character that YAML never allows; None if there is none."""
    match = _CONTROL.search(text)
    if match is None:
        return None
    name = _CONTROL_NAMES.get(match[0])
    code = f"U+{ord(match[0]):04X}"
    return match.start(), f"{code} ({name})" if name else code


def _decode_utf16(document: Document, data: bytes) -> str:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError as error:
        document.text = data[: error.start].decode("utf-16", "replace")
        raise report_unreadable(
            document,
            f"the file isn't valid UTF-16 at byte {error.start}, expected UTF-8",
            "save it as UTF-8",
            len(document.text),
        ) from error
    document.text = text
    message = "the file is in UTF-16, expected UTF-8: a server may refuse it"
    add_fault(document, UNEXPECTED_ENCODING, message, 0, 0, help="save it as UTF-8")
    return text


def _detect_encoding(data: bytes) -> str:
    """Name the encoding that the NUL bytes at the beginning suggest; empty if none."""
    head = data[:64]
    if len(head) < 4 or not any(head):
        return ""
    zero = [not any(head[place::4]) for place in range(4)]
    if (zero[0] and zero[1]) or (zero[2] and zero[3]):
        return "UTF-32"
    even, odd = head[::2].count(0), head[1::2].count(0)
    return "UTF-16" if max(even, odd) * 4 >= len(head) and min(even, odd) == 0 else ""


def find_byte_order_mark(data: bytes) -> bytes:
    """Return the byte order mark of UTF-8 or UTF-16 that `data` begins with; empty if there is none."""
    marks = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return next((mark for mark in marks if data.startswith(mark)), b"")
