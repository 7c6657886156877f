"""The request of an upload as it would be sent, and a description of its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.http_request import format_http_request
from preclear.report.rendering.escape import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.report.upload.model import UploadReport


def format_request(report: UploadReport) -> Iterator[str]:
    """Yield the lines of the request as it would be sent, without the token and the document's text."""
    request, destination = report.request, report.destination
    if request is not None and destination is not None:
        yield from format_http_request(
            request,
            destination.scheme,
            has_token=destination.has_token,
            file_description=describe_document(report),
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
