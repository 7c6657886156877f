"""The model of a command that changes something: what it is about to send, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.platform.http import OUTCOME_EXIT_CODES, make_not_sent
from preclear.report import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from preclear.platform.connection import ConnectionOptions
    from preclear.platform.credentials import Credentials
    from preclear.platform.http import ChangeRequest, RequestOutcome
    from preclear.source import Json

_NO_FACTS: Mapping[str, str] = MappingProxyType({})


class ChangeRefusal(Exception):
    """A command sends nothing, because of what is on the platform. The message says why."""


class FieldChange(NamedTuple):
    """A field that a command changes: its value before and after. None means that it isn't set.

    If the platform doesn't say what it is, `is_old_known` is False.
    """

    name: str
    old: str | None
    new: str | None
    is_old_known: bool = True


class AnswerDescription(NamedTuple):
    """What the answer to the last request says: `facts` by name, and `lines` about problems.

    With `is_failing`, the exit code of an accepted request is 1. `json` is added to the JSON report. With
    `lists_field_errors`, `lines` has the field errors of a refusal, with more than the answer says.
    """

    facts: Mapping[str, str] = _NO_FACTS
    lines: tuple[str, ...] = ()
    is_failing: bool = False
    json: Mapping[str, Json] = MappingProxyType({})
    lists_field_errors: bool = False


DescribeAnswer: TypeAlias = "Callable[[RequestOutcome], AnswerDescription]"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedChange:
    """What a command is about to send.

    `requests` are sent in order until one isn't accepted. If there are none, `unchanged_reason` says why nothing has to
    change. `lookup_arguments` are the arguments of the command that shows what is there (without those of the
    connection), and `lookup_hint` says how to read its output. `fields` are shown before anything is sent. `question`
    is what a person must confirm first. `describe_answer` explains a server's answer.
    """

    requests: tuple[ChangeRequest, ...]
    lookup_arguments: tuple[str, ...]
    lookup_hint: str
    unchanged_reason: str = ""
    fields: tuple[FieldChange, ...] = ()
    notes: tuple[str, ...] = ()
    question: str | None = None
    describe_answer: DescribeAnswer | None = None


@dataclass(kw_only=True)
class ChangeResult:
    """What is known of a command, more with every step. What is None was not reached.

    `accepted` are the requests that the server accepted before `current`, the one that `known_outcome` is about.
    `is_unusable` says that the options can't be used.
    """

    command: str
    connection: ConnectionOptions
    credentials: Credentials | None = None
    prepared: PreparedChange | None = None
    accepted: list[ChangeRequest] = field(default_factory=list["ChangeRequest"])
    current: ChangeRequest | None = None
    started: datetime | None = None
    known_outcome: RequestOutcome | None = None
    description: AnswerDescription = field(default_factory=AnswerDescription)
    is_unusable: bool = False
    is_unchanged: bool = False
    is_dry_run: bool = False
    notes: list[str] = field(default_factory=list[str])

    @property
    def outcome(self) -> RequestOutcome:
        """What became of it: accepted, rejected, not sent or unknown, and why."""
        return self.known_outcome or make_not_sent("preclear failed")

    @property
    def outcome_name(self) -> str:
        """The name of the outcome; `unchanged` if there was nothing to send."""
        return "unchanged" if self.is_unchanged else self.outcome.name

    @property
    def exit_code(self) -> ExitCode:
        """What a program ends with that does nothing else."""
        if self.known_outcome is None or self.is_unusable:
            return ExitCode.UNCHECKED
        if self.is_dry_run or self.is_unchanged:
            return ExitCode.OK
        if self.known_outcome.name == "accepted" and self.description.is_failing:
            return ExitCode.FINDINGS
        return OUTCOME_EXIT_CODES[self.known_outcome.name]

    def redact(self, text: str) -> str:
        """Return `text` without the token and the secrets of all requests."""
        if self.credentials is None:
            return text
        requests = () if self.prepared is None else self.prepared.requests
        secrets = [secret for request in requests for secret in request.secrets]
        return self.credentials.with_secrets(secrets).redact(text)
