"""JSON's syntax errors in plain words: what stands there, and what was expected."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from preclear.source.trouble import Unusable, exact_related, refuse_syntax

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.fault import Related

_BARE = re.compile(r"[^\s\[\]{},:\"']+")
_SIMPLE = re.compile(r'[^"\\\x00-\x1f]*')
_ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})')
_LOOKS_LIKE_NUMBER = re.compile(r"[-+.]?[0-9]")
_NO_NUMBERS: Final = ("NaN", "Infinity", "-Infinity", "+Infinity", "inf", "-inf", "nan")
_OTHER_WORDS: Final = {
    "none": "null",
    "nil": "null",
    "undefined": "null",
    "true": "true",
    "false": "false",
    "null": "null",
}
_SHOWN: Final = 40


def refuse_value(document: Document, at: int, opened: int | None, *, key: bool = False) -> Unusable:
    """Add the fault that no value (or no key) begins at `at`; gives the exception to raise.

    `opened` is the offset of the container that it would be in.
    """
    text = document.text
    wanted = "a key in double quotes" if key else "a value"
    character = text[at : at + 1]
    if not character:
        return _refuse_end(document, wanted, opened)
    if character == "'":
        message = f"`'` begins a text, expected {wanted}: JSON has double quotes alone"
        return refuse_syntax(document, message, at, at + 1, help='use double quotes: `"`')
    comment = _refuse_comment(document, at)
    if comment:
        return comment
    bare = _BARE.match(text, at)
    if not bare:
        return refuse_syntax(document, f"`{character}` stands here, expected {wanted}", at, at + 1)
    word = bare[0][:_SHOWN]
    if key:
        return refuse_syntax(
            document, f"`{word}` stands here, expected {wanted}", at, bare.end(), help="put the key in quotes"
        )
    message, help = _explain_word(word)
    return refuse_syntax(document, message, at, bare.end(), help=help)


def refuse_separator(document: Document, at: int, closing: str, opened: int) -> Unusable:
    """Add the fault that neither a comma nor `closing` stands at `at`, or that a comma there is one too many."""
    text = document.text
    character = text[at : at + 1]
    wanted = "`:` behind the key" if closing == ":" else f"`,` or `{closing}`"
    if not character:
        return _refuse_end(document, wanted, opened)
    if character == "," and closing != ":":
        message = f"`,` stands before `{closing}`, expected another entry: JSON has no trailing comma"
        return refuse_syntax(document, message, at, at + 1, help="remove the comma")
    comment = _refuse_comment(document, at)
    if comment:
        return comment
    bare = _BARE.match(text, at)
    end = bare.end() if bare else at + 1
    help = "add the colon" if closing == ":" else "add the comma before it"
    related = _opened(document, opened) if closing != ":" else ()
    message = f"`{text[at:end][:_SHOWN]}` stands here, expected {wanted}"
    return refuse_syntax(document, message, at, end, help=help, related=related)


def refuse_trailing(document: Document, at: int) -> Unusable:
    """Add the fault that the text goes on at `at`, behind its value."""
    comment = _refuse_comment(document, at)
    if comment:
        return comment
    bare = _BARE.match(document.text, at)
    end = bare.end() if bare else at + 1
    message = f"`{document.text[at:end][:_SHOWN]}` comes after the end of the document, expected nothing more"
    return refuse_syntax(document, message, at, end, help="remove it, or look for a bracket that closes too early")


def refuse_string(document: Document, start: int) -> Unusable:
    """Add what is wrong with the string that begins at `start`."""
    text = document.text
    at = start + 1
    while True:
        simple = _SIMPLE.match(text, at)
        at = simple.end() if simple else at
        character = text[at : at + 1]
        if character in ("", '"', "\n", "\r"):
            message = '`"` opens a string that is not closed on its line, expected `"` at its end'
            return refuse_syntax(
                document, message, start, start + 1, help="close the string; a line break in it is `\\n`"
            )
        if character != "\\":
            name = "a tab" if character == "\t" else f"`U+{ord(character):04X}`, a control character,"
            message = f"{name} stands in a string, expected an escape"
            return refuse_syntax(document, message, at, at + 1, help=f"write it as `\\u{ord(character):04x}`")
        escape = _ESCAPE.match(text, at)
        if not escape:
            message = f"`{text[at : at + 2]}` is no escape that JSON knows"
            help = "double the backslash, or complete the escape: `\\u` needs four hexadecimal digits"
            return refuse_syntax(document, message, at, min(at + 2, len(text)), help=help)
        end = _after_surrogates(text, at, escape.end())
        if end is None:
            message = f"`{escape[0]}` is half of a character, expected a pair of them"
            return refuse_syntax(document, message, at, escape.end(), help="write the character itself")
        at = end


def _after_surrogates(text: str, at: int, end: int) -> int | None:
    """Where the escape at `at`, or the pair that it begins, ends; None where it is half of a pair."""
    if text[at + 1] != "u":
        return end
    high = int(text[at + 2 : end], 16)
    if not 0xD800 <= high <= 0xDFFF:
        return end
    second = _ESCAPE.match(text, end)
    if high > 0xDBFF or not second or second[0][1] != "u":
        return None
    return second.end() if 0xDC00 <= int(second[0][2:], 16) <= 0xDFFF else None


def _explain_word(word: str) -> tuple[str, str]:
    """The message for a bare word in the place of a value, and what to do about it."""
    if word in _NO_NUMBERS:
        return f"`{word}` is no number in JSON, expected a finite one", "write a number, or `null`"
    if _LOOKS_LIKE_NUMBER.match(word):
        digits = word.lstrip("+-")
        if len(digits) > 1 and digits[0] == "0" and digits[1].isdigit():
            return (
                f"number `{word}` begins with a zero, expected none before it",
                "remove the zero, or quote it",
            )
        return f"`{word}` is no number as JSON writes one", "write it as `-12.5e3`: digits on both sides of the point"
    known = _OTHER_WORDS.get(word.lower())
    if known:
        return f"`{word}` is no word of JSON, expected `{known}`", f"write `{known}`"
    return f"`{word}` stands here, expected a value", "put text in double quotes"


def _refuse_comment(document: Document, at: int) -> Unusable | None:
    text = document.text
    if text[at] != "#" and not text.startswith(("//", "/*"), at):
        return None
    end = text.find("\n", at)
    if text.startswith("/*", at):
        close = text.find("*/", at + 2)
        end = close + 2 if close >= 0 else len(text)
    end = len(text) if end < 0 else end
    while text[end - 1] in "\r\n":
        end -= 1
    return refuse_syntax(document, "a comment stands here: JSON has none", at, end, help="remove it, or write YAML")


def _refuse_end(document: Document, wanted: str, opened: int | None) -> Unusable:
    end = len(document.text.rstrip(" \t\r\n"))
    related = _opened(document, opened) if opened is not None else ()
    return refuse_syntax(document, f"the text ends here, expected {wanted}", end, end, related=related)


def _opened(document: Document, at: int) -> tuple[Related]:
    return (exact_related(document, "opened here", at, at + 1),)
