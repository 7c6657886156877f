"""Request bodies: read up to a limit, in memory, in the two forms that an import takes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from preclear.emulator.budget import reservation_of
from preclear.emulator.fetch import fetch
from preclear.emulator.problem import Problem, invalid
from preclear.emulator.reading import Reading, read_json

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from starlette.requests import Request

    from preclear.emulator.problem import Object

MOST_BYTES = 25_000_000
"""The largest body of an import."""

MOST_OBJECT_BYTES = 1_000_000
"""The largest body of any other request."""

BODY_SECONDS = 60.0
"""The time in which a whole body has to arrive."""

_FILETYPES = ("json", "yaml")


class Sent(NamedTuple):
    """A document that was sent. `filetype` is None where nothing says it."""

    data: bytes
    filetype: str | None
    version: str | None


class _InMemory(MultiPartParser):
    """Nothing is written to a disk."""

    spool_max_size = MOST_BYTES
    max_file_size = MOST_BYTES  # what starlette 0.41 calls it


async def read_import(request: Request, *, versioned: bool) -> Sent:
    """Read either form of an import's body; a version's name is required where `versioned`. Raises Problem."""
    kind = _content_type(request)
    if kind == "multipart/form-data":
        return await _multipart(request, versioned=versioned)
    if kind != "application/json":
        message = "the body must be multipart/form-data or application/json"
        raise Problem(415, "unsupported_media_type", message)
    body = read_json(await read_body(request, MOST_OBJECT_BYTES), "body")
    reading = Reading()
    url = reading.text(body, "schemaURL")
    filetype = reading.optional_text(body, "filetype")
    version = _metadata(reading, body, versioned=versioned)
    if filetype is not None and filetype not in _FILETYPES:
        reading.fault("filetype", "expected `json` or `yaml`")
    reading.check()
    return Sent(await fetch(url), filetype, version)


async def read_object(request: Request) -> Object:
    """Read a body that is a JSON object. Raises Problem."""
    if _content_type(request) != "application/json":
        raise Problem(415, "unsupported_media_type", "the body must be application/json")
    return read_json(await read_body(request, MOST_OBJECT_BYTES), "body")


async def read_body(request: Request, limit: int) -> bytes:
    """Read the body. Raises Problem where it has more than `limit` bytes, or takes too long."""
    body = bytearray()
    async for piece in _pieces(request, limit):
        body += piece
    return bytes(body)


async def _pieces(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    refusal = Problem(413, "too_large", f"the body has more than {limit:,} bytes")
    length = request.headers.get("content-length", "0")
    if not (length.isascii() and length.isdecimal()) or int(length[:12]) > limit:
        raise refusal
    reservation = reservation_of(request)
    deadline = asyncio.get_running_loop().time() + BODY_SECONDS
    seen = 0
    stream = aiter(request.stream())
    while (piece := await _next_piece(stream, deadline)) is not None:
        seen += len(piece)
        if seen > limit:
            raise refusal
        reservation.grow(len(piece))
        yield piece


async def _next_piece(stream: AsyncIterator[bytes], deadline: float) -> bytes | None:
    """The next piece of a body; None at its end. Raises Problem (408) where it comes too late."""
    try:
        async with asyncio.timeout_at(deadline):
            return await anext(stream)
    except StopAsyncIteration:
        return None
    except TimeoutError:
        raise Problem(408, "timeout", f"the body took longer than {BODY_SECONDS:.0f} seconds") from None


async def _multipart(request: Request, *, versioned: bool) -> Sent:
    try:
        parser = _InMemory(request.headers, _pieces(request, MOST_BYTES), max_files=2, max_fields=10)
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError) as error:
        raise Problem(400, "invalid_request", f"the multipart body can't be read: {error}"[:300]) from None
    try:
        file, metadata = form.get("file"), form.get("metadata")
        if not isinstance(file, UploadFile):
            raise invalid(("file", "is required, as a file"))
        if metadata is None:
            raise invalid(("metadata", "is required"))
        text = await metadata.read() if isinstance(metadata, UploadFile) else metadata.encode("utf-8", "surrogatepass")
        reading = Reading()
        version = _metadata(reading, read_json(text, "metadata"), "metadata", versioned=versioned)
        reading.check()
        return Sent(await file.read(), _filetype(file), version)
    finally:
        await form.close()


def _metadata(reading: Reading, held: Object, at: str = "", *, versioned: bool) -> str | None:
    reading.text(held, "format", at, choices=("openapi",))
    return reading.text(held, "version", at) if versioned else None


def _filetype(file: UploadFile) -> str | None:
    """By the part's content type, else by the file's name."""
    kind = (file.content_type or "").partition(";")[0].strip().lower()
    name = (file.filename or "").lower()
    if kind.endswith("json") or name.endswith(".json"):
        return "json"
    return "yaml" if kind.endswith("yaml") or name.endswith((".yaml", ".yml")) else None


def _content_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()
