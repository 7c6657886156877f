"""A connection file as it was read. It has no secrets, only where they are read from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from preclear.platform.connection_files.credential_types import FIELDS
from preclear.source import Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from preclear.platform.connection_files.credential_types import CredentialField
    from preclear.source import Document

Side: TypeAlias = Literal["action", "trigger"]

SIDES: tuple[Side, ...] = ("action", "trigger")
"""What credentials are for: requests of actions, or requests to triggers (ConnectionCredentials)."""


class SecretSource(NamedTuple):
    """Where a secret is read from: an environment variable, or a file descriptor. The other is None."""

    node: Node
    variable: str | None = None
    descriptor: int | None = None

    @property
    def key(self) -> tuple[str | None, int | None]:
        """A key that's the same for every mention of the source."""
        return self.variable, self.descriptor


FieldValue: TypeAlias = str | bool | tuple[str, ...] | SecretSource


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CredentialEntry:
    """A credential of a connection file, and the auth scheme that it's for.

    `scheme` names the auth scheme, `grant` the grant type of an OAuth 2.0 scheme. `index` is 0-based, among the
    credentials of its side. `values` has the credential's fields by name.
    """

    node: Node
    side: Side
    index: int
    scheme: str
    grant: str | None
    type: str | None
    name: str | None
    values: Mapping[str, FieldValue]

    @property
    def label(self) -> str:
        """Its label in messages, such as "action credential 1"."""
        return f"{self.side} credential {self.index + 1}"

    def secret_sources(self) -> Iterator[tuple[CredentialField, SecretSource]]:
        """Yield the fields that are read from elsewhere."""
        for name, value in self.values.items():
            if isinstance(value, SecretSource):
                yield FIELDS[name], value


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ConnectionFile:
    """A connection file. `variables` and `credentials` are None if the file doesn't have the key."""

    document: Document
    name: str
    variables: tuple[tuple[str, str], ...] | None
    credentials: Mapping[Side, tuple[CredentialEntry, ...]] | None

    @property
    def path(self) -> str:
        """The path as it's shown to people."""
        return self.document.path

    @property
    def root(self) -> Node:
        """The whole file."""
        return Node(self.document, (), self.document.value)

    @property
    def reads_stdin(self) -> bool:
        """Whether a secret is read from standard input."""
        return any(source.descriptor == 0 for entry in self.entries for _, source in entry.secret_sources())

    @property
    def entries(self) -> tuple[CredentialEntry, ...]:
        """All credentials."""
        return tuple(entry for entries in (self.credentials or {}).values() for entry in entries)
