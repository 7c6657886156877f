"""A suppression, and the finding that it keeps from being reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from preclear._records import MutableRecord, NamedTuple, field

if TYPE_CHECKING:
    from preclear.config import Ignore
    from preclear.engine.finding import Finding
    from preclear.source import Fault, Place, Pointer, Span

IGNORE_KEY = "x-preclear-ignore"
COMMENT_MARKER = "preclear:"
"""The start of a comment that suppresses. A text with neither this nor `IGNORE_KEY` has no suppressions."""


class Suppression(MutableRecord, kw_only=True):
    """A rule that a document suppresses, and for which part of the document.

    It covers every finding that begins on one of `lines` (1-based) or inside `node_span` (a node's key and value in the
    text), and every finding about the node at one of `pointers` or below. `name_place` is where the rule is named,
    `directive_place` is the comment or key that contains the name, `scope_text` describes the part in words.
    """

    rule: str
    reason: str
    name_place: Place
    directive_place: Place
    scope_text: str
    lines: frozenset[int] = frozenset()
    node_span: Span | None = None
    pointers: list[Pointer] = field(default_factory=list["Pointer"])
    is_used: bool = False


Suppressor: TypeAlias = "Suppression | Ignore"
"""What suppresses a finding: a comment or key of the document itself, or an ignore of a config."""


class SuppressedFinding(NamedTuple):
    """A finding that isn't reported, and what suppresses it."""

    finding: Finding
    suppressor: Suppressor

    @property
    def reason(self) -> str:
        """The reason that the suppression gives; empty if it gives none."""
        return self.suppressor.reason


class SuppressionScan(NamedTuple):
    """The suppressions of one document, and the faults in how they are written."""

    suppressions: list[Suppression]
    faults: list[Fault]
