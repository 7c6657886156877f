"""Worker processes, which check files as `FileChecker` does."""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.project.workers.pool import WorkerPool

__all__ = [
    "WorkerPool",
]

_exports = lazy_exports(
    __name__,
    {
        "pool": ("WorkerPool",),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
