"""A request as it would be sent, for dry runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from preclear.report.rendering.escape import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class RequestPart(Protocol):
    """A part of a multipart body. A part without `filename` is a field."""

    @property
    def filename(self) -> str | None: ...
    @property
    def data(self) -> bytes: ...
    def header_lines(self) -> tuple[str, ...]:
        """Return the lines above the data."""
        ...


class SentRequest(Protocol):
    """A request without its credentials. `parts` are those of a multipart body, `body` is all of it, in ASCII."""

    @property
    def method(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def headers(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def body(self) -> bytes: ...
    @property
    def parts(self) -> Sequence[RequestPart]: ...


def format_http_request(
    request: SentRequest, scheme: str, *, has_token: bool, file_description: str = "", body_text: str | None = None
) -> Iterator[str]:
    """Yield the lines of a request, without the token. `scheme` is the token's.

    `file_description` stands in place of the text of a file, and `body_text` in place of a body that has secrets.
    """
    yield f"{request.method} {request.url}"
    yield f"Host: {request.url.partition('://')[2].partition('/')[0]}"
    for name, value in request.headers:
        yield f"{name}: {'(a new UUID in each run)' if name == 'Idempotency-Key' else value}"
    yield f"Authorization: {scheme} {'***' if has_token else '(no token)'}"
    yield f"Content-Length: {len(request.body)}"
    yield ""
    if not request.parts:
        if request.body:
            yield escape(request.body.decode("ascii") if body_text is None else body_text)
        return
    boundary = dict(request.headers)["Content-Type"].rpartition("boundary=")[2]
    for part in request.parts:
        yield f"--{boundary}"
        yield from part.header_lines()
        yield ""
        yield escape(part.data.decode("ascii")) if part.filename is None else f"({file_description})"
    yield f"--{boundary}--"
