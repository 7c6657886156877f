"""Requests to the platform's Connect API: a checked document, a change or a look-up in, an outcome or records out.

It resolves credentials, sends, decides what became of a request and maps answers. No other package knows httpx.
"""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.platform.answer import AnswerResult, answer_limits, load_answer, map_saved_answer, read_answer_file
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
    from preclear.platform.checked_document import CheckedDocument
    from preclear.platform.commands.categories import resolve_categories
    from preclear.platform.commands.connections import (
        ConnectionSource,
        prepare_connection_creation,
        prepare_connection_deletion,
        prepare_connection_update,
        prepare_missing_connection,
    )
    from preclear.platform.commands.connector_edits import ConnectorEdits, TagEdit
    from preclear.platform.commands.connectors import prepare_connector_update
    from preclear.platform.commands.document_fields import read_document_fields
    from preclear.platform.commands.model import (
        AnswerDescription,
        ChangeRefusal,
        ChangeResult,
        FieldChange,
        PreparedChange,
    )
    from preclear.platform.commands.report import build_change_report
    from preclear.platform.commands.runner import ChangeObserver, ChangeRunner
    from preclear.platform.commands.targets import ConnectorTarget, find_target_connector
    from preclear.platform.commands.versions import (
        prepare_publication,
        prepare_version_creation,
        prepare_version_deletion,
        prepare_version_update,
        prepare_withdrawal,
    )
    from preclear.platform.connection import TIMEOUT, TOKEN_TYPES, ConnectionOptions, TokenSource
    from preclear.platform.connection_files.answer import read_credential_statuses
    from preclear.platform.connection_files.model import ConnectionFile
    from preclear.platform.connection_files.reader import read_connection_file
    from preclear.platform.credentials import Credentials, Secret, is_ulid
    from preclear.platform.http import ChangeRequest, ExpectedAnswer, OutcomeName, Request, RequestOutcome
    from preclear.platform.interruption import Interruption
    from preclear.platform.lookups import (
        ConnectionRecord,
        ConnectorRecord,
        ConnectorVersion,
        LookupFailure,
        PlatformLookup,
    )
    from preclear.platform.option_errors import ConnectionSetupError, InvalidOptionError
    from preclear.platform.platform_client import PlatformClient
    from preclear.platform.upload.observer import UploadObserver
    from preclear.platform.upload.options import UploadMethod, UploadOptions
    from preclear.platform.upload.report import build_destination, build_lookup_command, build_report
    from preclear.platform.upload.result import UploadResult
    from preclear.platform.upload.uploader import Uploader, upload_document
    from preclear.platform.upload_run.bindings import SelectedBindings, select_bindings
    from preclear.platform.upload_run.interruption import RunInterruption
    from preclear.platform.upload_run.model import PlannedUpload, RunOptions, RunResult
    from preclear.platform.upload_run.observer import RunObserver
    from preclear.platform.upload_run.report import build_run_entry, build_run_report
    from preclear.platform.upload_run.runner import UploadRun, upload_bindings
    from preclear.platform.verify.options import VerifyOptions
    from preclear.platform.verify.report import build_verify_report
    from preclear.platform.verify.result import VerifyResult
    from preclear.platform.verify.verifier import verify_document
    from preclear.platform.version_snapshot import VersionSnapshot, read_version_snapshot

