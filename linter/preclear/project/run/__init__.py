"""A single run over many documents: from paths to results."""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.project.run.run import ProjectRun
    from preclear.project.run.run_memory import RunMemory

__all__ = [
    "ProjectRun",
    "RunMemory",
]

_exports = lazy_exports(
    __name__,
    {
        "run": ("ProjectRun",),
        "run_memory": ("RunMemory",),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
