"""Cures for texts that are sound YAML 1.2 and that libyaml refuses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.source.lines import Lines
    from preclear.source.yaml_words import Problem

# libyaml refuses a line of blanks with a tab at the start of a block scalar; YAML and every other reader do not.
_BLANK_WITH_TAB = re.compile(r"^( *)\t[ \t]*(?=\r?$)", re.MULTILINE)

# A directive stands before the document; anywhere else a line that begins with `%` is not ours to mend.
_ONLY_DIRECTIVES = re.compile(r"\ufeff?(?:(?:%|#|[ \t]+#)[^\n]*\n|[ \t]*\r?\n)*+")


def mend(source: str, lines: Lines, problem: Problem) -> str | None:
    """`source` in a form that libyaml reads, where it is libyaml that is mistaken; else None.

    No line or column of anything moves that a place could be asked for.
    """
    if "tab character where an indentation space" in problem.problem:
        mended = _BLANK_WITH_TAB.sub(r"\1", source)
        return mended if mended != source else None
    if "incompatible YAML document" in problem.problem and problem.line is not None:
        at = lines.offset(problem.line, problem.column)
        if source.startswith("%YAML", at) and _ONLY_DIRECTIVES.fullmatch(source, 0, at):
            return f"{source[:at]}#{source[at + 1 :]}"
    return None
