"""From the result of a command that changes something to what reports say of it."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

from preclear.report import ChangedField, ChangeReport, ReportedRequest

if TYPE_CHECKING:
    from preclear.platform.commands.model import ChangeResult
    from preclear.platform.credentials import Credentials
    from preclear.platform.http import ChangeRequest
    from preclear.source import Json


def build_change_report(result: ChangeResult) -> ChangeReport:
    """Build what every format of the report is written from. The token is not in it."""
    outcome, prepared, credentials = result.outcome, result.prepared, result.credentials
    requests = () if prepared is None else prepared.requests
    current = result.current if result.current is not None else next(iter(requests), None)
    return ChangeReport(
        command=result.command,
        outcome=result.outcome_name,
        reason=outcome.reason,
        exit_code=result.exit_code,
        status=outcome.status,
        server_text=outcome.response_text,
        request_id=outcome.request_id,
        answer=outcome.answer,
        started=result.started,
        host=None if credentials is None else credentials.address.host,
        organisation=None if credentials is None else credentials.organisation,
        scheme="Bearer" if credentials is None else credentials.scheme,
        has_token=credentials is not None and credentials.token is not None,
        summary="" if current is None else current.summary,
        requests=tuple(
            ReportedRequest(change.request, change.summary, _format_body(change, credentials)) for change in requests
        ),
        fields=() if prepared is None else tuple(ChangedField(*field) for field in prepared.fields),
        facts=result.description.facts,
        lines=result.description.lines,
        lists_field_errors=result.description.lists_field_errors,
        extra=result.description.json,
        lookup_command=_build_lookup_command(result),
        lookup_hint="" if prepared is None else prepared.lookup_hint,
        is_dry_run=result.is_dry_run,
        notes=tuple(result.notes),
    )


def _format_body(change: ChangeRequest, credentials: Credentials | None) -> str:
    """Return the body with `***` for each secret. The texts are redacted one by one, before anything escapes them."""
    if credentials is None or not change.request.body:
        return ""
    hidden = credentials.with_secrets(change.secrets)
    return json.dumps(_redact_texts(json.loads(change.request.body), hidden))


def _redact_texts(value: Json, credentials: Credentials) -> Json:
    if isinstance(value, str):
        return credentials.redact(value)
    if isinstance(value, list):
        return [_redact_texts(item, credentials) for item in value]
    return {key: _redact_texts(item, credentials) for key, item in value.items()} if isinstance(value, dict) else value


def _build_lookup_command(result: ChangeResult) -> str:
    """Build the command that shows what is there."""
    if result.prepared is None:
        return ""
    return shlex.join(["preclear", *result.prepared.lookup_arguments, *result.connection.to_arguments()])
