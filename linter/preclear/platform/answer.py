"""An import's answer that somebody saved: read, and mapped to the document that it is about."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.mapping import map_answer, read_answer
from preclear.project import Results, display_paths
from preclear.source import DEFAULT_LIMITS, SEVERITY_RANK, load_bytes
from preclear.source.document import Document
from preclear.source.files.read import ReadFailure, read_file

if TYPE_CHECKING:
    from preclear.engine import Finding
    from preclear.mapping import MappedAnswer
    from preclear.platform.upload.options import CheckedDocument
    from preclear.source import Json, Limits, Severity, Span

ANSWER_BYTES = 16_000_000
"""The largest answer that is read, where the limit `file_bytes` allows no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerResult:
    """An answer on its document.

    `results` has what the import found, and of the check's findings those that were wanted. `is_failure` says whether
    the import was refused, or anything at or above `fail_on` was found.
    """

    mapped: MappedAnswer
    results: Results
    is_failure: bool

    @property
    def is_complete(self) -> bool:
        """Whether all of the answer was mapped, and all that was created compared with the plan."""
        return not self.mapped.unlisted_count and self.mapped.is_compared


def answer_limits(limits: Limits) -> Limits:
    """Give the limits that an answer is read with, where `limits` are those of its document."""
    max_bytes = ANSWER_BYTES if limits.file_bytes <= DEFAULT_LIMITS.file_bytes else limits.file_bytes
    return limits.with_overrides({"file_bytes": max_bytes, "scalar_bytes": max(limits.scalar_bytes, max_bytes)})


def read_answer_file(file: Path, limits: Limits) -> Document:
    """Read an answer, with the limits of its document; its faults say what keeps it from being read."""
    limits = answer_limits(limits)
    return load_answer(read_file(file, limits), file.as_posix(), limits)


def load_answer(data: bytes | ReadFailure, shown_findings: str, limits: Limits) -> Document:
    """Load an answer as JSON, whatever its name; `data` is a refusal where it could not be read."""
    if not isinstance(data, ReadFailure):
        return load_bytes(data, shown_findings, limits, Path("answer.json"))  # by that name it is JSON and nothing else
    document = Document(shown_findings, None, b"")
    data.report(document)
    return document


def map_saved_answer(
    document: CheckedDocument, answer: Json, status: int | None = None, *, with_check: bool = False
) -> AnswerResult:
    """Map an answer to its document: a result of an import, an error, a connector, or `{"status": …, "body": …}`.

    `status` is the HTTP status of the answer, where it is known. With `with_check` the check's own findings that the
    answer does not report are among the results. The document should be checked without a limit on its findings: one
    that is left out counts as not foreseen.
    """
    mapped = map_answer(
        document.check_result, read_answer(answer, status), selection=document.selection, limits=document.limits
    )
    check_findings = mapped.unconfirmed_findings(document.check_result.findings) if with_check else []
    results = _make_results(document, mapped, check_findings)
    is_refused = mapped.answer.is_refused and document.fail_on != "never"
    return AnswerResult(mapped=mapped, results=results, is_failure=document.is_failing(results.counts) or is_refused)


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
    )


def _sort_key(finding: Finding) -> tuple[str, Span, str, str]:
    return finding.path, finding.span, finding.rule.name, finding.message
