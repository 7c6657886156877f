"""The engine: a document and the rules in, findings out."""

from preclear.engine.check import Checked, check, check_document
from preclear.engine.finding import Finding, Origin, Placed, RelatedPlace
from preclear.engine.kinds import INTERNAL_ERROR, all_kinds

__all__ = [
    "INTERNAL_ERROR",
    "Checked",
    "Finding",
    "Origin",
    "Placed",
    "RelatedPlace",
    "all_kinds",
    "check",
    "check_document",
]
