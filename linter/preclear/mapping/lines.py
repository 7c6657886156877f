"""Lines in texts: `line 12, column 3`, `L12`, `12:3`, `openapi.yaml:12`, and the file names beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_TEXT_LENGTH = 2048
"""Characters of a text that are searched: it's rarely about anything further on."""

_LINE = re.compile(
    r"""\b(?:line|ln)(?:\ (?:number|no\.?))?[ :=\#]{1,2}(\d{1,7})\b
    (?:[,;]?\ ?(?:and\ |at\ )?(?:col(?:umn)?|char(?:acter)?|pos(?:ition)?)\b\.?[ :=]{1,2}(\d{1,6}))?""",
    re.VERBOSE | re.IGNORECASE,
)
_SHORT_LINE = re.compile(r"(?<![\w/.-])L(\d{1,7})(?::?C?(\d{1,6}))?(?![\w-])")
_POSITION = re.compile(r"(?:(?<![^\s(\[])|(?<=yaml:)|(?<=yml:)|(?<=json:))(\d{1,7}):(\d{1,6})(?!\d|:\d)")
_LINE_OF_FILE = re.compile(r"(?:(?<=yaml:)|(?<=yml:)|(?<=json:))(\d{1,7})()(?=:?(?:[\s),]|$))")
_TIME = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d")
_POSITION_WORD = re.compile(r"\b(at|line|position|pos|location|loc)[\s:]+$", re.IGNORECASE)
_AFTER_POSITION = re.compile(r":|\s*(?:-\s*)?(?:fatal|error|warning|warn|info|hint)\b|\s{2}", re.IGNORECASE)
_EARLIER_LINE = re.compile(r"\b(?:already|first|previously|originally) (?:\w+ )?(?:at|on|in)\s+$", re.IGNORECASE)
_FILE_BEFORE = re.compile(
    r"""([^\s"'`(\[<>|,;:#]+\.(?:ya?ml|json))["'`]?(?:[:#]|,?\ (?:(?:at|on|in)\ )?)\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_FILE_AFTER = re.compile(
    r"""(?::\d+)?,? (?:of|in) (?:file |the file )?["'`]?([^\s"'`(\[<>|,;:]+\.(?:ya?ml|json))(?!\w)""", re.IGNORECASE
)
"""A file name next to a line: `models/pet.yaml:12:3`, `"pet.yaml", line 12`, `line 12 of pet.yaml`."""


class LineReference(NamedTuple):
    """A line that a text names. `line` and `column` are 1-based; `column` and `file` are None if the text has none.

    `spans` are the 0-based parts of the text that name the line and the file. `is_earlier` says that the text names
    the line only to compare: `already defined at line 7`.
    """

    line: int
    column: int | None
    file: str | None
    spans: tuple[tuple[int, int], ...]
    is_earlier: bool = False


def find_lines(text: str) -> Iterator[LineReference]:
    """Yield the lines that `text` names, form by form.

    A ratio or a time of day, as in `started at 10:15`, is no line.
    """
    lower = text.lower()
    if "line" in lower or "ln" in lower:
        for match in _LINE.finditer(text):
            yield _reference(match)
    if "L" in text:
        for match in _SHORT_LINE.finditer(text):
            yield _reference(match)
    if ":" in text:
        for match in _POSITION.finditer(text):
            reference = _reference(match)
            if reference.file is not None or _is_position(match):
                yield reference
        if ".y" in lower or ".j" in lower:
            for match in _LINE_OF_FILE.finditer(text):
                yield _reference(match)


def _reference(match: re.Match[str]) -> LineReference:
    file = _find_file_name(match)
    spans = (match.span(),) if file is None else (match.span(), (file[1], file[2]))
    is_earlier = _EARLIER_LINE.search(match.string, max(0, match.start() - 40), match.start()) is not None
    return LineReference(
        int(match[1]), int(match[2]) if match[2] else None, file[0] if file is not None else None, spans, is_earlier
    )


def _is_position(match: re.Match[str]) -> bool:
    """Return whether two numbers are a line and a column: at the start, in brackets, or after a word for a position."""
    text, start, end = match.string, match.start(), match.end()
    if text[start - 1 : start] in ("(", "[") and text[end : end + 1] in (")", "]"):
        return True
    is_time = _TIME.fullmatch(match[0]) is not None
    if not text[:start].strip():
        return not is_time or _AFTER_POSITION.match(text, end) is not None
    word = _POSITION_WORD.search(text, max(0, start - 20), start)
    return word is not None and not (is_time and word[1].lower() == "at")


def _find_file_name(match: re.Match[str]) -> tuple[str, int, int] | None:
    """Return the file name next to a line, with its 0-based start and end; None if there is none."""
    text, offset = match.string, max(0, match.start() - 300)
    before = text[offset : match.start()]
    file = _FILE_BEFORE.search(before) if "." in before else None
    if file is None:
        offset = match.end()
        file = _FILE_AFTER.match(text[offset : offset + 300])
    return (file[1], offset + file.start(1), offset + file.end(1)) if file is not None else None
