"""Requests, each built byte for byte and sent once, and their outcomes.

In: credentials, and what to ask for. Out: an answer, or the outcome of a request that changes something.
"""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.platform.http.change_request import ChangeRequest
    from preclear.platform.http.client import Deadline, HttpConnection, RequestSession, send_request
    from preclear.platform.http.exchange import Exchange
    from preclear.platform.http.outcome import (
        NO_CONTENT,
        OUTCOME_EXIT_CODES,
        ExpectedAnswer,
        OutcomeName,
        RequestOutcome,
        determine_outcome,
        expect_object,
        make_not_sent,
        read_json,
    )
    from preclear.platform.http.request import (
        RESERVED_VERSION_NAMES,
        DocumentData,
        DocumentUrl,
        ImportTarget,
        Request,
        build_change_request,
        build_get_request,
        build_import_request,
        build_storage_request,
        make_target,
        parse_document_url,
        validate_version_name,
    )

__all__ = [
    "NO_CONTENT",
    "OUTCOME_EXIT_CODES",
    "RESERVED_VERSION_NAMES",
    "ChangeRequest",
    "Deadline",
    "DocumentData",
    "DocumentUrl",
    "Exchange",
    "ExpectedAnswer",
    "HttpConnection",
    "ImportTarget",
    "OutcomeName",
    "Request",
    "RequestOutcome",
    "RequestSession",
    "build_change_request",
    "build_get_request",
    "build_import_request",
    "build_storage_request",
    "determine_outcome",
    "expect_object",
    "make_not_sent",
    "make_target",
    "parse_document_url",
    "read_json",
    "send_request",
    "validate_version_name",
]

_exports = lazy_exports(
    __name__,
    {
        "change_request": ("ChangeRequest",),
        "client": (
            "Deadline",
            "HttpConnection",
            "RequestSession",
            "send_request",
        ),
        "exchange": ("Exchange",),
        "outcome": (
            "NO_CONTENT",
            "OUTCOME_EXIT_CODES",
            "ExpectedAnswer",
            "OutcomeName",
            "RequestOutcome",
            "determine_outcome",
            "expect_object",
            "make_not_sent",
            "read_json",
        ),
        "request": (
            "RESERVED_VERSION_NAMES",
            "DocumentData",
            "DocumentUrl",
            "ImportTarget",
            "Request",
            "build_change_request",
            "build_get_request",
            "build_import_request",
            "build_storage_request",
            "make_target",
            "parse_document_url",
            "validate_version_name",
        ),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
