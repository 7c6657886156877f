"""Text from documents in Markdown: it shows, and nothing in it acts.

The rules are those of GitHub Flavored Markdown. Beyond them, GitHub makes links of mentions, issue numbers, commit ids
and addresses in plain text, and emojis and formulas of words such as `:a:` and `$a$`, whatever is escaped. None of this
happens in code spans, so such words become code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from preclear.report.rendering.escape import escape
from preclear.source import truncate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MAX_TEXT_LENGTH = 2_000
"""Maximum length of one message, in characters."""

_WORD = re.compile(r"(\s+)")
_ACTING_WORD = re.compile(
    r"\$|[@#~^%&!](?=[\w\"'`{])"  # formulas, mentions, issues, and references of other platforms
    r"|://|\bwww\.|\b(?:mailto|xmpp):"
    r"|:[\w+-]+:"  # emojis
    r"|\bGH-\d|\b[0-9a-fA-F]{7,}\b",  # issues, commits
    re.IGNORECASE,
)
_MARKUP = re.compile(r"[\\`*_\[\]|~$^<>&]")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_BACKTICKS = re.compile("`+")
_MAX_BACKTICKS = 20  # parsers don't look for the end of a code span behind a longer fence; cmark allows 80
_BEFORE_CODE = frozenset(" ([{\"'/=")
_AFTER_CODE = frozenset(" )]}\"'/=,;:.?!…")


class _Segment(NamedTuple):
    """A part of a text, which is code or not."""

    is_code: bool
    text: str


def format_prose(text: str) -> str:
    """Format a message or a help in one line. What it has in backticks becomes code; everything else is escaped."""
    segments = _merge(_split_prose(truncate(escape(text), MAX_TEXT_LENGTH)))
    return "".join(format_code(text) if is_code else _MARKUP.sub(_escape_markup, text) for is_code, text in segments)


def format_code(text: str) -> str:
    """Format a code span, in a fence longer than any backticks in it."""
    escaped = truncate(escape(text), MAX_TEXT_LENGTH) or '""'
    longest = max(map(len, _BACKTICKS.findall(escaped)), default=0)
    if longest > _MAX_BACKTICKS:
        escaped, longest = escaped.replace("`", "\\x60"), 0
    fence = "`" * (longest + 1)
    needs_space = escaped.startswith(("`", " ")) or escaped.endswith(("`", " "))
    padding = " " if needs_space and escaped.strip() else ""
    return f"{fence}{padding}{escaped}{padding}{fence}"


def format_cell(text: str) -> str:
    """Format a code span in a table. A `|` is shown as an escape, because tables end a cell there even in code."""
    return format_code(escape(text).replace("|", "\\x7c"))


def format_html_code(text: str) -> str:
    """Format code in a line of HTML."""
    escaped = truncate(escape(text), MAX_TEXT_LENGTH).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<code>{escaped}</code>"


def format_link(text: str, url: str | None) -> str:
    """Format code that is a link; without an address, only the code. `url` is one of preclear's own."""
    return f"[{format_code(text)}]({url})" if url is not None else format_code(text)


def measure(text: str) -> int:
    """Return the length of `text` in bytes of UTF-8, which no platform counts higher."""
    return len(text.encode())


def take_lines(lines: Sequence[str], max_length: int) -> list[str]:
    """Return the first lines that fit into `max_length` bytes, each with its newline."""
    taken: list[str] = []
    for line in lines:
        max_length -= measure(line) + 1
        if max_length < 0:
            break
        taken.append(line)
    return taken


def _split_prose(text: str) -> Iterator[_Segment]:
    """Split at code in backticks, and the rest at words that would act."""
    for is_code, part in _split_code(text):
        if is_code:
            yield _Segment(is_code, part)
            continue
        for word in _WORD.split(part):
            yield _Segment(_ACTING_WORD.search(word) is not None, word)


def _split_code(text: str) -> Iterator[_Segment]:
    """Split at backticks that begin and end code. Those inside of words are part of a name."""
    end = 0
    start: int | None = None
    for match in re.finditer("`", text):
        position = match.start()
        if start is None:
            if position == 0 or text[position - 1] in _BEFORE_CODE:
                start = position
        elif position > start + 1 and (position + 1 == len(text) or text[position + 1] in _AFTER_CODE):
            yield _Segment(False, text[end:start])
            yield _Segment(True, text[start + 1 : position])
            start, end = None, position + 1
    yield _Segment(False, text[end:])


def _merge(segments: Iterable[_Segment]) -> list[_Segment]:
    """Merge neighbours of the same kind: two adjacent code spans would be read as one with backticks in it."""
    merged: list[_Segment] = []
    for segment in segments:
        if not segment.text:
            continue
        if merged and merged[-1].is_code == segment.is_code:
            merged[-1] = _Segment(segment.is_code, merged[-1].text + segment.text)
        else:
            merged.append(segment)
    return merged


def _escape_markup(match: re.Match[str]) -> str:
    return _ENTITIES.get(match[0], f"\\{match[0]}")
