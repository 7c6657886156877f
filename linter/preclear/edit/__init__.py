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
    from preclear.edit.options import AdaptOptions, ArrayParameters, StatusRanges
    from preclear.edit.references import add_reference_updates
    from preclear.edit.selection import Selection, SelectionError, select_operations
    from preclear.edit.source_map import write_source_map

__all__ = [
    "BASE_URL_RULES",
    "AdaptError",
    "AdaptOptions",
    "Adaptation",
    "ArrayParameters",
    "Change",
    "LeftOut",
    "LeftOutReason",
    "PatchOperation",
    "Selection",
    "SelectionError",
    "StatusRanges",
    "adapt_document",
    "add_reference_updates",
    "select_operations",
    "write_adaptation_overlay",
    "write_source_map",
]

__getattr__ = lazy_exports(
    __name__,
    {
        "adapt": ("adapt_document",),
        "adaptation": ("AdaptError", "Adaptation", "Change", "LeftOut", "LeftOutReason", "PatchOperation"),
        "adaptation_overlay": ("write_adaptation_overlay",),
        "base_url": ("BASE_URL_RULES",),
        "options": ("AdaptOptions", "ArrayParameters", "StatusRanges"),
        "source_map": ("write_source_map",),
        "references": ("add_reference_updates",),
        "selection": ("Selection", "SelectionError", "select_operations"),
    },
)
