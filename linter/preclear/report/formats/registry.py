"""The formats of a report of findings, by name. Each is imported when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from preclear._records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from preclear.project import ReportDetail
    from preclear.report.finding_report import FindingReport


class Format(NamedTuple):
    """A format: the function that makes it, the details that it needs, and whether it has every finding.

    `function` is `module:name`, relative to this package. A format for people at a terminal leaves out findings of a
    rule in a file beyond the limit `findings`; one that `has_every_finding` has as many as memory allows.
    """

    function: str
    details: frozenset[ReportDetail] = frozenset()
    has_every_finding: bool = True


FORMATS: dict[str, Format] = {
    "full": Format("full:stream_full", has_every_finding=False),
    "concise": Format("concise:stream_concise", has_every_finding=False),
    "json": Format("json_object:stream_report_json"),
    "jsonl": Format("json_lines:stream_json_lines"),
    "sarif": Format("sarif:stream_sarif", frozenset({"fixes", "kinds", "suppressed"})),
    "github": Format("github:stream_github", frozenset({"plans"})),  # which the job's summary shows
    "gitlab": Format("gitlab:stream_gitlab"),
    "azure": Format("azure:stream_azure"),
    "junit": Format("junit:stream_junit"),
    "checkstyle": Format("checkstyle:stream_checkstyle"),
    "rdjson": Format("rdjson:stream_rdjson", frozenset({"fixes"})),
    "markdown": Format("markdown:stream_markdown", frozenset({"plans"})),
    "html": Format("html:stream_html", frozenset({"kinds", "plans", "suppressed"})),
}
"""Every format, those for people at a terminal first."""


def stream_report(format: str, report: FindingReport) -> Iterator[str]:
    """Yield the pieces of a report in one of FORMATS, as it is written to a file: without colour, all findings."""
    module, _, name = FORMATS[format].function.partition(":")
    stream: Callable[[FindingReport], Iterator[str]] = getattr(import_module(f"preclear.report.formats.{module}"), name)
    return stream(report)
