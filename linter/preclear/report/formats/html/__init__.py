"""The report as one self-contained page. `page` has its template and what may act in it, `views` what it shows."""

from preclear.report.formats.html.page import stream_html

__all__ = ["stream_html"]
