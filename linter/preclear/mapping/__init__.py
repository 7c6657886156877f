"""An import's answer, mapped back to the document: every message becomes a finding at the place that it is about.

A checked document and the parsed answer go in, with the source map where a bundle was sent. A `MappedAnswer` comes out:
the findings, what was created, how that differs from the plan field by field, and counts of whatever isn't listed.

`compare_plans` compares the plan with an older one: of another document, or of what the platform has.
"""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports
from preclear.engine import IMPORT_KINDS as KINDS

if TYPE_CHECKING:
    from preclear.mapping.answer.answer import MAX_MESSAGES, Answer, Message
    from preclear.mapping.answer.reader import read_answer
    from preclear.mapping.answer.resources import AnswerResource
    from preclear.mapping.collector import MappedFinding
    from preclear.mapping.comparison.result import COMPARED_KINDS, ComparedResources, Comparison
    from preclear.mapping.comparison.wording import describe_compared, describe_unknown, wrap_counts
    from preclear.mapping.mapper import CreatedConnector, MappedAnswer, ValidationCounts, map_answer
    from preclear.mapping.plan_changes.change import RESOURCE_KINDS, Change, ChangeKind, PlanChanges
    from preclear.mapping.plan_changes.compare import compare_plans
    from preclear.mapping.plan_changes.document_snapshot import make_document_snapshot
    from preclear.mapping.plan_changes.platform_snapshot import make_platform_snapshot
    from preclear.mapping.plan_changes.snapshot import ConnectorSnapshot
    from preclear.mapping.summary import DIFFERENCES, summary_lines, unlisted_lines

__all__ = [
    "COMPARED_KINDS",
    "DIFFERENCES",
    "KINDS",
    "MAX_MESSAGES",
    "RESOURCE_KINDS",
    "Answer",
    "AnswerResource",
    "Change",
    "ChangeKind",
    "ComparedResources",
    "Comparison",
    "ConnectorSnapshot",
    "CreatedConnector",
    "MappedAnswer",
    "MappedFinding",
    "Message",
    "PlanChanges",
    "ValidationCounts",
    "compare_plans",
    "describe_compared",
    "describe_unknown",
    "make_document_snapshot",
    "make_platform_snapshot",
    "map_answer",
    "read_answer",
    "summary_lines",
    "unlisted_lines",
    "wrap_counts",
]

_exports = lazy_exports(
    __name__,
    {
        "answer.answer": ("MAX_MESSAGES", "Answer", "Message"),
        "answer.reader": ("read_answer",),
        "answer.resources": ("AnswerResource",),
        "collector": ("MappedFinding",),
        "comparison.result": ("COMPARED_KINDS", "ComparedResources", "Comparison"),
        "comparison.wording": ("describe_compared", "describe_unknown", "wrap_counts"),
        "mapper": ("CreatedConnector", "MappedAnswer", "ValidationCounts", "map_answer"),
        "plan_changes.change": ("RESOURCE_KINDS", "Change", "ChangeKind", "PlanChanges"),
        "plan_changes.compare": ("compare_plans",),
        "plan_changes.document_snapshot": ("make_document_snapshot",),
        "plan_changes.platform_snapshot": ("make_platform_snapshot",),
        "plan_changes.snapshot": ("ConnectorSnapshot",),
        "summary": ("DIFFERENCES", "summary_lines", "unlisted_lines"),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
