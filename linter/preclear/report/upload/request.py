"""The request of an upload as it would be sent, and what is sent in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.rendering.escape import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.report.upload.model import UploadReport


def format_request(report: UploadReport) -> Iterator[str]:
    """Give the request as it would be sent, the token and the document's text aside."""
    request, destination = report.request, report.destination
    if request is None or destination is None:
        return
    yield f"{request.method} {request.url}"
    yield f"Host: {request.url.partition('://')[2].partition('/')[0]}"
    for name, value in request.headers:
        yield f"{name}: {'(another UUID in every run)' if name == 'Idempotency-Key' else value}"
    yield f"Authorization: {destination.scheme} {'***' if destination.has_token else '(no token is given)'}"
    yield f"Content-Length: {len(request.body)}"
    yield ""
    if not request.parts:
        yield escape(request.body.decode("ascii"))
        return
    boundary = dict(request.headers)["Content-Type"].rpartition("boundary=")[2]
    for part in request.parts:
        yield f"--{boundary}"
        yield from part.header_lines()
        yield ""
        yield escape(part.data.decode("ascii")) if part.filename is None else f"({describe_document(report)})"
    yield f"--{boundary}--"


def describe_document(report: UploadReport) -> str:
    """Say which document is sent: its files, its size and digest, or the address that it is fetched from."""
    bundle = report.bundle
    if bundle is None:
        return ""
    names = ", ".join(escape(file.path) for file in bundle.files)
    if report.from_url is not None:
        return f"{escape(report.from_url)}, which the import fetches; {names} is what was checked"
    form = "byte for byte" if bundle.is_single_file else "made one, as `preclear bundle` writes it"
    return f"{names}, {form}: {len(bundle.data):,} bytes, sha256 {bundle.sha256}"
