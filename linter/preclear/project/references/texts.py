"""The texts in a file that may name other files, found in its bytes without parsing them.

Whatever ends in `.yaml`, `.yml` or `.json` can be a reference, under any key: a `$ref`, an entry of a discriminator's
mapping, an `operationRef`, or a YAML anchor that one of them uses. So the key doesn't matter here. Where a text begins
isn't certain without a parser. All beginnings that YAML and JSON allow are tried, and the files that exist decide.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_TEXT_BYTES = 512
"""The longest text, decoded, that is recognized as the path of a file."""

MAX_TEXTS = 50_000
"""How many different texts of a file are tried: ten times as many as a document may have files."""

_MAX_STARTS = 20
"""How many characters that can begin a text may be in a path. Each is tried, from the end of the path."""


_SUFFIX = re.compile(rb"\.(?:[yY][aA]?[mM][lL]|[jJ][sS][oO][nN])(?![\w.\-/~])")
_START = re.compile(
    rb"""[:{\[,"']\s*           # a value after its key, an item, or a quoted text
    |(?:^|(?<=\s))[-?]\s+       # an item of a block, a key
    |[&!]\S{0,100}\s+           # a text after its anchor or tag
    |[|>][-+0-9]{0,2}\s+        # a block of text
    |\n\s*                      # a text on a line of its own
    """,
    re.VERBOSE,
)
_FOLDED = re.compile(rb"[ \t]*\r?\n[ \t]*")
_ESCAPE = re.compile(
    rb"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|(\r?\n[ \t]*)|(.))",
    re.DOTALL,
)
_ESCAPE_OF_NAME = re.compile(rb"""\\[^nrtbf"\\]""")
_ESCAPED_CHARACTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"_": b"\xc2\xa0", b"L": b"\xe2\x80\xa8"}
_PERCENTS = re.compile(rb"(?:%[0-9a-fA-F]{2})+")
_OPENAPI_KEY = re.compile(rb"""openapi["']?\s*:|\?\s+["']?openapi""")


class NameStyle(NamedTuple):
    """The characters in names of files that decide where a text can begin and end."""

    has_space: bool
    has_quote: bool
    has_apostrophe: bool

    @classmethod
    def from_paths(cls, paths: Iterable[str]) -> NameStyle:
        """Return the style of all files of these paths."""
        characters = set("".join(paths))
        return cls(any(map(str.isspace, characters)), '"' in characters, "'" in characters)


def find_reference_texts(data: bytes, style: NameStyle) -> Iterator[str]:
    """Yield all texts of a file that may be the path of another one, decoded, each with all its possible beginnings.

    `style` is about the names of the files that may be meant.
    """
    runs: set[int] = set()
    stops = b"\r" + b"\n" * (not style.has_space) + b'"' * (not style.has_quote) + b"'" * (not style.has_apostrophe)
    table = bytes.maketrans(stops, b"\0" * len(stops))
    for text in _decode(data, style):
        stopped = text.translate(table)
        for match in _SUFFIX.finditer(text):
            end = match.end()
            start = max(0, end - MAX_TEXT_BYTES)
            run = text[max(start, stopped.rfind(b"\0", start, end) + 1) : end]
            identity = hash(run)
            if identity not in runs and len(runs) < MAX_TEXTS:
                runs.add(identity)
                for position in (0, *[match.end() for match in _START.finditer(run)][-_MAX_STARTS:]):
                    yield _FOLDED.sub(b" ", run[position:].lstrip()).decode(errors="replace")


def has_openapi_key(data: bytes) -> bool:
    """Whether a file may be an OpenAPI document: whether a key `openapi` is anywhere in it."""
    return any(_OPENAPI_KEY.search(text) is not None for text in _unescape(data, has_quote=False))


def _decode(data: bytes, style: NameStyle) -> Iterator[bytes]:
    """Yield the text without escapes, as far as it has some, and as it is: a backslash isn't always an escape."""
    for text in _unescape(data, has_quote=style.has_quote):
        decoded = _PERCENTS.sub(_unquote_match, text)
        yield decoded
        if style.has_apostrophe and b"''" in decoded:
            yield decoded.replace(b"''", b"'")


def _unescape(data: bytes, *, has_quote: bool) -> Iterator[bytes]:
    text = data
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace").encode("utf-8", "replace")
    yield text
    if _ESCAPE_OF_NAME.search(text) is not None or (has_quote and b'\\"' in text):
        yield _ESCAPE.sub(_unescape_match, text)


def _unquote_match(match: re.Match[bytes]) -> bytes:
    return bytes.fromhex(match[0].replace(b"%", b"").decode())


def _unescape_match(match: re.Match[bytes]) -> bytes:
    high, low, short, long, byte, line_end, character = match.groups()
    if line_end is not None:
        return b""
    if character is not None:
        return _ESCAPED_CHARACTERS.get(character, character)
    if high is not None:
        code = 0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00
    else:
        code = int(short or long or byte, 16)
    return chr(code).encode("utf-8", "replace") if code <= 0x10FFFF else b"?"
