"""The model of the report. The platform fills it, so that reports don't depend on connections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from preclear.report.http_request import SentRequest
    from preclear.source import Json


class ChangedField(NamedTuple):
    """A field before and after the change; None means that it isn't set. What it is now may be not known."""

    name: str
    old: str | None
    new: str | None
    is_old_known: bool


class ReportedRequest(NamedTuple):
    """A request and what it does, in words. `body_text` is its body without secrets."""

    request: SentRequest
    summary: str
    body_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeReport:
    """A command that changes something, as it is reported. A field is None if the command didn't get that far.

    `outcome` is accepted, rejected, not sent, unknown or unchanged. `requests` are all that are sent or would be.
    `answer` is the last answer as JSON, and `server_text` the start of one that isn't what was expected. `facts`,
    `lines` and `extra` describe the answer; with `lists_field_errors`, `lines` has its field errors.
    `lookup_command` shows what exists, and `lookup_hint` says what that means.
    """

    command: str
    outcome: str
    reason: str
    exit_code: int
    status: int | None
    server_text: str | None
    request_id: str | None
    answer: Json
    started: datetime | None
    host: str | None
    organisation: str | None
    scheme: str
    has_token: bool
    summary: str
    requests: tuple[ReportedRequest, ...]
    fields: tuple[ChangedField, ...]
    facts: Mapping[str, str]
    lines: tuple[str, ...]
    lists_field_errors: bool
    extra: Mapping[str, Json]
    lookup_command: str
    lookup_hint: str
    is_dry_run: bool
    notes: tuple[str, ...]
