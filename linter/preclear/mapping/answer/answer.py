"""An import's answer, whatever it is: read with what the contract says of it, and never trusted to keep to that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from preclear.mapping.answer.resources import AnswerResource, ResourceList
    from preclear.source import Json, Pointer, Severity

MessageSource: TypeAlias = Literal["action", "trigger", "message", "version", "auth scheme", "credential", "rejection"]
"""Which of the places of the contract a message stands in."""

MAX_MESSAGES = 300_000
"""Messages of an answer that are read: an answer of real messages has fewer in the bytes that it may have."""


class Message(NamedTuple):
    """One message of an answer. `pointer` is its place in the answer, `resource` the resource that it was said of.

    `field` is as sent, None where there is none. `note` says what is odd about it, if anything is.
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
    """What was read. `status` is the HTTP status where it is known; `is_refused` whether nothing was created.

    `is_complete` is set for the result of an import, whose lists have everything that was created: `actions`,
    `triggers` and `definitions` are None where the answer has no such list. `connector` is the connector as sent. Of
    more than MOST messages the first are in `messages`, and `unread_count` counts the others.
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
