"""libyaml's own limit on nesting, which its newer builds have.

libyaml scans up to 1,024 characters ahead of its events. So it can meet its limit before the events reach the level
that exceeds ours, and before a syntax error in front of that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.lines import Lines

if TYPE_CHECKING:
    from preclear.source.yaml.words import Problem

_REFUSAL = "maximum nesting depth"


def in_front_of_limit(source: str, problem: Problem) -> str | None:
    """The part of `source` in front of the level that exceeds libyaml's limit; None where `problem` is another one.

    That part is within libyaml's limit and exceeds ours, or has a syntax error: it is read on its own to find that.
    """
    if _REFUSAL not in problem.problem or problem.line is None:
        return None
    return source[: Lines(source).offset(problem.line, problem.column)]
