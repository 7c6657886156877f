"""Requests to the platform's Connect API: a checked document or a look-up in, an outcome or records out.

It resolves credentials, sends, decides what became of an upload and maps answers. No other package knows httpx.
"""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.platform.answer import AnswerResult, answer_limits, load_answer, map_saved_answer, read_answer_file
    from preclear.platform.connection import TIMEOUT, TOKEN_TYPES, ConnectionOptions, TokenSource
    from preclear.platform.credentials import ConnectionSetupError, Credentials, InvalidOptionError
    from preclear.platform.lookups import ConnectorRecord, ConnectorVersion, LookupFailure, PlatformLookup
    from preclear.platform.outcome import OutcomeName, UploadOutcome
    from preclear.platform.upload.exit_code import UploadExitCode
    from preclear.platform.upload.interruption import Interruption
    from preclear.platform.upload.observer import UploadObserver
    from preclear.platform.upload.options import CheckedDocument, UploadMethod, UploadOptions
    from preclear.platform.upload.report import build_destination, build_lookup_command, build_report
    from preclear.platform.upload.result import UploadResult
    from preclear.platform.upload.uploader import Uploader, upload_document

__all__ = [
    "TIMEOUT",
    "TOKEN_TYPES",
    "AnswerResult",
    "CheckedDocument",
    "ConnectionOptions",
    "ConnectionSetupError",
    "ConnectorRecord",
    "ConnectorVersion",
    "Credentials",
    "Interruption",
    "InvalidOptionError",
    "LookupFailure",
    "OutcomeName",
    "PlatformLookup",
    "TokenSource",
    "UploadExitCode",
    "UploadMethod",
    "UploadObserver",
    "UploadOptions",
    "UploadOutcome",
    "UploadResult",
    "Uploader",
    "answer_limits",
    "build_destination",
    "build_lookup_command",
    "build_report",
    "load_answer",
    "map_saved_answer",
    "read_answer_file",
    "upload_document",
]

__getattr__ = lazy_exports(
    __name__,
    {
        "answer": (
            "AnswerResult",
            "answer_limits",
            "load_answer",
            "map_saved_answer",
            "read_answer_file",
        ),
        "connection": (
            "TIMEOUT",
            "TOKEN_TYPES",
            "ConnectionOptions",
            "TokenSource",
        ),
        "credentials": (
            "ConnectionSetupError",
            "Credentials",
            "InvalidOptionError",
        ),
        "lookups": (
            "ConnectorRecord",
            "ConnectorVersion",
            "LookupFailure",
            "PlatformLookup",
        ),
        "outcome": (
            "OutcomeName",
            "UploadOutcome",
        ),
        "upload.exit_code": ("UploadExitCode",),
        "upload.interruption": ("Interruption",),
        "upload.observer": ("UploadObserver",),
        "upload.options": (
            "CheckedDocument",
            "UploadMethod",
            "UploadOptions",
        ),
        "upload.report": (
            "build_destination",
            "build_lookup_command",
            "build_report",
        ),
        "upload.result": ("UploadResult",),
        "upload.uploader": (
            "Uploader",
            "upload_document",
        ),
    },
)
