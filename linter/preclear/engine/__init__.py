"""The engine: a document and the rules in, findings out."""

from preclear.engine.check import CheckResult, check, check_document
from preclear.engine.finding import Finding, Origin, Placement, RelatedPlace
from preclear.engine.kinds import INTERNAL_ERROR, all_kinds

__all__ = [
    "INTERNAL_ERROR",
    "CheckResult",
    "Finding",
    "Origin",
    "Placement",
    "RelatedPlace",
    "all_kinds",
    "check",
    "check_document",
]
