"""Text from a document, shown so that it cannot act: on a terminal, on a log's reader, on a pipeline.

What a terminal obeys or a person cannot see is shown escaped: control characters, half surrogate pairs, bidirectional
marks, other invisible characters, the line ends of Unicode. What the runners of pipelines take for a command is broken
by an escape in its middle: `##[error]`, `##vso[…]` and `##teamcity[…]` anywhere in a line (the oldest commands of
GitHub's runner, those of Azure Pipelines and TeamCity), and `::error::` where a line begins with it.
"""

from __future__ import annotations

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
_UNSAFE = re.compile(f"[{_INVISIBLE}]|(?<=#)#(?=[A-Za-z]{{0,20}}\\[)")
_COMMAND = re.compile(r"\s*::")
_SHORT_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def escape(text: str) -> str:
    """Give `text` in one line, with everything escaped that is not to be acted on: `\\x1b`, `\\u202e`, `\\n`."""
    return _UNSAFE.sub(_escape_match, text)


def escape_line_start(text: str) -> str:
    """Give text as `escape` does, for a line that begins with it: `::error::x` becomes `\\x3a:error::x`."""
    escaped = escape(text)
    return escaped.replace(":", "\\x3a", 1) if _COMMAND.match(escaped) else escaped


def escape_path(path: str) -> str:
    """Give a path as `escape` does, for a line that begins with it: `::error::x.yaml` becomes `\\x3a:error::x.yaml`.

    A colon follows it in such a line, so that one of its own is enough to make a command.
    """
    escaped = escape(path)
    if _COMMAND.match(f"{escaped}:"):
        return escaped.replace(":", "\\x3a", 1)
    return escaped


def find_escapes(text: str) -> dict[int, str]:
    """Say which characters of `text` are shown escaped and as what, by their offset from 0; tabs are not."""
    return {match.start(): _escape_match(match) for match in _UNSAFE.finditer(text) if match[0] != "\t"}


def _escape_match(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
