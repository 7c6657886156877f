"""Escapes for text from a document, so that it can't control a terminal or a pipeline.

Control characters, surrogates, bidirectional marks, other invisible characters and Unicode's line separators are shown
as escapes. Commands of pipeline runners are broken up by an escape: `##[error]`, `##vso[…]` and `##teamcity[…]`
anywhere in a line (GitHub's old commands, Azure Pipelines, TeamCity), and `::error::` at the start of a line (GitHub).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._patterns import lazy_pattern

if TYPE_CHECKING:
    import re

_INVISIBLE = (
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1
    "\xad\u061c\u180e"  # soft hyphen, Arabic letter mark, Mongolian vowel separator
    "\u200b\u200e\u200f"  # zero width space, left-to-right and right-to-left marks
    "\u2028-\u202e"  # line and paragraph separators, bidirectional embeddings and overrides
    "\u2060-\u206f"  # word joiner, invisible operators, bidirectional isolates
    "\ufeff\ufff9-\ufffb\ufffe\uffff"  # byte order mark, interlinear annotations, no characters at all
    "\ud800-\udfff"  # surrogates: halves of a character
    "\U000e0000-\U000e007f"  # tags: text that hides in text
)
_UNSAFE = lazy_pattern(f"[{_INVISIBLE}]|(?<=#)#(?=[A-Za-z]{{0,20}}\\[)")
_SURROGATES = lazy_pattern("[\ud800-\udfff]")
_COMMAND = lazy_pattern(r"\s*::")
_SHORT_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def escape(text: str) -> str:
    """Return `text` in one line, with unsafe characters escaped: `\\x1b`, `\\u202e`, `\\n`."""
    return _UNSAFE.sub(_escape_match, text)


def escape_line_start(text: str) -> str:
    """Escape `text` for the start of a line: `::error::x` becomes `\\x3a:error::x`."""
    escaped = escape(text)
    return escaped.replace(":", "\\x3a", 1) if _COMMAND.match(escaped) else escaped


def escape_path(path: str) -> str:
    """Escape a path for the start of a line: `::error::x.yaml` becomes `\\x3a:error::x.yaml`.

    In such a line a colon follows the path, so a path that is a single colon could already start a command.
    """
    escaped = escape(path)
    if _COMMAND.match(f"{escaped}:"):
        return escaped.replace(":", "\\x3a", 1)
    return escaped


def escape_surrogates(text: str) -> str:
    """Escape only halves of characters, which strict readers of JSON refuse: for paths, which programs open."""
    return _SURROGATES.sub(_escape_match, text)


def find_escapes(text: str) -> dict[int, str]:
    """Return the escapes of unsafe characters in `text` by their 0-based offsets, without tabs."""
    return {match.start(): _escape_match(match) for match in _UNSAFE.finditer(text) if match[0] != "\t"}


def _escape_match(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
