"""The request, byte for byte, built before any connection is opened, so that a dry run can show it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from preclear.platform.credentials import validate_id
from preclear.platform.option_errors import InvalidOptionError

if TYPE_CHECKING:
    from preclear.platform.credentials import Credentials
    from preclear.source import Format, Json

RESERVED_VERSION_NAMES = ("default", "latest")
"""Names that no version can have (ConnectorVersion.name)."""

_DOCUMENT_URL = re.compile(r"(?P<scheme>https?|gs|s3)://(?P<authority>[0-9A-Za-z\[][^/?#]*)(?P<rest>.*)", re.IGNORECASE)
_URL_TEXT = re.compile(r"[\x21-\x7e]{1,2048}")


class MultipartPart(NamedTuple):
    """A part of a multipart body. A part without `filename` is a field."""

    name: str
    filename: str | None
    content_type: str
    data: bytes

    def header_lines(self) -> tuple[str, ...]:
        """Return the header lines above the data."""
        file = "" if self.filename is None else f'; filename="{self.filename}"'
        return f'Content-Disposition: form-data; name="{self.name}"{file}', f"Content-Type: {self.content_type}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request without its credentials. `parts` are those of a multipart body, `body` is all of it.

    No representation shows the body, because it can contain secrets.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(default=b"", repr=False)
    parts: tuple[MultipartPart, ...] = ()


class ImportTarget(NamedTuple):
    """What the import creates: a version of the connector with this id, or a new connector if both are None."""

    connector_id: str | None = None
    version_name: str | None = None


class DocumentData(NamedTuple):
    """A document to send: its bytes and format."""

    data: bytes
    format: Format

    @property
    def media_type(self) -> str:
        """The media type that requests name."""
        return f"application/{self.format}"


class DocumentUrl(NamedTuple):
    """The URL that the server fetches the document from, and the format that it finds there."""

    url: str
    format: Format


def make_target(connector_id: str | None, version_name: str | None, *, is_new: bool) -> ImportTarget:
    """Build the target from the options. Raises InvalidOptionError unless it is a new connector or a version of one."""
    if is_new:
        if connector_id is not None or version_name is not None:
            raise InvalidOptionError("`--new` makes a connector; expected no `--connector` and no `--version` with it")
        return ImportTarget()
    if connector_id is None or version_name is None:
        raise InvalidOptionError(
            "expected `--connector` and `--version` for a new version, or `--new` for a new connector"
        )
    return ImportTarget(connector_id, validate_version_name(version_name))


def validate_version_name(name: str) -> str:
    """Return `name` if a new version can have it (ConnectorVersion.name). Raises InvalidOptionError."""
    if not name.strip() or not name.isprintable():
        raise InvalidOptionError(
            "the version has no name that can be read; expected one such as `1.0.0`, a date or a number"
        )
    if name.strip() in RESERVED_VERSION_NAMES:
        raise InvalidOptionError(f"version name `{name.strip()}` is reserved; expected another name")
    return name


def parse_document_url(url: str, format: Format, origin: str = "`--from-url`") -> DocumentUrl:
    """Check a URL to fetch from; its suffix gives the format, else `format` does.

    It can be `https`, `http`, or an object in a storage that the platform reads, `gs` or `s3` (SignedURL). Raises
    InvalidOptionError for any other, such as a file of the server's own, and for one with a user name or password, as
    the server would learn it. The message says `origin`, and nothing of the URL.
    """
    match = _DOCUMENT_URL.fullmatch(url) if _URL_TEXT.fullmatch(url) else None
    path = re.split(r"[?#]", match["rest"])[0].lower() if match else ""
    if match is None or "@" in match["authority"]:
        expected = "expected `https://…`, `http://…`, `gs://…` or `s3://…`, without a user"
        raise InvalidOptionError(f"the address in {origin} can't be used; {expected}")
    if match["scheme"].lower() in ("gs", "s3") and len(path) < 2:
        raise InvalidOptionError(
            f"the address in {origin} names no object; expected `{match['scheme']}://BUCKET/OBJECT`"
        )
    suffix_format: Format | None = None
    if path.endswith((".json", ".yaml", ".yml")):
        suffix_format = "json" if path.endswith(".json") else "yaml"
    return DocumentUrl(url, suffix_format or format)


def build_import_request(
    credentials: Credentials, target: ImportTarget, document: DocumentData | DocumentUrl, idempotency_key: str
) -> Request:
    """Make the request of an import (ImportHTTPConnector, ImportHTTPConnectorVersion).

    `idempotency_key` is the `Idempotency-Key`: nothing says that the server knows it, and it does no harm.
    """
    if target.connector_id is None:
        url = credentials.url("protocols", "http", "import")
    else:  # the singular is the API's
        url = credentials.url("connector", validate_id(target.connector_id, "the connector"), "http", "import")
    metadata: dict[str, Json] = {"format": "openapi"}
    if target.version_name is not None:
        metadata["version"] = target.version_name
    if isinstance(document, DocumentUrl):
        body = _encode_json({"schemaURL": document.url, "filetype": document.format, **metadata})
        return Request(method="POST", url=url, headers=_import_headers("application/json", idempotency_key), body=body)
    parts = (
        MultipartPart("file", f"openapi.{document.format}", document.media_type, document.data),
        MultipartPart("metadata", None, "application/json", _encode_json(metadata)),
    )
    boundary = _make_boundary(parts)
    headers = _import_headers(f"multipart/form-data; boundary={boundary}", idempotency_key)
    return Request(method="POST", url=url, headers=headers, body=_encode_multipart(parts, boundary), parts=parts)


def build_get_request(url: str, accept: str = "application/json") -> Request:
    """Build the request of a lookup. `accept` is the media type of its answer."""
    return Request(method="GET", url=url, headers=_common_headers(accept))


def build_change_request(method: str, url: str, body: Json | None = None) -> Request:
    """Build a request that changes something; `body` is sent as JSON, None sends nothing."""
    if body is None:
        return Request(method=method, url=url, headers=_common_headers())
    headers = (*_common_headers(), ("Content-Type", "application/json"))
    return Request(method=method, url=url, headers=headers, body=_encode_json(body))


def build_storage_request(url: str, document: DocumentData) -> Request:
    """Build the PUT of a document to a signed URL, with the type and length that the URL was made for."""
    headers = (*_common_headers("*/*"), ("Content-Type", document.media_type))
    return Request(method="PUT", url=url, headers=headers, body=document.data)


def _common_headers(accept: str = "application/json") -> tuple[tuple[str, str], ...]:
    from preclear import __version__

    return (
        ("Accept", accept),
        ("Accept-Encoding", "identity"),
        ("Connection", "close"),
        ("User-Agent", f"preclear/{__version__}"),
    )


def _import_headers(content_type: str, idempotency_key: str) -> tuple[tuple[str, str], ...]:
    return (*_common_headers(), ("Content-Type", content_type), ("Idempotency-Key", idempotency_key))


def _encode_json(value: Json) -> bytes:
    import json

    return json.dumps(value).encode("ascii")


def _encode_multipart(parts: tuple[MultipartPart, ...], boundary: str) -> bytes:
    """Return a multipart body (RFC 7578)."""
    pieces: list[bytes] = []
    for part in parts:
        header_text = "\r\n".join((f"--{boundary}", *part.header_lines()))
        pieces += [header_text.encode("ascii"), b"\r\n\r\n", part.data, b"\r\n"]
    return b"".join((*pieces, f"--{boundary}--\r\n".encode("ascii")))


def _make_boundary(parts: tuple[MultipartPart, ...]) -> str:
    """Return a boundary that no part contains; it is the same for the same parts."""
    digest = sha256(b"\0".join(part.data for part in parts)).hexdigest()[:32]
    while any(digest.encode("ascii") in part.data for part in parts):
        digest = sha256(digest.encode("ascii")).hexdigest()[:32]
    return f"preclear-{digest}"
