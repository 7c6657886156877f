"""Edits: what reports propose, written into the user's files or into a document beside them.

Reports with edits go in. Fixed texts come out, or an adapted document with its changes, its source map and an overlay.
"""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.edit.adapt import adapt_document
    from preclear.edit.adaptation import Adaptation, AdaptError, Change, LeftOut, LeftOutReason, PatchOperation
    from preclear.edit.adaptation_overlay import write_adaptation_overlay
    from preclear.edit.base_url import BASE_URL_RULES
    from preclear.edit.fix import MAX_ROUNDS, fix_documents
    from preclear.edit.fix_input import FixableDocument, FixOptions
    from preclear.edit.fixes import FixableFinding, FixedFile, Fixes, UnfixedFinding
    from preclear.edit.options import AdaptOptions, ArrayParameters, StatusRanges
    from preclear.edit.pruning import PrunedPart, Pruning, Removals, prune
    from preclear.edit.references import add_reference_updates
    from preclear.edit.reports import CollectedReport
    from preclear.edit.selection import Selection, SelectionError, select_operations
    from preclear.edit.source_map import write_source_map

__all__ = [
    "BASE_URL_RULES",
    "MAX_ROUNDS",
    "AdaptError",
    "AdaptOptions",
    "Adaptation",
    "ArrayParameters",
    "Change",
    "CollectedReport",
    "FixOptions",
    "FixableDocument",
    "FixableFinding",
    "FixedFile",
    "Fixes",
    "LeftOut",
    "LeftOutReason",
    "PatchOperation",
    "PrunedPart",
    "Pruning",
    "Removals",
    "Selection",
    "SelectionError",
    "StatusRanges",
    "UnfixedFinding",
    "adapt_document",
    "add_reference_updates",
    "fix_documents",
    "prune",
    "select_operations",
    "write_adaptation_overlay",
    "write_source_map",
]

__getattr__ = lazy_exports(
    __name__,
    {
        "adapt": ("adapt_document",),
        "adaptation": ("AdaptError", "Adaptation", "Change", "LeftOut", "LeftOutReason", "PatchOperation"),
        "fix": ("MAX_ROUNDS", "fix_documents"),
        "fix_input": ("FixableDocument", "FixOptions"),
        "fixes": ("FixableFinding", "FixedFile", "Fixes", "UnfixedFinding"),
        "options": ("AdaptOptions", "ArrayParameters", "StatusRanges"),
        "pruning": ("PrunedPart", "Pruning", "Removals", "prune"),
        "references": ("add_reference_updates",),
        "selection": ("Selection", "SelectionError", "select_operations"),
        "reports": ("CollectedReport",),
        "adaptation_overlay": ("write_adaptation_overlay",),
        "base_url": ("BASE_URL_RULES",),
        "source_map": ("write_source_map",),
    },
)
