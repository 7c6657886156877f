"""Requests to the platform's Connect API: a checked document, a change or a look-up in, an outcome or records out.

It resolves credentials, sends, decides what became of a request and maps answers. No other package knows httpx.
"""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.platform.answer import AnswerResult, answer_limits, load_answer, map_saved_answer, read_answer_file
    from preclear.platform.change_request import ChangeRequest
    from preclear.platform.changes import (
        create_connection,
        create_version,
        delete_connection,
        delete_version,
        publish_version,
        unpublish_version,
        update_categories,
        update_connection,
        update_connector,
        update_tags,
        update_version,
    )
    from preclear.platform.connection import TIMEOUT, TOKEN_TYPES, ConnectionOptions, TokenSource
    from preclear.platform.credentials import Credentials, is_ulid
    from preclear.platform.interruption import Interruption
    from preclear.platform.lookups import (
        ConnectionRecord,
        ConnectorRecord,
        ConnectorVersion,
        LookupFailure,
        PlatformLookup,
    )
    from preclear.platform.option_errors import ConnectionSetupError, InvalidOptionError
    from preclear.platform.outcome import ExpectedAnswer, OutcomeName, RequestOutcome
    from preclear.platform.platform_client import PlatformClient
    from preclear.platform.request import Request
    from preclear.platform.secrets import Secret
    from preclear.platform.upload.exit_code import UploadExitCode
    from preclear.platform.upload.observer import UploadObserver
    from preclear.platform.upload.options import CheckedDocument, UploadOptions
    from preclear.platform.upload.report import build_destination, build_lookup_command, build_report
    from preclear.platform.upload.result import UploadResult
    from preclear.platform.upload.uploader import Uploader, upload_document

__all__ = [
    "TIMEOUT",
    "TOKEN_TYPES",
    "AnswerResult",
    "ChangeRequest",
    "CheckedDocument",
    "ConnectionOptions",
    "ConnectionRecord",
    "ConnectionSetupError",
    "ConnectorRecord",
    "ConnectorVersion",
    "Credentials",
    "ExpectedAnswer",
    "Interruption",
    "InvalidOptionError",
    "LookupFailure",
    "OutcomeName",
    "PlatformClient",
    "PlatformLookup",
    "Request",
    "RequestOutcome",
    "Secret",
    "TokenSource",
    "UploadExitCode",
    "UploadObserver",
    "UploadOptions",
    "UploadResult",
    "Uploader",
    "answer_limits",
    "build_destination",
    "build_lookup_command",
    "build_report",
    "create_connection",
    "create_version",
    "delete_connection",
    "delete_version",
    "is_ulid",
    "load_answer",
    "map_saved_answer",
    "publish_version",
    "read_answer_file",
    "unpublish_version",
    "update_categories",
    "update_connection",
    "update_connector",
    "update_tags",
    "update_version",
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
        "change_request": ("ChangeRequest",),
        "changes": (
            "create_connection",
            "create_version",
            "delete_connection",
            "delete_version",
            "publish_version",
            "unpublish_version",
            "update_categories",
            "update_connection",
            "update_connector",
            "update_tags",
            "update_version",
        ),
        "connection": (
            "TIMEOUT",
            "TOKEN_TYPES",
            "ConnectionOptions",
            "TokenSource",
        ),
        "credentials": (
            "Credentials",
            "is_ulid",
        ),
        "interruption": ("Interruption",),
        "lookups": (
            "ConnectionRecord",
            "ConnectorRecord",
            "ConnectorVersion",
            "LookupFailure",
            "PlatformLookup",
        ),
        "option_errors": (
            "ConnectionSetupError",
            "InvalidOptionError",
        ),
        "outcome": (
            "ExpectedAnswer",
            "OutcomeName",
            "RequestOutcome",
        ),
        "platform_client": ("PlatformClient",),
        "request": ("Request",),
        "secrets": ("Secret",),
        "upload.exit_code": ("UploadExitCode",),
        "upload.observer": ("UploadObserver",),
        "upload.options": (
            "CheckedDocument",
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
