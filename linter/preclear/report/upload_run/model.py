"""The model of a run's report. The platform fills it, so that reports don't depend on connections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from preclear.source import Json, Severity


class ReportedFinding(NamedTuple):
    """A finding as reports have it: its line for people, escaped, and its JSON object."""

    severity: Severity
    text: str
    value: dict[str, Json]


class ReportedStep(NamedTuple):
    """A request after an import: what it does, its outcome, and why."""

    summary: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEntry:
    """A document and its connector in the plan, and what became of them.

    `action` is what the plan says, `reason` why nothing is sent. `planned_steps` follow the import. `outcome` is
    accepted, rejected, not sent or unknown; None in a plan, and where nothing was to be sent. `omitted_count` findings
    aren't in `findings`; those below `show` are in no text for people.
    """

    origin: str
    document: str
    connector: str
    connector_id: str | None
    version: str
    action: str
    reason: str
    sha256: str
    size: int
    planned_steps: tuple[str, ...]
    adaptation: str
    outcome: str | None
    outcome_reason: str
    lookup_command: str
    steps: tuple[ReportedStep, ...]
    findings: tuple[ReportedFinding, ...]
    omitted_count: int
    show: Severity
    notes: tuple[str, ...]
    exit_code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """A run over many documents. `problem` says why it could not start, or why it ended early."""

    entries: tuple[RunEntry, ...]
    is_dry_run: bool
    host: str
    organisation: str
    journal: str | None
    problem: str | None
    exit_code: int
    notes: tuple[str, ...]
