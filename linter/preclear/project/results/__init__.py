"""What a run keeps of each file, and the results that it builds from that.

In: checked documents. Out: their findings without duplicates, whether the run fails, and what a baseline or a report
needs of them.
"""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.project.results.baseline import BaselineUpdate, write_baseline_update
    from preclear.project.results.builder import ResultsBuilder
    from preclear.project.results.file_result import (
        AdaptedFile,
        CheckedFile,
        FileResult,
        describe_failure,
        is_unchecked,
        list_files,
    )
    from preclear.project.results.report_details import (
        DetailsCollector,
        ReportDetails,
        ReportedKind,
        SuppressedEntry,
        SuppressionSource,
        list_kinds,
    )
    from preclear.project.results.results import (
        AdaptableErrors,
        CheckResults,
        FailureReason,
        Results,
        display_paths,
        is_failing,
        list_documents,
        make_results,
    )
    from preclear.project.results.unused_ignores import IgnoreUses

__all__ = [
    "AdaptableErrors",
    "AdaptedFile",
    "BaselineUpdate",
    "CheckResults",
    "CheckedFile",
    "DetailsCollector",
    "FailureReason",
    "FileResult",
    "IgnoreUses",
    "ReportDetails",
    "ReportedKind",
    "Results",
    "ResultsBuilder",
    "SuppressedEntry",
    "SuppressionSource",
    "describe_failure",
    "display_paths",
    "is_failing",
    "is_unchecked",
    "list_documents",
    "list_files",
    "list_kinds",
    "make_results",
    "write_baseline_update",
]

_exports = lazy_exports(
    __name__,
    {
        "baseline": (
            "BaselineUpdate",
            "write_baseline_update",
        ),
        "builder": ("ResultsBuilder",),
        "file_result": (
            "AdaptedFile",
            "CheckedFile",
            "FileResult",
            "describe_failure",
            "is_unchecked",
            "list_files",
        ),
        "report_details": (
            "DetailsCollector",
            "ReportDetails",
            "ReportedKind",
            "SuppressedEntry",
            "SuppressionSource",
            "list_kinds",
        ),
        "results": (
            "AdaptableErrors",
            "CheckResults",
            "FailureReason",
            "Results",
            "display_paths",
            "is_failing",
            "list_documents",
            "make_results",
        ),
        "unused_ignores": ("IgnoreUses",),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
