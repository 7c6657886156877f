"""Overlays (OpenAPI Overlay Specification): applied to a document before it's checked, or written for its changes.

Overlays and a document go in, and a document comes out whose source map leads to both. The other way round, the changes
of an adaptation become an overlay.
"""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.edit.overlay.apply import OverlayError, apply_overlays
    from preclear.edit.overlay.write import write_overlay

__all__ = ["OverlayError", "apply_overlays", "write_overlay"]

_exports = lazy_exports(
    __name__,
    {
        "apply": ("OverlayError", "apply_overlays"),
        "write": ("write_overlay",),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
