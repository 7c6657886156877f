"""The request of an upload as it would be sent, and a description of its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.rendering.escape import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.report.upload.model import UploadReport


def format_request(report: UploadReport) -> Iterator[str]:
    """Yield the lines of the request as it would be sent, without the token and the document's text."""
    request, destination = report.request, report.destination
    if request is None or destination is None:
        return
    yield f"{request.method} {request.url}"
    yield f"Host: {request.url.partition('://')[2].partition('/')[0]}"
    for name, value in request.headers:
        yield f"{name}: {'(a new UUID in each run)' if name == 'Idempotency-Key' else value}"
    yield f"Authorization: {destination.scheme} {'***' if destination.has_token else '(no token)'}"
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
    """Describe the document: its files, size and digest, or the URL that the server fetches it from."""
    bundle = report.bundle
    if bundle is None:
        return ""
    files = bundle.files if report.adaptation is None else report.adaptation.files
    names = ", ".join(escape(file.path) for file in files)
    if report.from_url is not None:
        return f"{escape(report.from_url)}, fetched by the server; {names} was checked"
    form = "unchanged" if bundle.is_single_file else "bundled as by `preclear bundle`"
    if report.adaptation is not None:
        form = "adapted as by `preclear adapt`"
    return f"{names}, {form}: {len(bundle.data):,} bytes, sha256 {bundle.sha256}"
