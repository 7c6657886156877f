"""The check of one file after another, each with its own settings."""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.project.checker.checker import FileChecker
    from preclear.project.checker.entries import check_entry, load_stdin, read_stdin_stream
    from preclear.project.checker.garbage import collect_garbage_between_documents, pause_garbage_collector

__all__ = [
    "FileChecker",
    "check_entry",
    "collect_garbage_between_documents",
    "load_stdin",
    "pause_garbage_collector",
    "read_stdin_stream",
]

_exports = lazy_exports(
    __name__,
    {
        "checker": ("FileChecker",),
        "entries": (
            "check_entry",
            "load_stdin",
            "read_stdin_stream",
        ),
        "garbage": (
            "collect_garbage_between_documents",
            "pause_garbage_collector",
        ),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