__all__ = [
    "TIMEOUT",
    "TOKEN_TYPES",
    "AnswerDescription",
    "AnswerResult",
    "ChangeObserver",
    "ChangeRefusal",
    "ChangeRequest",
    "ChangeResult",
    "ChangeRunner",
    "CheckedDocument",
    "ConnectionFile",
    "ConnectionOptions",
    "ConnectionRecord",
    "ConnectionSetupError",
    "ConnectionSource",
    "ConnectorEdits",
    "ConnectorRecord",
    "ConnectorTarget",
    "ConnectorVersion",
    "Credentials",
    "ExpectedAnswer",
    "FieldChange",
    "Interruption",
    "InvalidOptionError",
    "LookupFailure",
    "OutcomeName",
    "PlannedUpload",
    "PlatformClient",
    "PlatformLookup",
    "PreparedChange",
    "Request",
    "RequestOutcome",
    "RunInterruption",
    "RunObserver",
    "RunOptions",
    "RunResult",
    "Secret",
    "SelectedBindings",
    "TagEdit",
    "TokenSource",
    "UploadMethod",
    "UploadObserver",
    "UploadOptions",
    "UploadResult",
    "UploadRun",
    "Uploader",
    "VerifyOptions",
    "VerifyResult",
    "VersionSnapshot",
    "answer_limits",
    "build_change_report",
    "build_destination",
    "build_lookup_command",
    "build_report",
    "build_run_entry",
    "build_run_report",
    "build_verify_report",
    "create_connection",
    "create_version",
    "delete_connection",
    "delete_version",
    "find_target_connector",
    "is_ulid",
    "load_answer",
    "map_saved_answer",
    "prepare_connection_creation",
    "prepare_connection_deletion",
    "prepare_connection_update",
    "prepare_connector_update",
    "prepare_missing_connection",
    "prepare_publication",
    "prepare_version_creation",
    "prepare_version_deletion",
    "prepare_version_update",
    "prepare_withdrawal",
    "publish_version",
    "read_answer_file",
    "read_connection_file",
    "read_credential_statuses",
    "read_document_fields",
    "read_version_snapshot",
    "resolve_categories",
    "select_bindings",
    "unpublish_version",
    "update_categories",
    "update_connection",
    "update_connector",
    "update_tags",
    "update_version",
    "upload_bindings",
    "upload_document",
    "verify_document",
]

_exports = lazy_exports(
    __name__,
    {
        "answer": ("AnswerResult", "answer_limits", "load_answer", "map_saved_answer", "read_answer_file"),
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
        "checked_document": ("CheckedDocument",),
        "commands.categories": ("resolve_categories",),
        "commands.connections": (
            "ConnectionSource",
            "prepare_connection_creation",
            "prepare_connection_deletion",
            "prepare_connection_update",
            "prepare_missing_connection",
        ),
        "commands.connector_edits": ("ConnectorEdits", "TagEdit"),
        "commands.connectors": ("prepare_connector_update",),
        "commands.document_fields": ("read_document_fields",),
        "commands.model": ("AnswerDescription", "ChangeRefusal", "ChangeResult", "FieldChange", "PreparedChange"),
        "commands.report": ("build_change_report",),
        "commands.runner": ("ChangeObserver", "ChangeRunner"),
        "commands.targets": ("ConnectorTarget", "find_target_connector"),
        "commands.versions": (
            "prepare_publication",
            "prepare_version_creation",
            "prepare_version_deletion",
            "prepare_version_update",
            "prepare_withdrawal",
        ),
        "connection": ("TIMEOUT", "TOKEN_TYPES", "ConnectionOptions", "TokenSource"),
        "connection_files.answer": ("read_credential_statuses",),
        "connection_files.model": ("ConnectionFile",),
        "connection_files.reader": ("read_connection_file",),
        "credentials": ("Credentials", "Secret", "is_ulid"),
        "http": ("ChangeRequest", "ExpectedAnswer", "OutcomeName", "Request", "RequestOutcome"),
        "interruption": ("Interruption",),
        "lookups": ("ConnectionRecord", "ConnectorRecord", "ConnectorVersion", "LookupFailure", "PlatformLookup"),
        "option_errors": ("ConnectionSetupError", "InvalidOptionError"),
        "platform_client": ("PlatformClient",),
        "upload.observer": ("UploadObserver",),
        "upload.options": ("UploadMethod", "UploadOptions"),
        "upload.report": ("build_destination", "build_lookup_command", "build_report"),
        "upload.result": ("UploadResult",),
        "upload.uploader": ("Uploader", "upload_document"),
        "upload_run.bindings": ("SelectedBindings", "select_bindings"),
        "upload_run.interruption": ("RunInterruption",),
        "upload_run.model": ("PlannedUpload", "RunOptions", "RunResult"),
        "upload_run.observer": ("RunObserver",),
        "upload_run.report": ("build_run_entry", "build_run_report"),
        "upload_run.runner": ("UploadRun", "upload_bindings"),
        "verify.options": ("VerifyOptions",),
        "verify.report": ("build_verify_report",),
        "verify.result": ("VerifyResult",),
        "verify.verifier": ("verify_document",),
        "version_snapshot": ("VersionSnapshot", "read_version_snapshot"),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
