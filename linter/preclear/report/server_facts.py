"""What a server says beside its answer, as facts of a report."""

from __future__ import annotations

from typing import Protocol

from preclear.report.rendering.escape import escape


class ServerReport(Protocol):
    """What is known of an answer: its status, the start of an unexpected text, and the server's name of the request."""

    @property
    def status(self) -> int | None: ...
    @property
    def server_text(self) -> str | None: ...
    @property
    def request_id(self) -> str | None: ...


def list_server_facts(report: ServerReport) -> dict[str, str]:
    """Return the facts by name, escaped."""
    facts: dict[str, str] = {}
    if report.server_text is not None:
        facts["server said"] = escape(f"{report.status}: {report.server_text}")
    if report.request_id is not None:
        facts["request id"] = escape(report.request_id)
    return facts
