"""Several faults in one text: one a line, in a list with bullets or numbers, or separated by `; ` or ` | `."""

from __future__ import annotations

import re

MAX_FAULTS = 200
"""Faults of one text that are separated. The rest of the text is part of the last one."""

_MAX_LENGTH = 16_384  # characters of a text that are separated into faults
_SEPARATOR = re.compile(r"\n|;\s|(?<!\d)\s\|\s|\s\*\s")
_NUMBER = re.compile(r"(?:^|(?<=\s)|(?<=:))(\d{1,3})[.)]\s")
_CONTINUATION = re.compile(r"[ \t]{0,80}(?:[{}\]^~>|]|\[$|\d+ ?\||---|\.\.\.)|[ \t]{1,80}[\"'\[]")
"""Starts of lines that quote data or a document, as validators add them to a fault."""

_LIST_MARK = re.compile(r"\s*(?:[*•-]\s+|\d{1,3}[.)]\s+)?")


def split_faults(text: str) -> list[str]:
    """Return the parts of `text` that can be faults of their own, without bullets and numbers; only one if it's one.

    Separators in a text about one thing can part it wrongly: whether the parts are about different things isn't known
    here.
    """
    excerpt = text[:_MAX_LENGTH]
    numbers = _find_list_numbers(excerpt) if "1. " in excerpt or "1) " in excerpt else []
    if not numbers and _SEPARATOR.search(excerpt) is None:
        return [text]
    ends = (match.end() for match in _SEPARATOR.finditer(excerpt) if not _CONTINUATION.match(excerpt, match.end()))
    starts = sorted({0, *numbers, *ends})[:MAX_FAULTS]
    parts = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    return [fault for part in parts if (fault := _strip_marks(part))]


def without_quotations(text: str) -> str:
    """Return `text` without its lines that quote data or a document: what they name isn't what the text is about."""
    lines = text.split("\n")
    return "\n".join([lines[0], *(line for line in lines[1:] if _CONTINUATION.match(line) is None)])


def _find_list_numbers(text: str) -> list[int]:
    """Return the 0-based starts of `1. `, `2. ` and so on, if there are at least two in order."""
    starts: list[int] = []
    for match in _NUMBER.finditer(text):
        if int(match[1]) == len(starts) + 1:
            starts.append(match.start())
    return starts if len(starts) > 1 else []


def _strip_marks(part: str) -> str:
    mark = _LIST_MARK.match(part)
    return part[mark.end() if mark is not None else 0 :].strip().removesuffix(";").removesuffix(" |").rstrip(" \t*|")
