"""The result of an upload: the outcome, the findings, and everything that led to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from preclear.platform.http import OUTCOME_EXIT_CODES, make_not_sent
from preclear.report import ExitCode

if TYPE_CHECKING:
    from datetime import datetime

    from preclear.bundle import Bundle
    from preclear.engine import CheckResult, Finding
    from preclear.mapping import MappedAnswer
    from preclear.platform.checked_document import CheckedDocument
    from preclear.platform.connection import ConnectionOptions
    from preclear.platform.credentials import Credentials
    from preclear.platform.http import ImportTarget, Request, RequestOutcome
    from preclear.platform.upload.options import UploadOptions
    from preclear.source import Severity, Span


@dataclass(kw_only=True)
class UploadResult:
    """What is known of an upload, more with every step. What is None was not reached.

    `request` and `bundle` are what was sent, or would have been. If the document goes through the platform's storage,
    `storage_host` is where to, `document_url` is where the platform reads it, and `storage_requests` are the requests
    before the import's in a dry run. `mapped` is the server's answer on the document. With
    `is_unusable` the options or the document can't be used; with `is_aborted` the upload was interrupted or failed
    on its way.
    """

    options: UploadOptions
    connection: ConnectionOptions
    credentials: Credentials | None = None
    target: ImportTarget | None = None
    document: CheckedDocument | None = None
    bundle: Bundle | None = None
    storage_host: str | None = None
    storage_requests: tuple[Request, ...] = ()
    document_url: str | None = field(default=None, repr=False)  # both can have a signature
    request: Request | None = field(default=None, repr=False)
    started: datetime | None = None
    known_outcome: RequestOutcome | None = None
    mapped: MappedAnswer | None = None
    is_unusable: bool = False
    is_aborted: bool = False
    is_dry_run: bool = False
    notes: list[str] = field(default_factory=list[str])

    @property
    def outcome(self) -> RequestOutcome:
        """What became of it: accepted, rejected, not sent or unknown, and why."""
        return self.known_outcome or make_not_sent("preclear failed")

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the check found, and what the import found: each once."""
        check_result = self.check_result
        return () if check_result is None else check_result.findings

    @property
    def check_result(self) -> CheckResult | None:
        """The document as it was checked, after an answer with what the import found."""
        if self.document is None:
            return None
        check_result, mapped = self.document.check_result, self.mapped
        if mapped is None:
            return check_result
        unconfirmed_findings = mapped.unconfirmed_findings(check_result.findings)
        counts: Counter[Severity] = Counter(check_result.counts)
        counts.subtract(finding.severity for finding in check_result.findings)
        counts.update(finding.severity for finding in unconfirmed_findings)
        counts.update(mapped.counts)
        findings = sorted((*unconfirmed_findings, *mapped.findings), key=_sort_key)
        return replace(
            check_result, findings=tuple(findings), counts=counts, omitted=check_result.omitted + mapped.omitted
        )

    @property
    def exit_code(self) -> ExitCode:
        """What a program ends with that does nothing else."""
        if self.known_outcome is None or self.is_unusable:
            return ExitCode.UNCHECKED
        if self.is_dry_run:
            return ExitCode.OK
        check_result = self.check_result
        if self.known_outcome.name == "accepted" and self.document is not None and check_result is not None:
            is_failing = self.is_aborted or self.document.is_failing(check_result.counts)
            return ExitCode.FINDINGS if is_failing else ExitCode.OK
        return OUTCOME_EXIT_CODES[self.known_outcome.name]

    @property
    def title(self) -> str:
        """What a new connector is called: `info.title` (inferred)."""
        connector = None if self.document is None else self.document.check_result.connector
        return connector.name.value if connector is not None and connector.name else ""

    def redact(self, text: str) -> str:
        """Give `text` without the token."""
        return text if self.credentials is None else self.credentials.redact(text)


def _sort_key(finding: Finding) -> tuple[str, Span, str]:
    return finding.path, finding.span, finding.rule.name
