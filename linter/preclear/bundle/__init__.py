"""Several files to one self-contained document, because an import takes one.

An API description or a checked document goes in. A `Bundle` comes out: the bytes to send, the files that went into
them, and a source map from every node of the bundle back to its file.
"""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.bundle.bundler import Bundle, BundledFile, SourceMap, bundle
    from preclear.bundle.document import BundledDocument, UnbundledError, bundle_checked
    from preclear.bundle.tree import BundleError

__all__ = [
    "Bundle",
    "BundleError",
    "BundledDocument",
    "BundledFile",
    "SourceMap",
    "UnbundledError",
    "bundle",
    "bundle_checked",
]

_exports = lazy_exports(
    __name__,
    {
        "bundler": ("Bundle", "BundledFile", "SourceMap", "bundle"),
        "document": ("BundledDocument", "UnbundledError", "bundle_checked"),
        "tree": ("BundleError",),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
