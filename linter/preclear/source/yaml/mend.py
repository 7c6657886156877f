"""Cures for texts that are sound YAML 1.2 and that libyaml refuses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.source.lines import Lines
from preclear.source.yaml.source import without_indicators, without_name
from preclear.source.yaml.tabs import without_tabs

if TYPE_CHECKING:
    from preclear.source.yaml.source import Source
    from preclear.source.yaml.words import Problem

# A directive stands before the document; anywhere else a line that begins with `%` is not ours to mend.
_HEAD = re.compile(r"\ufeff?(?:(?:%|#|[ \t]+#)[^\n]*\n|[ \t]*\r?\n)*+")
_VERSION = re.compile(r"^%(?=YAML)", re.MULTILINE)
_RESERVED = re.compile(r"^%(?!(?:YAML|TAG)(?:[ \t\r\n]|\Z))(?=[^ \t\r\n])", re.MULTILINE)
_DOCUMENT = re.compile(r"---(?=[ \t\r\n]|\Z)")
_ANCHOR = re.compile(r"[&*]([^\s,\[\]{}]+)")
_ANCHOR_BEFORE = re.compile(r"[&*][A-Za-z0-9_-]+\Z")
_ANCHOR_WITH_COLON = re.compile(r"[ \t]*[&*]([^\s,\[\]{}]*:)(?=[ \t\r\n])")


def mend(source: Source, problem: Problem) -> Source | None:
    """`source` in a form that libyaml reads, where it is libyaml that is mistaken; else None.

    No line or column of anything moves that a place could be asked for. Raises WrongTab.
    """
    text, said = source.text, problem.problem
    lines = Lines(text)
    at = -1 if problem.line is None else lines.offset(problem.line, problem.column)
    if "tab character" in said or ("cannot start any token" in said and text.startswith("\t", at)):
        mended = without_tabs(text)
        return source._replace(text=mended.text, misplaced=mended.misplaced) if mended else None
    if "incompatible YAML document" in said and at >= 0:
        return _without_directives(source, at, _VERSION)
    if "scanning a directive" in problem.context and problem.context_line is not None:
        at = lines.offset(problem.context_line, problem.context_column)
        return _without_directives(source, at, _RESERVED) if _DOCUMENT.match(text, _head_end(text)) else None
    if "alphabetic or numeric" in said and problem.context_line is not None:
        name = _ANCHOR.match(text, lines.offset(problem.context_line, problem.context_column))
        return without_name(source, name[1]) if name else None
    if "mapping values are not allowed" in said and problem.line is not None:
        name = _ANCHOR_WITH_COLON.match(text, lines.offset(problem.line, 0))
        return without_name(source, name[1]) if name else None
    if "cannot start any token" in said and (
        cut := _ANCHOR_BEFORE.search(text, lines.offset(problem.line or 0, 0), at)
    ):
        name = _ANCHOR.match(text, cut.start())
        return without_name(source, name[1]) if name else None
    if "node content" in said and text[at : at + 1] in (":", "?"):
        return without_indicators(source)
    return None


def _without_directives(source: Source, at: int, sort: re.Pattern[str]) -> Source | None:
    """`source` with all directives of a sort made comments; None where the one at `at` is not of it, or not above."""
    text = source.text
    head = _head_end(text)
    if at >= head or not sort.match(text, at):
        return None
    return source._replace(text=sort.sub("#", text[:head]) + text[head:])


def _head_end(text: str) -> int:
    """Where the directives end, and the comments and blank lines among them."""
    found = _HEAD.match(text)
    return found.end() if found else 0
