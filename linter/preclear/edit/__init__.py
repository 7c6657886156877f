"""Edits: what reports propose, written into the user's files or into a document beside them.

Reports with edits go in. Fixed texts come out, or an adapted document with its changes, its source map and an overlay.
"""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.edit.adaptation.adapter import adapt_document
    from preclear.edit.adaptation.base_url import BASE_URL_RULES
    from preclear.edit.adaptation.model import Adaptation, AdaptError, Change, LeftOut, LeftOutReason
    from preclear.edit.adaptation.source_map import write_source_map
    from preclear.edit.adaptation.written_overlay import write_adaptation_overlay
    from preclear.edit.fixes.documents import FixableDocument, FixOptions
    from preclear.edit.fixes.fixer import MAX_ROUNDS, fix_documents
    from preclear.edit.fixes.model import FixableFinding, FixedFile, Fixes, UnfixedFinding
    from preclear.edit.options import AdaptOptions, ArrayParameters, StatusRanges
    from preclear.edit.patch_operation import PatchOperation
    from preclear.edit.pruning import PrunedPart, Pruning, prune
    from preclear.edit.references import add_reference_updates
    from preclear.edit.reports import CollectedReport
    from preclear.edit.selection import Selection, SelectionError, select_operations
    from preclear.edit.suppressions import suppress_finding
    from preclear.edit.text_changes import FixScope, add_text_fixes, join_text_fixes

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
    "FixScope",
    "FixableDocument",
    "FixableFinding",
    "FixedFile",
    "Fixes",
    "LeftOut",
    "LeftOutReason",
    "PatchOperation",
    "PrunedPart",
    "Pruning",
    "Selection",
    "SelectionError",
    "StatusRanges",
    "UnfixedFinding",
    "adapt_document",
    "add_reference_updates",
    "add_text_fixes",
    "fix_documents",
    "join_text_fixes",
    "prune",
    "select_operations",
    "suppress_finding",
    "write_adaptation_overlay",
    "write_source_map",
]

_exports = lazy_exports(
    __name__,
    {
        "adaptation.adapter": ("adapt_document",),
        "adaptation.model": ("AdaptError", "Adaptation", "Change", "LeftOut", "LeftOutReason"),
        "fixes.fixer": ("MAX_ROUNDS", "fix_documents"),
        "fixes.documents": ("FixableDocument", "FixOptions"),
        "fixes.model": ("FixableFinding", "FixedFile", "Fixes", "UnfixedFinding"),
        "options": ("AdaptOptions", "ArrayParameters", "StatusRanges"),
        "pruning": ("PrunedPart", "Pruning", "prune"),
        "patch_operation": ("PatchOperation",),
        "references": ("add_reference_updates",),
        "selection": ("Selection", "SelectionError", "select_operations"),
        "suppressions": ("suppress_finding",),
        "text_changes": ("FixScope", "add_text_fixes", "join_text_fixes"),
        "reports": ("CollectedReport",),
        "adaptation.written_overlay": ("write_adaptation_overlay",),
        "adaptation.base_url": ("BASE_URL_RULES",),
        "adaptation.source_map": ("write_source_map",),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
