"""libyaml's own limit on nesting, which its newer builds have.

libyaml scans up to 1,024 characters ahead of its events. So it can meet its limit before the events reach the level
that exceeds ours, and before a syntax error in front of that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.lines import Lines

if TYPE_CHECKING:
    from preclear.source.yaml.syntax_errors import YamlProblem

_DEPTH_MESSAGE = "maximum nesting depth"


def text_before_limit(text: str, problem: YamlProblem) -> str | None:
    """The part of `text` in front of the level that exceeds libyaml's limit; None where `problem` is another one.

    That part is within libyaml's limit and exceeds ours, or has a syntax error: it is read on its own to find that.
    """
    if _DEPTH_MESSAGE not in problem.message or problem.line is None:
        return None
    return text[: Lines(text).offset(problem.line, problem.column)]
