"""What the platform says about the credentials of a connection, for people and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source import format_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.report.connections.model import CredentialStatus
    from preclear.source import Json

_MAX_LINES = 100
"""Maximum number of errors and messages that are listed."""


def describe_credentials(statuses: Sequence[CredentialStatus]) -> dict[str, str]:
    """Return a fact for each credential. One that wasn't validated is told apart from one without errors."""
    facts: dict[str, str] = {}
    for status in statuses:
        scheme = f"{status.scheme} ({status.scheme_type}), {status.credential_type}"
        facts[f"{status.side} {status.number}"] = f"{scheme}: {_describe_validation(status)}"
    return facts


def list_credential_problems(statuses: Sequence[CredentialStatus]) -> list[str]:
    """Return a line for each credential error and validation message."""
    lines = [line for status in statuses for line in _problem_lines(status)]
    if len(lines) > _MAX_LINES:
        lines[_MAX_LINES:] = [f"and {len(lines) - _MAX_LINES:,} more; `--output-format json` has all of them"]
    return lines


def credentials_to_json(statuses: Sequence[CredentialStatus]) -> list[Json]:
    """Return the credentials as JSON. `errors` is null for one that wasn't validated."""
    return [
        {
            "side": status.side,
            "number": status.number,
            "scheme": status.scheme,
            "schemeType": status.scheme_type,
            "name": status.name,
            "type": status.credential_type,
            "validated": status.errors is not None,
            "errors": None if status.errors is None else [*status.errors],
            "messages": [{"severity": message.severity, "text": message.text} for message in status.messages],
        }
        for status in statuses
    ]


def _describe_validation(status: CredentialStatus) -> str:
    parts = ["credential not validated"]
    if status.errors is not None:
        count = format_count(len(status.errors), "error") if status.errors else "no errors"
        parts = [f"credential validated: {count}"]
    if status.messages:
        parts.append(format_count(len(status.messages), "message") + " about the auth scheme")
    return ", ".join(parts)


def _problem_lines(status: CredentialStatus) -> Iterator[str]:
    subject = f"{status.side} {status.number}, `{status.scheme}`"
    for error in status.errors or ():
        yield f"error: {subject}, credential: {error}"
    for message in status.messages:
        yield f"{message.severity}: {subject}, auth scheme: {message.text}"
