"""Files that clients upload to a signed URL before they import them (SignedURL)."""

from __future__ import annotations

import hmac
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from preclear.emulator.http.errors import ApiError, not_found_error

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.emulator.ulids import UlidGenerator

MAX_UPLOAD_BYTES = 25_000_000
"""The limit for all uploaded files together, in bytes. The oldest ones are dropped to stay within it."""

_MAX_UPLOADS = 100
_VALID_SECONDS = 300
_URL_PREFIX = "gs://emulator/"


@dataclass(slots=True)
class Upload:
    """A signed URL, and the file once it's there."""

    id: str
    organisation_id: str
    signature: str
    content_type: str
    content_length: int
    created: float
    data: bytes | None = None

    @property
    def url(self) -> str:
        """The URL that an import can read the file from."""
        return f"{_URL_PREFIX}{self.organisation_id}/{self.id}"


class UploadStore:
    """The uploads of all organisations. `clock` returns seconds."""

    def __init__(self, ulid_generator: UlidGenerator, clock: Callable[[], float] = time.monotonic) -> None:
        self._ulid_generator = ulid_generator
        self._clock = clock
        self._uploads: dict[str, Upload] = {}

    def create(self, organisation_id: str, content_type: str, content_length: int) -> Upload:
        """Create a signed URL for one file of this type and length."""
        id = self._ulid_generator.generate()
        while len(self._uploads) >= _MAX_UPLOADS:
            del self._uploads[next(iter(self._uploads))]
        upload = Upload(
            id, organisation_id, secrets.token_hex(16), content_type.strip().lower(), content_length, self._clock()
        )
        self._uploads[id] = upload
        return upload

    def open(self, id: str, signature: str) -> Upload:
        """Return the upload that a signed URL leads to.

        Raises ApiError: 404 for an unknown one, 403 for a wrong signature, an expired URL, or one that was used.
        """
        upload = self._uploads.get(id)
        if upload is None:
            raise not_found_error("the upload")
        if not hmac.compare_digest(upload.signature.encode(), signature.encode("utf-8", "surrogateescape")):
            raise ApiError(403, "forbidden", "the signature isn't valid")
        if self._clock() - upload.created > _VALID_SECONDS:
            raise ApiError(403, "expired", "the URL has expired: it's valid for 5 minutes")
        if upload.data is not None:
            raise ApiError(403, "used", "the URL was used before: it's valid for one upload")
        return upload

    def store(self, upload: Upload, data: bytes) -> None:
        """Store the file. The oldest files are dropped if there is no room."""
        stored = [other for other in self._uploads.values() if other.data is not None]
        size = len(data) + sum(len(other.data or b"") for other in stored)
        for other in stored:
            if size <= MAX_UPLOAD_BYTES:
                break
            size -= len(other.data or b"")
            del self._uploads[other.id]
        upload.data = data

    def read(self, url: str, organisation_id: str) -> tuple[bytes, str] | None:
        """Return the file that `url` leads to, and its content type; None if `url` isn't one of this store.

        Raises ApiError if the file isn't there.
        """
        if not url.startswith(_URL_PREFIX):
            return None
        for upload in self._uploads.values():
            if upload.url == url and upload.organisation_id == organisation_id and upload.data is not None:
                return upload.data, upload.content_type
        reason = "there is no such uploaded file"
        raise ApiError(400, "fetch_failed", f"the document could not be fetched: {reason}", (("schemaURL", reason),))
