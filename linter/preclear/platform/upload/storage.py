"""Sending a document through the platform's object storage: a signed URL takes it with one PUT (GetProtocolUploadURL).

The import then names the URL that the platform reads it from. The signed URL is a secret: whoever has it can write to
the storage. The storage is another host, which never gets the token.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from preclear.platform.credentials import Secret, parse_address
from preclear.platform.http import ExpectedAnswer, build_get_request, build_storage_request, parse_document_url
from preclear.platform.lookups import LookupFailure
from preclear.platform.lookups.reader import PlatformReader
from preclear.platform.option_errors import InvalidOptionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.platform.credentials import ApiAddress, Credentials
    from preclear.platform.http import Deadline, DocumentData, DocumentUrl, HttpConnection, Request, RequestOutcome
    from preclear.source import Json

UPLOAD_URL_PLACEHOLDER = "https://UPLOAD-URL"
"""Stands in a dry run for the signed URL."""

DOCUMENT_URL_PLACEHOLDER = "DOCUMENT-URL"
"""Stands in a dry run for the URL that the platform reads the document from."""

STORED = ExpectedAnswer((200, 201, 204), None)
"""The answer of a storage that has the document: nothing says what else is in it."""

_UPLOAD_URL = re.compile(r"(?P<origin>https?://[^/?#@]+)(?P<target>/[!$-;=?-\[\]_a-z~]*)", re.IGNORECASE)
_MAX_URL_LENGTH = 8_192


class StorageError(Exception):
    """The document can't be stored. The message says why, without the signed URL."""


class SignedUrl(NamedTuple):
    """Where a document goes, once, and where the platform then reads it (SignedURL).

    `address` is the storage. `secrets` are the signatures of both URLs: no output may have them.
    """

    upload_url: Secret
    document_url: DocumentUrl
    address: ApiAddress
    secrets: tuple[Secret, ...]


def build_upload_url_request(credentials: Credentials, document: DocumentData) -> Request:
    """Build the request of a signed URL. Its description requires both parameters, which it doesn't declare."""
    query = {"content_type": document.media_type, "content_length": str(len(document.data))}
    return build_get_request(f"{credentials.url('protocols', 'http', 'upload-url')}?{urlencode(query)}")


def fetch_signed_url(
    credentials: Credentials,
    connection: HttpConnection,
    deadline: Deadline,
    document: DocumentData,
    *,
    insecure_loopback: bool,
) -> SignedUrl:
    """Ask for a signed URL. `insecure_loopback` allows `http://` to this machine. Raises StorageError."""
    url = build_upload_url_request(credentials, document).url
    try:
        value = PlatformReader(credentials, connection, deadline).read(url)
    except LookupFailure as error:
        raise StorageError(f"there is no upload URL: {error}") from None
    return parse_signed_url(value, document, insecure_loopback=insecure_loopback)


def parse_signed_url(value: Json, document: DocumentData, *, insecure_loopback: bool) -> SignedUrl:
    """Check an answer with a signed URL. Raises StorageError for a URL that can't be used exactly as it is."""
    urls = [value.get(name) for name in ("uploadUrl", "url")] if isinstance(value, dict) else []
    upload_url, document_url = urls or (None, None)
    if not isinstance(upload_url, str) or not isinstance(document_url, str):
        raise StorageError("there is no upload URL: its answer has no `uploadUrl` and `url`")
    match = _UPLOAD_URL.fullmatch(upload_url) if len(upload_url) <= _MAX_URL_LENGTH else None
    if match is None or not _is_sent_exactly(upload_url, match["target"]):
        raise StorageError("the answer's `uploadUrl` can't be used; expected `https://…` without a user")
    try:
        address = parse_address(f"{match['origin']}/", "", insecure_loopback=insecure_loopback)
    except InvalidOptionError:
        expected = "expected `https://…`" if insecure_loopback else "expected `https://…`, or `--insecure-loopback`"
        raise StorageError(f"the answer's `uploadUrl` can't be used; {expected}") from None
    try:
        checked_url = parse_document_url(document_url, document.format, "`url` of the answer")
    except InvalidOptionError as error:
        raise StorageError(str(error)) from None
    signatures = (match["target"].partition("?")[2] or match["target"], document_url.partition("?")[2])
    return SignedUrl(
        Secret(upload_url),
        checked_url._replace(format=document.format),
        address._replace(url=match["origin"]),
        tuple(Secret(text) for text in signatures if text),
    )


def put_document(
    signed_url: SignedUrl,
    document: DocumentData,
    credentials: Credentials,
    connection: HttpConnection,
    deadline: Deadline,
    is_stopped: Callable[[], bool],
) -> None:
    """Send the document to the storage, once, without the token. Raises StorageError unless the storage has it.

    Once `is_stopped` returns True, nothing more is sent.
    """
    from preclear.platform.http import RequestSession

    request = build_storage_request(signed_url.upload_url.reveal(), document)
    storage = credentials.with_secrets(signed_url.secrets)._replace(address=signed_url.address, token=None)
    outcome = RequestSession(request, storage, connection, deadline, is_stopped, STORED).run()
    if outcome.name != "accepted":
        raise StorageError(_describe_failure(outcome))


def _describe_failure(outcome: RequestOutcome) -> str:
    """Return why the document isn't stored, or may not be. A storage's own text could repeat the signed URL."""
    if outcome.status is not None and outcome.name == "rejected":
        return f"the document was not stored: the storage answered {outcome.status} to the PUT"
    if outcome.status is not None:
        return f"the document may not be stored: the storage answered {outcome.status} to the PUT"
    if outcome.name == "not sent":
        return f"the document was not stored: {outcome.reason}"
    return f"the document may not be stored: the PUT has no answer ({outcome.reason})"


def _is_sent_exactly(url: str, target: str) -> bool:
    """Whether the client sends the path and query as they are: a signature covers every byte."""
    import httpx

    try:
        return httpx.URL(url).raw_path == target.encode("ascii")
    except httpx.InvalidURL:
        return False
