"""Messages for JSON syntax errors: what is wrong, and what was expected."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from preclear.source.loader_faults import LoadError, related_location, report_syntax_error

if TYPE_CHECKING:
    from preclear.source.document import Document, RelatedLocation

_BARE = re.compile(r"[^\s\[\]{},:\"']+")
_PLAIN_CHARACTERS = re.compile(r'[^"\\\x00-\x1f]*')
_ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})')
_LOOKS_LIKE_NUMBER = re.compile(r"[-+.]?[0-9]")
_NON_FINITE_NUMBERS: Final = ("NaN", "Infinity", "-Infinity", "+Infinity", "inf", "-inf", "nan")
_WORD_REPLACEMENTS: Final = {
    "none": "null",
    "nil": "null",
    "undefined": "null",
    "true": "true",
    "false": "false",
    "null": "null",
}
_MAX_QUOTED_LENGTH: Final = 40


def report_missing_value(
    document: Document, offset: int, container_start: int | None, *, is_key: bool = False
) -> LoadError:
    """Add the fault that no value (or key) begins at `offset`, and return the exception to raise.

    `container_start` is the offset of the open container; None if there is none.
    """
    text = document.text
    expected = "a key in double quotes" if is_key else "a value"
    character = text[offset : offset + 1]
    if not character:
        return _report_unexpected_end(document, expected, container_start)
    if character == "'":
        message = f"`'` isn't a quote in JSON, expected {expected}"
        return report_syntax_error(document, message, offset, offset + 1, help='use double quotes: `"`')
    comment = _report_comment(document, offset)
    if comment:
        return comment
    bare = _BARE.match(text, offset)
    if not bare:
        return report_syntax_error(
            document, f"`{character}` isn't allowed here, expected {expected}", offset, offset + 1
        )
    word = bare[0][:_MAX_QUOTED_LENGTH]
    if is_key:
        return report_syntax_error(
            document, f"`{word}` isn't allowed here, expected {expected}", offset, bare.end(), help="quote the key"
        )
    message, help = _explain_word(word)
    return report_syntax_error(document, message, offset, bare.end(), help=help)


def report_wrong_separator(document: Document, offset: int, closing: str, container_start: int) -> LoadError:
    """Add the fault that `offset` has neither a comma nor `closing`, or that it has a trailing comma.

    Returns the exception to raise. `container_start` is the offset of the open container, or of the key before a colon.
    """
    text = document.text
    character = text[offset : offset + 1]
    expected = "`:` after the key" if closing == ":" else f"`,` or `{closing}`"
    if not character:
        return _report_unexpected_end(document, expected, container_start)
    if character == "," and closing != ":":
        message = f"`,` comes before `{closing}`, expected another entry: JSON doesn't allow trailing commas"
        return report_syntax_error(document, message, offset, offset + 1, help="remove the comma")
    comment = _report_comment(document, offset)
    if comment:
        return comment
    bare = _BARE.match(text, offset)
    end = bare.end() if bare else offset + 1
    help = "add the colon" if closing == ":" else "add the comma before it"
    related = _opening_location(document, container_start) if closing != ":" else ()
    message = f"`{text[offset:end][:_MAX_QUOTED_LENGTH]}` isn't allowed here, expected {expected}"
    return report_syntax_error(document, message, offset, end, help=help, related=related)


def report_trailing_text(document: Document, offset: int) -> LoadError:
    """Add the fault that there is more text at `offset`, after the value, and return the exception to raise."""
    comment = _report_comment(document, offset)
    if comment:
        return comment
    bare = _BARE.match(document.text, offset)
    end = bare.end() if bare else offset + 1
    message = (
        f"`{document.text[offset:end][:_MAX_QUOTED_LENGTH]}` follows the end of the document, expected nothing more"
    )
    return report_syntax_error(
        document, message, offset, end, help="remove it, or look for a bracket that closes too early"
    )


def report_invalid_string(document: Document, start: int) -> LoadError:
    """Add the first fault in the string that begins at `start`, and return the exception to raise."""
    text = document.text
    offset = start + 1
    while True:
        plain = _PLAIN_CHARACTERS.match(text, offset)
        offset = plain.end() if plain else offset
        character = text[offset : offset + 1]
        if character in ("", '"', "\n", "\r"):
            message = '`"` opens a string that isn\'t closed on its line, expected a closing `"`'
            return report_syntax_error(
                document, message, start, start + 1, help="close the string, and write line breaks in it as `\\n`"
            )
        if character != "\\":
            name = "a tab" if character == "\t" else f"`U+{ord(character):04X}`, a control character,"
            message = f"{name} is in a string, expected an escape"
            return report_syntax_error(
                document, message, offset, offset + 1, help=f"write it as `\\u{ord(character):04x}`"
            )
        escape = _ESCAPE.match(text, offset)
        if not escape:
            message = f"`{text[offset : offset + 2]}` isn't an escape in JSON"
            help = "double the backslash, or complete the escape: `\\u` needs four hexadecimal digits"
            return report_syntax_error(document, message, offset, min(offset + 2, len(text)), help=help)
        end = _surrogates_end(text, offset, escape.end())
        if end is None:
            message = f"`{escape[0]}` is half of a surrogate pair, expected both halves"
            return report_syntax_error(document, message, offset, escape.end(), help="write the character itself")
        offset = end


def _surrogates_end(text: str, start: int, end: int) -> int | None:
    """Return the end of the escape at `start`, or of the surrogate pair that begins there. None for half of a pair."""
    if text[start + 1] != "u":
        return end
    high = int(text[start + 2 : end], 16)
    if not 0xD800 <= high <= 0xDFFF:
        return end
    low = _ESCAPE.match(text, end)
    if high > 0xDBFF or not low or low[0][1] != "u":
        return None
    return low.end() if 0xDC00 <= int(low[0][2:], 16) <= 0xDFFF else None


def _explain_word(word: str) -> tuple[str, str]:
    """Return the message and the help for a bare word where a value should be."""
    if word in _NON_FINITE_NUMBERS:
        return f"`{word}` isn't a number in JSON, expected a finite one", "write a number, or `null`"
    if _LOOKS_LIKE_NUMBER.match(word):
        digits = word.lstrip("+-")
        if len(digits) > 1 and digits[0] == "0" and digits[1].isdigit():
            return (
                f"number `{word}` has a leading zero, expected none",
                "remove the zero, or quote it",
            )
        return (
            f"`{word}` isn't a valid number in JSON",
            "write it like `-12.5e3`, with digits on both sides of the point",
        )
    replacement = _WORD_REPLACEMENTS.get(word.lower())
    if replacement:
        return f"`{word}` isn't a JSON keyword, expected `{replacement}`", f"write `{replacement}`"
    return f"`{word}` isn't allowed here, expected a value", "put text in double quotes"


def _report_comment(document: Document, offset: int) -> LoadError | None:
    text = document.text
    if text[offset] != "#" and not text.startswith(("//", "/*"), offset):
        return None
    end = text.find("\n", offset)
    if text.startswith("/*", offset):
        close = text.find("*/", offset + 2)
        end = close + 2 if close >= 0 else len(text)
    end = len(text) if end < 0 else end
    while text[end - 1] in "\r\n":
        end -= 1
    return report_syntax_error(document, "comments aren't allowed in JSON", offset, end, help="remove it, or use YAML")


def _report_unexpected_end(document: Document, expected: str, container_start: int | None) -> LoadError:
    end = len(document.text.rstrip(" \t\r\n"))
    related = _opening_location(document, container_start) if container_start is not None else ()
    return report_syntax_error(document, f"the text ends here, expected {expected}", end, end, related=related)


def _opening_location(document: Document, offset: int) -> tuple[RelatedLocation]:
    return (related_location(document, "opened here", offset, offset + 1),)
