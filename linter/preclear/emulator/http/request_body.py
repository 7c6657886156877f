"""Reading of request bodies, in memory and up to a limit, in both forms that an import accepts."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from preclear.emulator.http.body_reader import BodyReader, read_json
from preclear.emulator.http.budget import get_reservation
from preclear.emulator.http.errors import ApiError, invalid_request_error

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable

    from starlette.requests import Request

    from preclear.emulator.http.errors import JsonObject

MAX_IMPORT_BYTES = 25_000_000
"""The largest body of an import, in bytes."""

MAX_OBJECT_BYTES = 1_000_000
"""The largest body of any other request, in bytes."""

BODY_TIMEOUT = 60.0
"""Seconds within which the whole body must arrive."""

_FILETYPES = ("json", "yaml")


class ImportBody(NamedTuple):
    """The document of an import. `filetype` is `json`, `yaml`, or None if unknown."""

    data: bytes
    filetype: str | None
    version_name: str | None


class _InMemoryParser(MultiPartParser):
    """A multipart parser that never writes to disk."""

    spool_max_size = MAX_IMPORT_BYTES
    max_file_size = MAX_IMPORT_BYTES  # its name in starlette 0.41


async def read_import(
    request: Request,
    fetch: Callable[[Request, str], Awaitable[tuple[bytes, str | None]]],
    *,
    requires_version: bool,
) -> ImportBody:
    """Read an import's body, multipart or JSON; `requires_version` makes its version required. Raises ApiError.

    `fetch` returns the document at a URL, and its content type if it's known.
    """
    body_type = _content_type(request)
    if body_type == "multipart/form-data":
        return await _read_multipart(request, requires_version=requires_version)
    if body_type != "application/json":
        message = "expected a body of multipart/form-data or application/json"
        raise ApiError(415, "unsupported_media_type", message)
    body = read_json(await read_body(request, MAX_OBJECT_BYTES), "body")
    reader = BodyReader()
    url = reader.read_text(body, "schemaURL")
    filetype = reader.read_optional_text(body, "filetype")
    version = _read_metadata(reader, body, requires_version=requires_version)
    if filetype is not None and filetype not in _FILETYPES:
        reader.add_fault("filetype", "expected `json` or `yaml`")
    reader.raise_faults()
    data, content_type = await fetch(request, url)
    return ImportBody(data, filetype or _filetype_of(content_type or "", ""), version)


async def read_object(request: Request) -> JsonObject:
    """Read a body that is a JSON object. Raises ApiError."""
    if _content_type(request) != "application/json":
        raise ApiError(415, "unsupported_media_type", "expected a body of application/json")
    return read_json(await read_body(request, MAX_OBJECT_BYTES), "body")


async def read_body(request: Request, limit: int) -> bytes:
    """Read the body. Raises ApiError if it has more than `limit` bytes or takes too long."""
    body = bytearray()
    async for chunk in _iter_chunks(request, limit):
        body += chunk
    return bytes(body)


async def _iter_chunks(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    refusal = ApiError(413, "too_large", f"the body is too large; expected at most {limit:,} bytes")
    length = request.headers.get("content-length", "0")
    if not (length.isascii() and length.isdecimal()) or int(length[:12]) > limit:
        raise refusal
    reservation = get_reservation(request)
    deadline = asyncio.get_running_loop().time() + BODY_TIMEOUT
    size = 0
    stream = aiter(request.stream())
    while (chunk := await _next_chunk(stream, deadline)) is not None:
        size += len(chunk)
        if size > limit:
            raise refusal
        reservation.grow(len(chunk))
        yield chunk


async def _next_chunk(stream: AsyncIterator[bytes], deadline: float) -> bytes | None:
    """Return the next chunk of a body; None at its end. Raises ApiError (408) after the deadline."""
    try:
        async with asyncio.timeout_at(deadline):
            return await anext(stream)
    except StopAsyncIteration:
        return None
    except TimeoutError:
        raise ApiError(408, "timeout", f"the body took longer than {BODY_TIMEOUT:.0f} seconds") from None


async def _read_multipart(request: Request, *, requires_version: bool) -> ImportBody:
    try:
        parser = _InMemoryParser(request.headers, _iter_chunks(request, MAX_IMPORT_BYTES), max_files=2, max_fields=10)
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError) as error:
        raise ApiError(400, "invalid_request", f"the multipart body can't be read: {error}"[:300]) from None
    try:
        file, metadata = form.get("file"), form.get("metadata")
        if not isinstance(file, UploadFile):
            raise invalid_request_error(("file", "is required; expected a file"))
        if metadata is None:
            raise invalid_request_error(("metadata", "is required"))
        text = await metadata.read() if isinstance(metadata, UploadFile) else metadata.encode("utf-8", "surrogatepass")
        reader = BodyReader()
        version = _read_metadata(reader, read_json(text, "metadata"), "metadata", requires_version=requires_version)
        reader.raise_faults()
        return ImportBody(await file.read(), _filetype_of(file.content_type or "", file.filename or ""), version)
    finally:
        await form.close()


def _read_metadata(reader: BodyReader, metadata: JsonObject, path: str = "", *, requires_version: bool) -> str | None:
    reader.read_text(metadata, "format", path, choices=("openapi",))
    return reader.read_text(metadata, "version", path) if requires_version else None


def _filetype_of(content_type: str, name: str) -> str | None:
    """Return the type of a file by its content type, else by its name."""
    essence, name = content_type.partition(";")[0].strip().lower(), name.lower()
    if essence.endswith("json") or name.endswith(".json"):
        return "json"
    return "yaml" if essence.endswith("yaml") or name.endswith((".yaml", ".yml")) else None


def _content_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()
