"""Overlays (OpenAPI Overlay Specification): applied to a document before it's checked, or written for its changes.

Overlays and a document go in, and a document comes out whose source map leads to both. The other way round, the changes
of an adaptation become an overlay.
"""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.edit.overlay.apply import apply_overlays, read_overlay
    from preclear.edit.overlay.write import write_overlay

__all__ = ["apply_overlays", "read_overlay", "write_overlay"]

__getattr__ = lazy_exports(
    __name__,
    {
        "apply": ("apply_overlays", "read_overlay"),
        "write": ("write_overlay",),
    },
)
