"""The parts of an answer that mapping uses (ImportHTTPConnectorResult, Error, HTTPConnector and others)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from preclear.mapping.answer.resources import AnswerResource, ResourceList
    from preclear.source import Json, Pointer, Severity

MessageSource: TypeAlias = Literal["action", "trigger", "message", "version", "auth scheme", "credential", "rejection"]
"""The kind of place in the contract that has the message."""

MAX_MESSAGES = 300_000
"""How many messages of an answer are read. An answer of at most 16 MB with real texts has fewer."""


class Message(NamedTuple):
    """One message of an answer.

    `pointer` is its place in the answer, `resource` the resource that it's about. `field` is as sent, or None.
    `note` describes what is unusual about the message, or is None.
    """

    source: MessageSource
    text: str
    severity: Severity
    pointer: Pointer
    field: str | None = None
    details: tuple[str, ...] = ()
    resource: AnswerResource | None = None
    connection_name: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer. `status` is the HTTP status, if known. `is_refused` says that nothing was created.

    `is_complete` is set for the result of an import: its lists have everything that was created. `actions`, `triggers`
    and `definitions` are None if the answer has no such list. `connector` is the connector as sent, and
    `connector_pointer` its place in the answer. `messages` has at most MAX_MESSAGES; `unread_count` counts the rest.
    """

    status: int | None
    is_refused: bool
    is_complete: bool
    code: str | None
    connector: dict[str, Json] | None
    actions: ResourceList | None
    triggers: ResourceList | None
    definitions: ResourceList | None
    auth_schemes: ResourceList
    versions: ResourceList
    messages: tuple[Message, ...]
    unread_count: int = 0
    connector_pointer: Pointer = ()
