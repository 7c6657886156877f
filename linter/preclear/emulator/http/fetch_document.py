"""Fetching of a document from this machine's loopback addresses, and from nowhere else."""

from __future__ import annotations

import asyncio
import re
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from preclear.emulator.http.errors import ApiError, invalid_request_error

MAX_DOCUMENT_BYTES = 5_000_000
FETCH_TIMEOUT = 10
_MAX_HEAD_BYTES = 65_536
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})(?: [^\r\n]*)?")
_LENGTH = re.compile(rb"[0-9]{1,10}")


class _Address(NamedTuple):
    hosts: tuple[str, ...]
    port: int
    authority: str
    path: str


async def fetch_document(url: str) -> bytes:
    """Fetch `url`. Raises ApiError for any other address than loopback and any answer other than a plain 200."""
    address = _parse_address(url)
    try:
        async with asyncio.timeout(FETCH_TIMEOUT):
            return await _get(address)
    except TimeoutError:
        raise _fetch_error(f"no complete answer within {FETCH_TIMEOUT} seconds") from None
    except (OSError, EOFError, asyncio.LimitOverrunError, ValueError) as error:
        raise _fetch_error(f"{type(error).__name__}") from None


def _fetch_error(reason: str) -> ApiError:
    return ApiError(400, "fetch_failed", f"the document could not be fetched: {reason}", (("schemaURL", reason),))


def _parse_address(url: str) -> _Address:
    """Parse a URL. Only http to this machine is accepted; `localhost` is the only name, and no name is resolved."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 80
    except ValueError:
        raise invalid_request_error(("schemaURL", "isn't a URL")) from None
    if not url.isascii() or not url.isprintable() or " " in url or parts.scheme != "http" or "@" in parts.netloc:
        raise invalid_request_error(
            ("schemaURL", "expected an `http` URL of this machine, such as `http://127.0.0.1:8000/openapi.yaml`")
        )
    hosts = ("127.0.0.1", "::1") if host == "localhost" else (host,)
    if not all(_is_loopback(name) for name in hosts):
        raise invalid_request_error(("schemaURL", "expected a host on this machine: `127.0.0.1`, `::1` or `localhost`"))
    return _Address(hosts, port, parts.netloc, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def _is_loopback(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback and getattr(address, "ipv4_mapped", None) is None


async def _get(address: _Address) -> bytes:
    reader, writer = await _connect(address)
    try:
        lines = (f"GET {address.path} HTTP/1.0", f"Host: {address.authority}", "Accept-Encoding: identity", "", "")
        writer.write("\r\n".join(lines).encode("ascii"))
        await writer.drain()
        head = await reader.readuntil(b"\r\n\r\n")
        length = _content_length(head)
        body = bytearray()
        while len(body) <= MAX_DOCUMENT_BYTES and (length is None or len(body) < length):
            chunk = await reader.read(65_536)
            if not chunk:
                break
            body += chunk
        if len(body) > MAX_DOCUMENT_BYTES or (length is not None and length > MAX_DOCUMENT_BYTES):
            raise _fetch_error(f"it's too large; expected at most {MAX_DOCUMENT_BYTES:,} bytes")
        if length is not None and len(body) < length:
            raise _fetch_error("the body is shorter than its Content-Length")
        return bytes(body if length is None else body[:length])
    finally:
        writer.close()


async def _connect(address: _Address) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    for host in address.hosts[:-1]:
        try:
            return await asyncio.open_connection(host, address.port, limit=_MAX_HEAD_BYTES)
        except OSError:
            continue
    return await asyncio.open_connection(address.hosts[-1], address.port, limit=_MAX_HEAD_BYTES)


def _content_length(head: bytes) -> int | None:
    """Return the Content-Length, or None if there is none. Redirects and other statuses raise ApiError."""
    status_line, *header_lines = head.split(b"\r\n")
    status = _STATUS.fullmatch(status_line)
    if status is None:
        raise _fetch_error("the answer isn't HTTP/1")
    if status[1] != b"200":
        raise _fetch_error(f"the answer has status {status[1].decode('ascii')}; expected 200")
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(b":") for line in header_lines)
    }
    if b"transfer-encoding" in headers or headers.get(b"content-encoding", b"identity") != b"identity":
        raise _fetch_error("the answer is encoded; expected `identity`")
    length = headers.get(b"content-length")
    if length is None:
        return None
    if _LENGTH.fullmatch(length) is None:
        raise _fetch_error("the Content-Length isn't a number")
    return int(length)
