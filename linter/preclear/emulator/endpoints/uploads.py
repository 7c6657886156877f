"""Signed URLs, and the uploads to them (SignedURL)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.emulator.endpoints.context import read_organisation_id, server_url
from preclear.emulator.endpoints.protocols import check_protocol
from preclear.emulator.http.body_reader import BodyReader
from preclear.emulator.http.errors import ApiError
from preclear.emulator.http.request_body import MAX_IMPORT_BYTES, read_body
from preclear.emulator.http.router import EndpointResult, Route

if TYPE_CHECKING:
    from starlette.requests import Request

    from preclear.emulator.endpoints.context import Context

_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?: *; *[\w-]+=[\w\"!#$&^.+-]+)*", re.ASCII)


class UploadEndpoints:
    """The endpoints of uploads. The signed URL is outside the API, as with an object storage."""

    def __init__(self, context: Context) -> None:
        self._uploads = context.uploads
        self.routes: tuple[Route, ...] = (
            Route("GET", "/o/{organisation_id}/protocols/{protocol_slug}/upload-url", self._create_url),
            Route("PUT", "/uploads/{upload_id}", self._upload, needs_token=False),
        )

    async def _create_url(self, request: Request) -> EndpointResult:
        """GetProtocolUploadURL. Its text requires both parameters, though the operation declares neither."""
        check_protocol(request)
        content_type = request.query_params.get("content_type", "")
        length = request.query_params.get("content_length", "")
        reader = BodyReader()
        if _MEDIA_TYPE.fullmatch(content_type) is None:
            reader.add_fault("content_type", "expected a media type, such as `application/yaml`")
        is_number = length.isascii() and length.isdecimal() and len(length) < 10
        if not is_number or not 1 <= int(length) <= MAX_IMPORT_BYTES:
            reader.add_fault("content_length", f"expected a whole number from 1 to {MAX_IMPORT_BYTES}")
        reader.raise_faults()
        upload = self._uploads.create(read_organisation_id(request), content_type, int(length))
        upload_url = f"{server_url(request)}/uploads/{upload.id}?signature={upload.signature}"
        return EndpointResult(200, {"uploadUrl": upload_url, "url": upload.url})

    async def _upload(self, request: Request) -> EndpointResult:
        """Take the file. As an object storage does, refuse a request that has credentials beside the signature."""
        if "authorization" in request.headers:
            raise ApiError(400, "invalid_request", "the URL is signed; expected no `Authorization`")
        upload_id, signature = request.path_params["upload_id"], request.query_params.get("signature", "")
        upload = self._uploads.open(upload_id, signature)
        if request.headers.get("content-type", "").strip().lower() != upload.content_type:
            raise ApiError(403, "forbidden", f"`Content-Type` isn't signed; expected `{upload.content_type[:100]}`")
        if request.headers.get("content-length") != str(upload.content_length):
            raise ApiError(403, "forbidden", f"`Content-Length` isn't signed; expected {upload.content_length}")
        data = await read_body(request, upload.content_length)
        if len(data) != upload.content_length:
            raise ApiError(400, "invalid_request", f"the body has {len(data)} bytes; expected {upload.content_length}")
        self._uploads.store(self._uploads.open(upload_id, signature), data)  # another request may have been faster
        return EndpointResult(200)
