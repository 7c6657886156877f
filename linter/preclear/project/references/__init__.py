"""Which files refer to which, by the names of files in their texts, and the documents that a file is a part of.

Nothing is parsed.
"""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.project.references.document_search import DocumentSearch, FoundDocuments
    from preclear.project.references.graph import ReferenceGraph, widen_root
    from preclear.project.references.scanner import ReferenceScanner
    from preclear.project.references.texts import has_openapi_key

__all__ = [
    "DocumentSearch",
    "FoundDocuments",
    "ReferenceGraph",
    "ReferenceScanner",
    "has_openapi_key",
    "widen_root",
]

_exports = lazy_exports(
    __name__,
    {
        "document_search": (
            "DocumentSearch",
            "FoundDocuments",
        ),
        "graph": (
            "ReferenceGraph",
            "widen_root",
        ),
        "scanner": ("ReferenceScanner",),
        "texts": ("has_openapi_key",),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
