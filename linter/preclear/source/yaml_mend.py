"""Cures for texts that are sound YAML 1.2 and that libyaml refuses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.source.lines import Lines
    from preclear.source.yaml_words import Problem

# libyaml refuses a line of white space, or of white space and a comment, for a tab that it begins with. YAML does not
# (1.2.2, 6.6 Comments). In a block scalar the same line may be text: that is known by its header and its indentation.
_TABBED = re.compile(
    r"^(?:"
    r"(?P<header>(?P<indent> *+)(?![#\t\r\n])(?:[^\n]*[ \t])?[|>][-+0-9]*(?:[ \t]+#[^\n]*|[ \t]*)\r?\n)"
    r"(?P<before>(?:[ \t]*\r?\n)*+)"
    r"(?P<lines>(?:(?P=indent)[ ][^\n]*\n|[ \t]*\r?\n)*+)"
    r"|(?P<blanks> *+\t[ \t]*)(?=#|\r?$)"
    r")",
    re.MULTILINE,
)
_BLANK_WITH_TAB = re.compile(r"^( *)\t[ \t]*(?=\r?$)", re.MULTILINE)

# A directive stands before the document; anywhere else a line that begins with `%` is not ours to mend.
_HEAD = re.compile(r"\ufeff?(?:(?:%|#|[ \t]+#)[^\n]*\n|[ \t]*\r?\n)*+")
_VERSION = re.compile(r"^%(?=YAML)", re.MULTILINE)
_RESERVED = re.compile(r"^%(?!(?:YAML|TAG)(?:[ \t\r\n]|\Z))(?=[^ \t\r\n])", re.MULTILINE)
_DOCUMENT = re.compile(r"---(?=[ \t\r\n]|\Z)")


def mend(source: str, lines: Lines, problem: Problem) -> str | None:
    """`source` in a form that libyaml reads, where it is libyaml that is mistaken; else None.

    No line or column of anything moves that a place could be asked for.
    """
    said, at = problem.problem, None
    if problem.line is not None:
        at = lines.offset(problem.line, problem.column)
    if "tab character" in said or ("cannot start any token" in said and source.startswith("\t", at)):
        mended = _TABBED.sub(_without_tabs, source)
        return mended if mended != source else None
    if "incompatible YAML document" in said and at is not None:
        return _without_directives(source, at, _VERSION)
    if "scanning a directive" in problem.context and problem.context_line is not None:
        at = lines.offset(problem.context_line, problem.context_column)
        return _without_directives(source, at, _RESERVED) if _DOCUMENT.match(source, _head_end(source)) else None
    return None


def _without_tabs(found: re.Match[str]) -> str:
    """A line, or a block scalar, without the tabs that are no text."""
    if found["header"] is None:
        return " " * len(found["blanks"])
    before, lines = found["before"], found["lines"]
    deep = len(lines) - len(lines.lstrip(" "))
    before = _BLANK_WITH_TAB.sub(r"\1", before)
    lines = _BLANK_WITH_TAB.sub(lambda blank: blank[0] if len(blank[1]) >= deep else blank[1], lines)
    return found["header"] + before + lines


def _without_directives(source: str, at: int, sort: re.Pattern[str]) -> str | None:
    """`source` with all directives of a sort made comments; None where the one at `at` is not of it, or not above."""
    head = _head_end(source)
    if at >= head or not sort.match(source, at):
        return None
    return sort.sub("#", source[:head]) + source[head:]


def _head_end(source: str) -> int:
    """Where the directives end, and the comments and blank lines among them."""
    found = _HEAD.match(source)
    return found.end() if found else 0
