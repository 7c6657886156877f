"""The steps before sending: whether the document can be sent, its target, and the request."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, NamedTuple

from preclear.platform.credentials import is_ulid
from preclear.platform.http import make_not_sent
from preclear.report import describe_changes, escape

if TYPE_CHECKING:
    from preclear.bundle import Bundle
    from preclear.platform.checked_document import CheckedDocument
    from preclear.platform.credentials import Credentials
    from preclear.platform.http import DocumentUrl, ImportTarget, Request, RequestOutcome
    from preclear.platform.upload.options import UploadOptions
    from preclear.platform.upload.result import UploadResult

PLACEHOLDER = "CONNECTOR-ID"
"""Stands in a dry run for the id of a connector that is named and would be looked up."""


class DocumentRefusal(NamedTuple):
    """Why a document isn't sent; `is_unusable` where it could not be checked, or not all of it."""

    outcome: RequestOutcome
    is_unusable: bool


class FoundTarget(NamedTuple):
    """A target with the connector's id, and the ids that were there before: None where nobody looked.

    `refusal` is the outcome where nothing is to be sent.
    """

    target: ImportTarget
    existing_ids: set[str] | None = None
    refusal: RequestOutcome | None = None


def refuse_document(document: CheckedDocument | None, options: UploadOptions) -> DocumentRefusal | None:
    """Say why the document isn't sent; None where it may go. With `force` it goes though it has errors."""
    if document is None or document.check_result.connector is None:
        return DocumentRefusal(make_not_sent("the document could not be checked"), is_unusable=True)
    if document.adaptation is not None and options.from_url is not None:
        reason = (
            "the server would fetch the document from the URL as it is: without its adaptation, selection and overlays"
        )
        return DocumentRefusal(make_not_sent(f"{reason}; expected no `--from-url`"), is_unusable=True)
    if options.force:
        return None
    if document.is_incomplete:
        return DocumentRefusal(make_not_sent("not all of the document could be checked"), is_unusable=True)
    if document.is_failing(document.check_result.counts):
        reason = f"the check found something at or above `{document.fail_on}`; `--force` sends it anyway"
        findings = document.check_result.findings
        if document.adaptation is None and any(finding.edit and finding.severity == "error" for finding in findings):
            reason += ", `--adapt` adapts it first"
        return DocumentRefusal(make_not_sent(reason), is_unusable=False)
    return None


def find_target(result: UploadResult, credentials: Credentials, target: ImportTarget) -> FoundTarget:
    """Find the connector, and check whether the version exists. Raises InvalidOptionError for an invalid id."""
    from preclear.platform.lookups import LookupFailure, parse_connector_id

    if not result.options.lookup:
        if target.connector_id is None:
            return FoundTarget(target)
        return FoundTarget(target._replace(connector_id=parse_connector_id(target.connector_id)))
    lookups = result.connection.make_lookup(credentials)
    try:
        if target.connector_id is None:
            if not result.options.verify:
                return FoundTarget(target)
            return FoundTarget(target, {connector.id for connector in lookups.list_connectors(result.title)})
        target = target._replace(connector_id=lookups.find_connector(target.connector_id).id)
        versions = lookups.list_versions(target.connector_id or "")
    except LookupFailure as error:
        return FoundTarget(target, refusal=make_not_sent(str(error)))
    existing_ids = {version.id for version in versions}
    existing = next((version for version in versions if version.name == target.version_name), None)
    if existing is None:
        return FoundTarget(target, existing_ids)
    state = f"published {existing.published_at}" if existing.published_at else "a draft"
    created = f"created {existing.created_at}, {state}" if existing.created_at else state
    reason = f"version `{existing.name}` exists already ({created}); expected another name"
    return FoundTarget(target, existing_ids, make_not_sent(reason))


def plan_storage(result: UploadResult, credentials: Credentials, bundle: Bundle) -> DocumentUrl:
    """Make the requests that bring the document into the storage, for a dry run; return a placeholder of its URL."""
    from preclear.platform.http import DocumentData, DocumentUrl, build_storage_request
    from preclear.platform.upload.storage import (
        DOCUMENT_URL_PLACEHOLDER,
        UPLOAD_URL_PLACEHOLDER,
        build_upload_url_request,
    )

    document = DocumentData(bundle.data, bundle.format)
    result.document_url = DOCUMENT_URL_PLACEHOLDER
    result.storage_requests = (
        build_upload_url_request(credentials, document),
        build_storage_request(UPLOAD_URL_PLACEHOLDER, document),
    )
    result.notes.append(
        f"{UPLOAD_URL_PLACEHOLDER} and {DOCUMENT_URL_PLACEHOLDER} are placeholders for `uploadUrl` and `url` of the"
        " answer to the first request, and the length of the last request follows; the storage doesn't get the token"
    )
    return DocumentUrl(DOCUMENT_URL_PLACEHOLDER, bundle.format)


def make_request(
    result: UploadResult,
    credentials: Credentials,
    target: ImportTarget,
    bundle: Bundle,
    document_url: DocumentUrl | None = None,
) -> Request:
    """Make the request; what is to be known of it is added to the notes of `result`.

    `document_url` is where the platform reads the document, if it isn't a part of the request.
    """
    from uuid import uuid4

    from preclear.platform.http import DocumentData, build_import_request, parse_document_url

    options, name = result.options, target.connector_id
    adaptation = None if result.document is None else result.document.adaptation
    if adaptation is not None:
        command = shlex.join(["preclear", "adapt" if adaptation.changes else "plan", adaptation.original.path])
        lists = f"`{escape(command)}` with the same options lists them"
        result.notes.append(f"the adapted document is sent: {describe_changes(adaptation)}; {lists}")
    if options.dry_run and options.lookup and name is not None and not is_ulid(name):
        target = target._replace(connector_id=PLACEHOLDER)
        result.notes.append(f"{PLACEHOLDER} is a placeholder for the id of `{name}`, which is looked up first")
    if options.from_url is None:
        if bundle.rewrite_reason is not None:
            result.notes.append(
                f"the document is sent written anew, without its comments: {escape(bundle.rewrite_reason)}"
            )
        if bundle.external_references:
            result.notes.append(
                f"references that lead out of the document that is sent: {len(bundle.external_references):,}"
            )
        document = document_url or DocumentData(bundle.data, bundle.format)
        return build_import_request(credentials, target, document, str(uuid4()))
    result.notes.append("the server fetches the document itself: what it finds there was not checked")
    return build_import_request(credentials, target, parse_document_url(options.from_url, bundle.format), str(uuid4()))
