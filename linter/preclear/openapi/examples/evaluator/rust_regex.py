"""Rewrite a regular expression of ECMA-262 for the engine that matches examples, which is that of Rust.

What ECMA-262 (22.2.1 and Annex B.1.2) allows without its `u` flag and Rust doesn't, or reads differently, is rewritten:
in ECMA-262, classes don't nest, and `&&`, `--` and `~~` have no meaning in them; `[]` and `[^]` are complete classes; a
`-` beside a class such as `\\w` is a character, and so is a `{` that isn't a quantifier.
"""

from __future__ import annotations

import re

from preclear._patterns import lazy_pattern

_ESCAPE = lazy_pattern(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u\{[0-9a-fA-F]+\}|\\u[0-9a-fA-F]{4}"
    r"|\\x[0-9a-fA-F]{2}|\\c[A-Za-z]|\\[pP]\{[^}]*\}|\\k<[^>]*>|\\.",
    re.DOTALL,
)
_REPETITION = lazy_pattern(r"\{[0-9]+(?:,[0-9]*)?\}")
_GROUP = lazy_pattern(r"\(\?(?:<?[=!]|:|<[^>]*>|[ims]*(?:-[ims]*)?:)")
_NO_MATCH = lazy_pattern(r"(?!)")
_CLASS_ESCAPES = frozenset("dDwWsSpP")
_ESCAPED_MEMBERS = {"[": r"\[", "&": r"\x26", "~": r"\x7e", "-": r"\-", "^": r"\^"}


def rewrite_pattern(pattern: str) -> str:
    """Return `pattern`, a regular expression of ECMA-262, for the engine. What it doesn't support stays unchanged."""
    parts: list[str] = []
    position = 0
    while position < len(pattern):
        char = pattern[position]
        if char == "[":
            text, position = _rewrite_class(pattern, position)
        else:
            match = {"\\": _ESCAPE, "{": _REPETITION, "(": _GROUP}.get(char, _NO_MATCH).match(pattern, position)
            text = match[0] if match is not None else char
            position += len(text)
            if char == "\\":
                text = _rewrite_escape(text)
            elif text in ("{", "}", "]"):
                text = f"\\{text}"
        parts.append(text)
    return "".join(parts)


def _rewrite_escape(text: str, is_in_class: bool = False) -> str:
    """Rewrite one escape; `text` begins with the backslash."""
    if len(text) == 12:  # a surrogate pair
        high, low = int(text[2:6], 16), int(text[8:], 16)
        return f"\\u{{{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):x}}}"
    escaped = text[1:]
    if escaped == "0":
        return r"\x00"
    if escaped == "b" and is_in_class:
        return r"\x08"
    if escaped in ("x", "u", "p", "P") or (escaped and not escaped[0].isascii()):
        return escaped  # an incomplete escape is the letter itself
    return text


def _rewrite_class(pattern: str, start: int) -> tuple[str, int]:
    """Return the rewritten character class at `start`, and the position after it."""
    position = start + (2 if pattern[start + 1 : start + 2] == "^" else 1)
    items: list[str] = []
    while position < len(pattern) and pattern[position] != "]":
        match = _ESCAPE.match(pattern, position)
        items.append(match[0] if match is not None else pattern[position])
        position += len(items[-1])
    is_inverted = pattern[start + 1 : start + 2] == "^"
    if not items:
        return (r"[\s\S]" if is_inverted else r"[^\s\S]"), position + 1
    return f"[{'^' if is_inverted else ''}{''.join(_rewrite_members(items))}]", position + 1


def _rewrite_members(items: list[str]) -> list[str]:
    parts: list[str] = []
    index = 0
    while index < len(items):
        low, high = items[index], items[index + 2] if index + 2 < len(items) else ""
        if high and items[index + 1] == "-":
            is_range = not (_is_class_escape(low) or _is_class_escape(high))
            parts += [_rewrite_member(low), "-" if is_range else r"\-", _rewrite_member(high)]
            index += 3
        else:
            parts.append(_rewrite_member(low))
            index += 1
    return parts


def _is_class_escape(item: str) -> bool:
    return len(item) > 1 and item[1] in _CLASS_ESCAPES and (item[1] not in "pP" or len(item) > 2)


def _rewrite_member(item: str) -> str:
    return _ESCAPED_MEMBERS.get(item, item) if len(item) == 1 else _rewrite_escape(item, is_in_class=True)
