"""Edits: what reports propose, written into the user's files or into a document beside them.

Reports with edits go in. Fixed texts come out, or an adapted document with its changes, its source map and an overlay.
"""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.edit.adaptation import Adaptation, AdaptError, Change, LeftOut, LeftOutReason, PatchOperation
    from preclear.edit.adapting.adapter import adapt_document
    from preclear.edit.adapting.base_url import BASE_URL_RULES
    from preclear.edit.adapting.source_map import write_source_map
    from preclear.edit.adapting.written_overlay import write_adaptation_overlay
    from preclear.edit.fixing.documents import FixableDocument, FixOptions
    from preclear.edit.fixing.fixer import MAX_ROUNDS, fix_documents
    from preclear.edit.fixing.fixes import FixableFinding, FixedFile, Fixes, UnfixedFinding
    from preclear.edit.options import AdaptOptions, ArrayParameters, StatusRanges
    from preclear.edit.pruning import PrunedPart, Pruning, Removals, prune
    from preclear.edit.references import add_reference_updates
    from preclear.edit.reports import CollectedReport
    from preclear.edit.selection import Selection, SelectionError, select_operations

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
        "adapting.adapter": ("adapt_document",),
        "adaptation": ("AdaptError", "Adaptation", "Change", "LeftOut", "LeftOutReason", "PatchOperation"),
        "fixing.fixer": ("MAX_ROUNDS", "fix_documents"),
        "fixing.documents": ("FixableDocument", "FixOptions"),
        "fixing.fixes": ("FixableFinding", "FixedFile", "Fixes", "UnfixedFinding"),
        "options": ("AdaptOptions", "ArrayParameters", "StatusRanges"),
        "pruning": ("PrunedPart", "Pruning", "Removals", "prune"),
        "references": ("add_reference_updates",),
        "selection": ("Selection", "SelectionError", "select_operations"),
        "reports": ("CollectedReport",),
        "adapting.written_overlay": ("write_adaptation_overlay",),
        "adapting.base_url": ("BASE_URL_RULES",),
        "adapting.source_map": ("write_source_map",),
    },
)
