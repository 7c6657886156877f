"""Cures for texts that are sound YAML 1.2 and that libyaml refuses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.source.lines import Lines
from preclear.source.yaml.input import replace_anchor_name, replace_indicators
from preclear.source.yaml.tabs import replace_tabs

if TYPE_CHECKING:
    from preclear.source.yaml.input import YamlInput
    from preclear.source.yaml.syntax_errors import YamlProblem

# A directive stands before the document; anywhere else a line that begins with `%` is not ours to mend.
_DIRECTIVE_BLOCK = re.compile(r"\ufeff?(?:(?:%|#|[ \t]+#)[^\n]*\n|[ \t]*\r?\n)*+")
_VERSION = re.compile(r"^%(?=YAML)", re.MULTILINE)
_RESERVED_DIRECTIVE = re.compile(r"^%(?!(?:YAML|TAG)(?:[ \t\r\n]|\Z))(?=[^ \t\r\n])", re.MULTILINE)
_DOCUMENT = re.compile(r"---(?=[ \t\r\n]|\Z)")
_ANCHOR = re.compile(r"[&*]([^\s,\[\]{}]+)")
_ANCHOR_BEFORE = re.compile(r"[&*][A-Za-z0-9_-]+\Z")
_ANCHOR_WITH_COLON = re.compile(r"[ \t]*[&*]([^\s,\[\]{}]*:)(?=[ \t\r\n])")


def apply_workaround(yaml_input: YamlInput, problem: YamlProblem) -> YamlInput | None:
    """`yaml_input` in a form that libyaml reads, where it is libyaml that is mistaken; else None.

    No line or column of anything moves that a place could be asked for. Raises InvalidTabError.
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
    """`yaml_input` with all directives of a sort made comments; None where the one at `offset` is not of it, or not above."""
    text = yaml_input.text
    head_end = _find_head_end(text)
    if offset >= head_end or not pattern.match(text, offset):
        return None
    return yaml_input._replace(text=pattern.sub("#", text[:head_end]) + text[head_end:])


def _find_head_end(text: str) -> int:
    """Where the directives end, and the comments and blank lines among them."""
    match = _DIRECTIVE_BLOCK.match(text)
    return match.end() if match else 0
