"""The result of checking one document."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from preclear._records import NamedTuple, Record, field

if TYPE_CHECKING:
    from preclear.connector import Connector
    from preclear.engine.finding import Finding
    from preclear.engine.suppression.suppression import SuppressedFinding
    from preclear.engine.unlisted import UnlistedFindings
    from preclear.source import Document, EditLevel, Place, Severity


class OmittedEdit(NamedTuple):
    """What omitted findings with an edit are counted by: rule, path, level of the edit, severity of the finding."""

    rule: str
    path: str
    level: EditLevel
    severity: Severity


class CheckResult(Record, kw_only=True):
    """The findings of one document, and the connector that an import makes of it.

    `counts` is the true number of findings by severity. `omitted` is how many findings exceed the limit and are left
    out of `findings`, by rule and path. `omitted_edits` is how many of those have an edit. `connector` is None if the
    document is too broken to build one. `is_openapi` is False if nothing identifies the document as OpenAPI. `failed`
    is True if a rule raised an error.

    `suppressed` and `baselined` findings are neither in `findings` nor counted. `used_suppressions` are the places of
    the suppressions that suppress something. `unlisted` records the nodes of the omitted findings, if
    the caller passed one.
    """

    document: Document
    findings: tuple[Finding, ...]
    counts: Counter[Severity]
    omitted: Counter[tuple[str, str]]
    connector: Connector | None
    is_openapi: bool
    failed: bool
    suppressed: tuple[SuppressedFinding, ...] = ()
    baselined: tuple[Finding, ...] = ()
    used_suppressions: tuple[Place, ...] = ()
    unlisted: UnlistedFindings | None = None
    omitted_edits: Counter[OmittedEdit] = field(default_factory=Counter[OmittedEdit])
