"""The request of an upload as it would be sent, and a description of its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.http_request import format_http_request
from preclear.report.rendering.escape import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.report.upload.model import UploadReport


def format_request(report: UploadReport) -> Iterator[str]:
    """Yield the lines of all requests as they would be sent, without the token and the document's text."""
    request, destination = report.request, report.destination
    if request is None or destination is None:
        return
    for earlier_request in report.storage_requests:
        is_stored = earlier_request.method == "PUT"
        yield from format_http_request(
            earlier_request,
            None if is_stored else destination.scheme,
            has_token=destination.has_token,
            body_text=f"({describe_document(report)})" if is_stored else None,
        )
        if is_stored:
            yield ""
    yield from format_http_request(
        request, destination.scheme, has_token=destination.has_token, file_description=describe_document(report)
    )


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
