"""The check of many documents: paths and options in, the findings of all documents and notes about the run out.

It finds inputs, configs, roots and the baseline, and runs worker processes. It prints nothing.
"""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.project.adapt_file import adapt
    from preclear.project.baseline import BaselineUpdate
    from preclear.project.check import check_paths
    from preclear.project.checker import FileChecker
    from preclear.project.entries import check_entry, load_stdin, read_stdin_stream, refusal_reason
    from preclear.project.file_result import AdaptedFile, CheckedFile, is_unchecked, list_files
    from preclear.project.fix import fix_paths
    from preclear.project.fix_files import FixError
    from preclear.project.folder_search import SUFFIXES
    from preclear.project.garbage import pause_garbage_collector
    from preclear.project.inputs import STDIN, STDIN_DISPLAY_PATH, Input, make_input
    from preclear.project.notes import (
        BrokenConfig,
        CheckFailure,
        EntryCount,
        InternalFailure,
        KnownFindings,
        Note,
        NothingChecked,
        PassedOver,
        Problem,
        ReferringDocuments,
        SkippedFiles,
        StaleEntries,
        UnadaptedDocument,
        UnchangedFiles,
        UnchangedFindings,
        UncheckedFiles,
        UnlistedFolder,
        UnmatchedPattern,
        UnreferencedFiles,
        UnusedIgnoreFile,
    )
    from preclear.project.old_document import OldDocument, RevisionError, read_old_file, read_old_revision
    from preclear.project.project import Project
    from preclear.project.reference_search import SearchProblem
    from preclear.project.report_details import (
        ReportDetail,
        ReportDetails,
        ReportedKind,
        SuppressedEntry,
        SuppressionSource,
    )
    from preclear.project.results import (
        AdaptableErrors,
        CheckResults,
        FailureReason,
        Results,
        display_paths,
        is_failing,
        list_documents,
        make_results,
    )
    from preclear.project.session import CheckSession
    from preclear.project.settings import MAX_JOBS, CheckOptions, FindingRetention, OptionError, SettingsResolver

__all__ = [
    "MAX_JOBS",
    "STDIN",
    "STDIN_DISPLAY_PATH",
    "SUFFIXES",
    "AdaptableErrors",
    "AdaptedFile",
    "BaselineUpdate",
    "BrokenConfig",
    "CheckFailure",
    "CheckOptions",
    "CheckResults",
    "CheckSession",
    "CheckedFile",
    "EntryCount",
    "FailureReason",
    "FileChecker",
    "FindingRetention",
    "FixError",
    "Input",
    "InternalFailure",
    "KnownFindings",
    "Note",
    "NothingChecked",
    "OldDocument",
    "OptionError",
    "PassedOver",
    "Problem",
    "Project",
    "ReferringDocuments",
    "ReportDetail",
    "ReportDetails",
    "ReportedKind",
    "Results",
    "RevisionError",
    "SearchProblem",
    "SettingsResolver",
    "SkippedFiles",
    "StaleEntries",
    "SuppressedEntry",
    "SuppressionSource",
    "UnadaptedDocument",
    "UnchangedFiles",
    "UnchangedFindings",
    "UncheckedFiles",
    "UnlistedFolder",
    "UnmatchedPattern",
    "UnreferencedFiles",
    "UnusedIgnoreFile",
    "adapt",
    "check_entry",
    "check_paths",
    "display_paths",
    "fix_paths",
    "is_failing",
    "is_unchecked",
    "list_documents",
    "list_files",
    "load_stdin",
    "make_input",
    "make_results",
    "pause_garbage_collector",
    "read_old_file",
    "read_old_revision",
    "read_stdin_stream",
    "refusal_reason",
]

_exports = lazy_exports(
    __name__,
    {
        "report_details": (
            "ReportDetail",
            "ReportDetails",
            "ReportedKind",
            "SuppressedEntry",
            "SuppressionSource",
        ),
        "adapt_file": ("adapt",),
        "baseline": ("BaselineUpdate",),
        "check": ("check_paths",),
        "checker": ("FileChecker",),
        "file_result": (
            "AdaptedFile",
            "CheckedFile",
            "is_unchecked",
            "list_documents",
            "list_files",
        ),
        "entries": (
            "check_entry",
            "load_stdin",
            "read_stdin_stream",
            "refusal_reason",
        ),
        "garbage": ("pause_garbage_collector",),
        "fix": ("fix_paths",),
        "fix_files": ("FixError",),
        "folder_search": ("SUFFIXES",),
        "inputs": (
            "STDIN",
            "STDIN_DISPLAY_PATH",
            "Input",
            "make_input",
        ),
        "notes": (
            "BrokenConfig",
            "CheckFailure",
            "EntryCount",
            "InternalFailure",
            "KnownFindings",
            "Note",
            "NothingChecked",
            "PassedOver",
            "Problem",
            "ReferringDocuments",
            "UnreferencedFiles",
            "SkippedFiles",
            "StaleEntries",
            "UnadaptedDocument",
            "UnchangedFiles",
            "UnchangedFindings",
            "UncheckedFiles",
            "UnlistedFolder",
            "UnmatchedPattern",
            "UnusedIgnoreFile",
        ),
        "old_document": (
            "OldDocument",
            "RevisionError",
            "read_old_file",
            "read_old_revision",
        ),
        "reference_search": ("SearchProblem",),
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
        "project": ("Project",),
        "session": ("CheckSession",),
        "settings": (
            "MAX_JOBS",
            "CheckOptions",
            "FindingRetention",
            "OptionError",
            "SettingsResolver",
        ),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
