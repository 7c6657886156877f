"""The model of an upload's report. The platform fills it, so that reports don't depend on connections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from preclear.bundle import Bundle
    from preclear.edit import Adaptation
    from preclear.engine import CheckResult
    from preclear.mapping import MappedAnswer
    from preclear.project import Results
    from preclear.report.http_request import SentRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where an upload goes. `connector` (an id) and `version` are None for a new connector; `scheme` is the token's."""

    host: str
    organisation: str
    connector: str | None
    version: str | None
    scheme: str
    has_token: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadReport:
    """An upload as it is reported. A field is None if the upload didn't get that far.

    `outcome` is accepted, rejected, not sent or unknown. `server_text` is the start of an answer that isn't
    about the document. `check_result` is the result of the check; `results` also has the import's findings.
    `adaptation` is set if the document was adapted.
    `title` is the name of a new connector. `lookup_command` lists what exists.
    """

    outcome: str
    reason: str
    exit_code: int
    status: int | None
    server_text: str | None
    request_id: str | None
    started: datetime | None
    destination: Destination | None
    request: SentRequest | None
    bundle: Bundle | None
    from_url: str | None
    title: str
    lookup_command: str
    check_result: CheckResult | None
    adaptation: Adaptation | None
    results: Results | None
    mapped: MappedAnswer | None
    is_dry_run: bool
    notes: tuple[str, ...]
