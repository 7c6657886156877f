"""The model of a verification's report. The platform fills it, so that reports don't depend on connections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from preclear.mapping import MappedAnswer
    from preclear.project import Results
    from preclear.report.connectors.versions import ListedVersion

VerifyOutcome: TypeAlias = Literal["as planned", "different", "no version", "incomplete"]
"""What a verification came to. It's `incomplete` if no difference was found, but not everything could be compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """A verification as it is reported.

    `version` is the one that was read, `requested_version` the name that it was asked for by, if any. `is_newest` says
    that it was chosen because no name was given. Without a version, `mapped` and `results` are None. `schema_count` is
    None if schemas weren't to be read. `message_count` counts the validation messages that the platform keeps.
    `failure` says why not everything could be read.
    """

    outcome: VerifyOutcome
    exit_code: int
    connector_id: str
    connector_name: str
    version: ListedVersion | None
    version_names: tuple[str, ...]
    requested_version: str | None
    mapped: MappedAnswer | None
    results: Results | None
    difference_count: int
    schema_count: int | None
    missing_schema_count: int
    unread_schema_count: int
    message_count: int
    failure: str | None
