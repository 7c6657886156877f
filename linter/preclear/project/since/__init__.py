"""The comparison of documents with a git revision: which of them differ, and which findings they had there.

The repository may be untrusted: see `Revision` for how it's read.
"""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.project.since.comparison import Comparison
    from preclear.project.since.observation import OldObservation
    from preclear.project.since.old_versions import OldFiles, OldVersions

__all__ = [
    "Comparison",
    "OldFiles",
    "OldObservation",
    "OldVersions",
]

_exports = lazy_exports(
    __name__,
    {
        "comparison": ("Comparison",),
        "observation": ("OldObservation",),
        "old_versions": (
            "OldFiles",
            "OldVersions",
        ),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
