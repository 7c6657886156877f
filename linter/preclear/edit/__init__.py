"""Edits: what reports propose, written into the user's files or into a document beside them.

Reports with edits go in. Fixed texts come out, or an adapted document with its changes, its source map and an overlay.
"""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.edit.adaptation import Adaptation, Change, LeftOut, LeftOutReason, PatchOperation
    from preclear.edit.options import AdaptOptions, ArrayParameters, StatusRanges
    from preclear.edit.references import add_reference_updates
    from preclear.edit.selection import Selection, SelectionError, select_operations

__all__ = [
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
    "add_reference_updates",
    "select_operations",
]

__getattr__ = lazy_exports(
    __name__,
    {
        "adaptation": ("Adaptation", "Change", "LeftOut", "LeftOutReason", "PatchOperation"),
        "options": ("AdaptOptions", "ArrayParameters", "StatusRanges"),
        "references": ("add_reference_updates",),
        "selection": ("Selection", "SelectionError", "select_operations"),
    },
)
