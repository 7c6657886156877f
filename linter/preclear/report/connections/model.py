"""What reports show of a connection. The platform fills it, so that reports don't depend on requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from preclear.source import Json, Severity


class ListedConnection(Protocol):
    """A connection: its id and name, and the object as the platform sent it."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def value(self) -> dict[str, Json]: ...


class SchemeMessage(NamedTuple):
    """A validation message of an auth scheme config."""

    severity: Severity
    text: str


class CredentialStatus(NamedTuple):
    """A credential of a connection as the platform sees it.

    `side` is `action` or `trigger`, `number` its 1-based place there. `scheme` is the description of its auth scheme
    config. `errors` is None if the platform didn't validate the credential, and empty if it found no errors.
    """

    side: str
    number: int
    scheme: str
    scheme_type: str
    name: str
    credential_type: str
    errors: tuple[str, ...] | None
    messages: tuple[SchemeMessage, ...]

    @property
    def is_failing(self) -> bool:
        """Whether the credential or its auth scheme config has errors."""
        return bool(self.errors) or any(message.severity == "error" for message in self.messages)
