"""Saved answers of imports: reading them and mapping them to their document."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.mapping import map_answer, read_answer
from preclear.platform.sent_document import load_sent_document
from preclear.project import Results, display_paths
from preclear.source import DEFAULT_LIMITS, SEVERITY_RANK, Document, ReadFailure, load_bytes, read_file

if TYPE_CHECKING:
    from preclear.engine import Finding
    from preclear.mapping import MappedAnswer
    from preclear.platform.sent_document import SentDocument
    from preclear.platform.upload.options import CheckedDocument
    from preclear.source import Json, Limits, Severity, Span

ANSWER_BYTES = 16_000_000
"""Maximum size of an answer, unless the limit `file_bytes` is higher."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerResult:
    """An answer that was mapped to its document.

    `results` has the import's findings, and the check's findings if requested. `is_failure` says whether the import was
    refused, or there are findings at or above `fail_on`.
    """

    mapped: MappedAnswer
    results: Results
    is_failure: bool

    @property
    def is_complete(self) -> bool:
        """Whether the whole answer was mapped, and everything that was created was compared with the plan."""
        return not self.mapped.unlisted_count and self.mapped.is_compared


def answer_limits(limits: Limits) -> Limits:
    """Return the limits for reading an answer; `limits` are those of its document."""
    max_bytes = ANSWER_BYTES if limits.file_bytes <= DEFAULT_LIMITS.file_bytes else limits.file_bytes
    return limits.with_overrides({"file_bytes": max_bytes, "scalar_bytes": max(limits.scalar_bytes, max_bytes)})


def read_answer_file(file: Path, limits: Limits) -> Document:
    """Read an answer with the limits of its document. Its faults say why it can't be read."""
    limits = answer_limits(limits)
    return load_answer(read_file(file, limits), file.as_posix(), limits)


def load_answer(data: bytes | ReadFailure, shown_findings: str, limits: Limits) -> Document:
    """Load an answer as JSON, whatever its name. `data` is a ReadFailure if it could not be read."""
    if not isinstance(data, ReadFailure):
        return load_bytes(data, shown_findings, limits, Path("answer.json"))  # with this name it is only parsed as JSON
    document = Document(shown_findings, None, b"")
    data.report(document)
    return document


def map_saved_answer(
    document: CheckedDocument, answer: Json, status: int | None = None, *, with_check: bool = False
) -> AnswerResult:
    """Map an answer to its document: the result of an import, an error, a connector, or `{"status": …, "body": …}`.

    The answer to a document in several files is about their bundle, which an upload sends: its lines and pointers lead
    to the files. `status` is the HTTP status of the answer, if known. With `with_check`, the results include the
    check's findings that the answer doesn't confirm. Check the document without a limit on its findings: an omitted
    finding counts as not foreseen.
    """
    sent = _bundle_files(document)
    mapped = map_answer(
        document.check_result,
        read_answer(answer, status),
        sent.source_map if sent is not None else None,
        sent.document if sent is not None else None,
        selection=document.selection,
        limits=document.limits,
    )
    check_findings = mapped.unconfirmed_findings(document.check_result.findings) if with_check else []
    results = _make_results(document, mapped, check_findings)
    is_refused = mapped.answer.is_refused and document.fail_on != "never"
    return AnswerResult(mapped=mapped, results=results, is_failure=document.is_failing(results.counts) or is_refused)


def _bundle_files(document: CheckedDocument) -> SentDocument | None:
    """Make the document that an upload sends; None if the files can't be bundled, so that none was sent."""
    from preclear.bundle import BundleError, bundle

    connector = document.check_result.connector
    if connector is None:
        return None
    try:
        return load_sent_document(bundle(connector.api, document.limits), document.limits)
    except BundleError:
        return None


def _make_results(document: CheckedDocument, mapped: MappedAnswer, check_findings: list[Finding]) -> Results:
    findings = sorted([*mapped.findings, *check_findings], key=_sort_key)
    hidden_counts = {
        id(finding) for finding in check_findings if SEVERITY_RANK[finding.severity] < SEVERITY_RANK[document.show]
    }
    counts: Counter[Severity] = Counter(finding.severity for finding in check_findings)
    counts.update(mapped.counts)
    return Results(
        files=display_paths(document.check_result),
        findings=tuple(findings),
        counts=counts,
        omitted=Counter(mapped.omitted),
        shown_findings=tuple(finding for finding in findings if id(finding) not in hidden_counts),
        hidden_counts=Counter(finding.severity for finding in findings if id(finding) in hidden_counts),
        fixable=Counter(finding.edit.level for finding in check_findings if finding.edit is not None),
    )


def _sort_key(finding: Finding) -> tuple[str, Span, str, str]:
    return finding.path, finding.span, finding.rule.name, finding.message
