"""The document that an upload sends for one in several files."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.source import load_bytes

if TYPE_CHECKING:
    from preclear.bundle import Bundle, SourceMap
    from preclear.source import Document, Limits


class SentDocument(NamedTuple):
    """The document that an upload sends for one in several files, with the way back to them."""

    document: Document
    source_map: SourceMap


def load_sent_document(bundle: Bundle, limits: Limits) -> SentDocument | None:
    """Load the document that is sent; None if it's the user's own file, byte for byte."""
    if bundle.is_single_file:
        return None
    return SentDocument(load_bytes(bundle.data, f"openapi.{bundle.format}", limits), bundle.source_map)
