"""Workarounds for texts that are valid YAML 1.2 but that libyaml refuses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear._patterns import lazy_pattern
from preclear.source.lines import Lines
from preclear.source.yaml.input import replace_anchor_name, replace_indicators
from preclear.source.yaml.tabs import replace_tabs

if TYPE_CHECKING:
    from preclear.source.parser_input import YamlInput
    from preclear.source.yaml.syntax_errors import YamlProblem

# Directives come before the document. Anywhere else, a line that begins with `%` is left alone.
_DEPTH_MESSAGE = "maximum nesting depth"

_DIRECTIVE_BLOCK = lazy_pattern(r"\ufeff?(?:(?:%|#|[ \t]+#)[^\n]*\n|[ \t]*\r?\n)*+")
_VERSION = lazy_pattern(r"^%(?=YAML)", re.MULTILINE)
_RESERVED_DIRECTIVE = lazy_pattern(r"^%(?!(?:YAML|TAG)(?:[ \t\r\n]|\Z))(?=[^ \t\r\n])", re.MULTILINE)
_DOCUMENT = lazy_pattern(r"---(?=[ \t\r\n]|\Z)")
_ANCHOR = lazy_pattern(r"[&*]([^\s,\[\]{}]+)")
_ANCHOR_BEFORE = lazy_pattern(r"[&*][A-Za-z0-9_-]+\Z")
_ANCHOR_WITH_COLON = lazy_pattern(r"[ \t]*[&*]([^\s,\[\]{}]*:)(?=[ \t\r\n])")


def apply_workaround(yaml_input: YamlInput, problem: YamlProblem) -> YamlInput | None:
    """Return `yaml_input` in a form that libyaml reads; None if the problem is a real error. Raises InvalidTabError.

    Every node and key keeps its line and column.
    """
    text, message = yaml_input.text, problem.message
    lines = Lines(text)
    offset = -1 if problem.line is None else lines.offset(problem.line, problem.column)
    if "tab character" in message or ("cannot start any token" in message and text.startswith("\t", offset)):
        replacement = replace_tabs(text)
        return (
            yaml_input._replace(text=replacement.text, misplaced_tabs=replacement.misplaced_tabs)
            if replacement
            else None
        )
    if "incompatible YAML document" in message and offset >= 0:
        return _comment_out_directives(yaml_input, offset, _VERSION)
    if "scanning a directive" in problem.context and problem.context_line is not None:
        offset = lines.offset(problem.context_line, problem.context_column)
        return (
            _comment_out_directives(yaml_input, offset, _RESERVED_DIRECTIVE)
            if _DOCUMENT.match(text, _find_head_end(text))
            else None
        )
    if "alphabetic or numeric" in message and problem.context_line is not None:
        name = _ANCHOR.match(text, lines.offset(problem.context_line, problem.context_column))
        return replace_anchor_name(yaml_input, name[1]) if name else None
    if "mapping values are not allowed" in message and problem.line is not None:
        name = _ANCHOR_WITH_COLON.match(text, lines.offset(problem.line, 0))
        return replace_anchor_name(yaml_input, name[1]) if name else None
    if "cannot start any token" in message and (
        anchor := _ANCHOR_BEFORE.search(text, lines.offset(problem.line or 0, 0), offset)
    ):
        name = _ANCHOR.match(text, anchor.start())
        return replace_anchor_name(yaml_input, name[1]) if name else None
    if "node content" in message and text[offset : offset + 1] in (":", "?"):
        return replace_indicators(yaml_input)
    return None


def _comment_out_directives(yaml_input: YamlInput, offset: int, pattern: re.Pattern[str]) -> YamlInput | None:
    """Turn all directives that match `pattern` into comments. None if `offset` isn't at one of them."""
    text = yaml_input.text
    head_end = _find_head_end(text)
    if offset >= head_end or not pattern.match(text, offset):
        return None
    return yaml_input._replace(text=pattern.sub("#", text[:head_end]) + text[head_end:])


def _find_head_end(text: str) -> int:
    """Return the offset where the directives end, with the comments and blank lines among them."""
    match = _DIRECTIVE_BLOCK.match(text)
    return match.end() if match else 0


def text_before_limit(text: str, problem: YamlProblem) -> str | None:
    """Return the part of `text` before the level that exceeds libyaml's own limit; None if `problem` is another one.

    Newer builds of libyaml have that limit, and scan up to 1,024 characters ahead of their events. So they can meet it
    before the events reach the level that exceeds ours, or before an earlier syntax error. The part has one of the two,
    so reading it alone finds what to report.
    """
    if _DEPTH_MESSAGE not in problem.message or problem.line is None:
        return None
    return text[: Lines(text).offset(problem.line, problem.column)]
