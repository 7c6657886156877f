"""libyaml's own limit on nesting, which its newer builds have.

libyaml scans up to 1,024 characters ahead of its events. So it can meet its limit before the events reach the level
that exceeds ours, and before a syntax error in front of that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.limits import OPTION
from preclear.source.lines import Lines
from preclear.source.trouble import EXCEEDED_LIMIT, Unusable, add_fault

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.yaml_words import Problem

_REFUSAL = "maximum nesting depth"


def in_front_of_limit(source: str, problem: Problem) -> str | None:
    """The part of `source` in front of the level that exceeds libyaml's limit; None where `problem` is another one.

    That part is within the limit, so it can be read on its own.
    """
    if _REFUSAL not in problem.problem or problem.line is None:
        return None
    return source[: Lines(source).offset(problem.line, problem.column)]


def refuse_nesting(document: Document, problem: Problem) -> Unusable:
    """Add the fault that libyaml's limit is exceeded where `problem` says; gives the exception to raise."""
    at = document.lines.offset(problem.line or 0, problem.column)
    add_fault(
        document,
        EXCEEDED_LIMIT,
        f"this is nested deeper than libyaml, the YAML parser, reads; `{OPTION} depth=N` doesn't widen its limit",
        at,
        at + 1,
        help=f"nest the document less deeply, or write it as JSON, which only `{OPTION} depth=N` limits",
    )
    return Unusable()
