"""The result of a verification: what the platform has, and how it differs from the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from preclear.mapping import DIFFERENCES

if TYPE_CHECKING:
    from preclear.engine import Finding
    from preclear.mapping import MappedAnswer
    from preclear.platform.checked_document import CheckedDocument
    from preclear.platform.lookups import ConnectorRecord, ConnectorVersion
    from preclear.platform.verify.version_state import VersionState
    from preclear.project import Results
    from preclear.report import VerifyOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyResult:
    """What a verification found.

    `version` is the one that was read: None if the connector has no version of the name `requested_version`, or none at
    all. Then nothing is compared, and `state`, `mapped` and `results` are None. `results` has the differences as
    findings. `message_count` counts the validation messages that the platform keeps, which are no differences.
    """

    document: CheckedDocument
    connector: ConnectorRecord
    versions: tuple[ConnectorVersion, ...]
    requested_version: str | None
    version: ConnectorVersion | None
    state: VersionState | None = None
    mapped: MappedAnswer | None = None
    results: Results | None = None
    message_count: int = 0

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The differences, as findings at their places in the document."""
        return () if self.mapped is None else self.mapped.findings

    @property
    def difference_count(self) -> int:
        """The number of differences, listed or not. Those that aren't selected don't count."""
        if self.mapped is None:
            return 0
        listed_count = sum(finding.rule.name in DIFFERENCES for finding in self.mapped.findings)
        return listed_count + sum(count for (name, _), count in self.mapped.omitted.items() if name in DIFFERENCES)

    @property
    def is_different(self) -> bool:
        """Whether the platform has something else than the document, or no such version."""
        return self.version is None or self.difference_count > 0

    @property
    def is_complete(self) -> bool:
        """Whether everything was read that was to be compared, and all of it was compared."""
        if self.version is None:
            return True
        schemas = None if self.state is None else self.state.schemas
        is_read = schemas is None or schemas.failure is None
        mapped = self.mapped
        return is_read and mapped is not None and mapped.is_compared and bool(mapped.comparison.compared)

    @property
    def outcome(self) -> VerifyOutcome:
        """What the verification came to."""
        if self.version is None:
            return "no version"
        if self.difference_count:
            return "different"
        return "as planned" if self.is_complete else "incomplete"

    @property
    def is_failing(self) -> bool:
        """Whether a difference fails the verification: each does, unless `fail_on` of the document is `never`."""
        return self.is_different and self.document.fail_on != "never"
