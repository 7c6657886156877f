"""What a run over many documents knows of each: the checked document, the plan, and the outcome."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from preclear.report import ReportedStep

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from preclear.config import ConnectorBinding
    from preclear.platform.connection_files.model import ConnectionFile
    from preclear.platform.lookups import ConnectorRecord
    from preclear.platform.upload.options import UploadMethod
    from preclear.report import ReportedFinding
    from preclear.source import Json, Severity

PlanAction: TypeAlias = Literal[
    "create connector", "create version", "update", "unchanged", "skipped", "blocked", "impossible", "unknown"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What a run does, besides the check and the connection.

    With `changed_since`, a git revision, only documents with a file that differs from it are uploaded. `journal` is its
    path, if not the default. `via` is how documents are sent, as in UploadOptions. `force` sends documents that have
    errors. `dry_run` only plans: it looks up, and changes nothing.
    """

    changed_since: str | None = None
    journal: Path | None = None
    via: UploadMethod = "multipart"
    force: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedBinding:
    """A binding, and what the check of its document says.

    `sha256` is the digest of the bytes that would be sent, `connector` has the fields of a new connector, `version` is
    the name of the new version. `problem` says why the document isn't sent, and `is_unusable` whether it could not be
    checked. `files` are the resolved paths of all its files. `findings` are its errors, as far as they are listed.
    `adaptation` describes the changes that were made. `connections` are the connection files of the binding.
    """

    binding: ConnectorBinding
    display_path: str
    sha256: str = ""
    size: int = 0
    connector: Mapping[str, Json] = field(default_factory=dict[str, "Json"])
    version: str = ""
    problem: str | None = None
    is_unusable: bool = False
    files: frozenset[str] = frozenset()
    findings: tuple[ReportedFinding, ...] = ()
    omitted_count: int = 0
    adaptation: str = ""
    connections: tuple[ConnectionFile, ...] = ()


class Arrival(NamedTuple):
    """An upload of an earlier run that arrived, and whose version doesn't record its digest yet.

    `number` is that of its intent in the journal.
    """

    number: int
    connector_id: str
    version: str
    sha256: str


@dataclass(kw_only=True)
class PlannedUpload:
    """A binding in the plan of a run, and later its outcome.

    `reason` says why nothing is sent. `steps` are what is done besides an import. `version` and `connector_id` are what
    is created, changed, or the same already. `record` is the connector as it was listed.
    """

    checked: CheckedBinding
    action: PlanAction
    reason: str = ""
    connector_id: str | None = None
    connector_name: str = ""
    version: str = ""
    steps: tuple[str, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    record: ConnectorRecord | None = None
    exit_code: int = 0
    outcome: str | None = None
    outcome_reason: str = ""
    lookup_command: str = ""
    step_results: list[ReportedStep] = field(default_factory=list[ReportedStep])
    findings: tuple[ReportedFinding, ...] = ()
    omitted_count: int = 0
    show: Severity = "error"
    notes: list[str] = field(default_factory=list[str])

    @property
    def is_import(self) -> bool:
        """Whether a document is sent."""
        return self.action in ("create connector", "create version")

    @property
    def has_work(self) -> bool:
        """Whether anything is sent."""
        return self.is_import or self.action == "update" or bool(self.arrivals)


@dataclass(kw_only=True)
class RunResult:
    """The result of a run. `problem` says why it could not start, or why it ended early."""

    entries: list[PlannedUpload] = field(default_factory=list[PlannedUpload])
    is_dry_run: bool = False
    host: str = ""
    organisation: str = ""
    journal: str | None = None
    problem: str | None = None
    problem_code: int = 0
    notes: list[str] = field(default_factory=list[str])

    @property
    def exit_code(self) -> int:
        """The most serious exit code: 4 unknown, 3 not sent, 2 unusable, 1 rejected or with findings."""
        return max([self.problem_code, *(entry.exit_code for entry in self.entries)])
