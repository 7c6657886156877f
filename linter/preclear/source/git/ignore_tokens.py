"""The parts of one pattern of a `.gitignore` file."""

from __future__ import annotations

import re

STAR = "*"
"""The token of any characters within a name."""

ANY_FOLDERS = "**"
"""The token of two or more `*`. As a whole name in a path, it stands for any number of folders."""

SEPARATOR = "/"

_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\t\n\r ",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}
_STARS = re.compile(r"\*+")


def split_tokens(pattern: str) -> list[str] | None:
    """Split a pattern into tokens: STAR, ANY_FOLDERS, SEPARATOR, or the expression of a single character.

    Return None for a pattern that matches nothing, such as one with a bracket that isn't closed.
    """
    tokens: list[str] = []
    index = 0
    while index < len(pattern):
        character = pattern[index]
        if character == "*":
            stars = _STARS.match(pattern, index)
            end = stars.end() if stars is not None else index + 1
            tokens.append(STAR if end == index + 1 else ANY_FOLDERS)
            index = end
        elif character == "[":
            bracket = _read_bracket(pattern, index + 1)
            if bracket is None:
                return None
            token, index = bracket
            tokens.append(token)
        elif character == "\\":
            if index + 1 == len(pattern):
                return None
            tokens.append(_escape(pattern[index + 1]))
            index += 2
        else:
            tokens.append("[^/]" if character == "?" else _escape(character))
            index += 1
    return tokens


def _escape(character: str) -> str:
    return SEPARATOR if character == "/" else re.escape(character)


def _read_bracket(pattern: str, index: int) -> tuple[str, int] | None:
    """Read the characters after a `[`. Return their expression and the index after the `]`; None if it's malformed."""
    is_negated = pattern[index : index + 1] in ("!", "^") and index < len(pattern)
    index += is_negated
    ranges: list[str] = []
    start = ""  # what a `-` continues
    is_first = True
    while is_first or pattern[index : index + 1] != "]":
        is_first = False
        character = pattern[index : index + 1]
        next_character = pattern[index + 1 : index + 2]
        if character == "[" and next_character == ":":
            characters = _read_class(pattern, index)
            if characters is None:
                return None
            if characters:
                ranges.append(characters)
                index, start = pattern.index("]", index + 2) + 1, ""
                continue
        if character == "-" and start and next_character not in ("", "]"):
            end, index = _read_character(pattern, index + 1)
            if end and start <= end:
                ranges.append(f"{re.escape(start)}-{re.escape(end)}")
            start = ""
        else:
            end, index = _read_character(pattern, index)
            ranges.append(re.escape(end))
            start = end
        if not end:
            return None
    if not ranges:
        return ("[^/]" if is_negated else "(?!)"), index + 1
    excluded = "^/" if is_negated else ""
    return f"(?!/)[{excluded}{''.join(ranges)}]", index + 1


def _read_class(pattern: str, index: int) -> str | None:
    """Return the characters of the class at `index`, such as `[:alpha:]`; empty if it's none, None if it's unknown."""
    end = pattern.find("]", index + 2)
    if end < 0:
        return None
    if end - 1 < index + 2 or pattern[end - 1] != ":":
        return ""
    return _CLASSES.get(pattern[index + 2 : end - 1])


def _read_character(pattern: str, index: int) -> tuple[str, int]:
    """Return the character at `index`, which a backslash can precede, and the index after it; empty at the end."""
    if pattern[index : index + 1] == "\\":
        index += 1
    return pattern[index : index + 1], index + 1
