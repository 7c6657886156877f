"""The options of a connection to the platform: organisation, URL, token, time limit."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from preclear.platform.credentials import Credentials, TokenScheme
    from preclear.platform.http import HttpConnection
    from preclear.platform.lookups import PlatformLookup

TIMEOUT = 120.0
"""Default time limit in seconds."""

TOKEN_TYPES: dict[str, TokenScheme] = {"api-key": "Bearer", "jwt": "JWT"}
"""The types of token, and the authentication scheme of each."""


class TokenSource(NamedTuple):
    """Where a token comes from: `read` returns it, `origin` names the source in messages."""

    read: Callable[[], str]
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionOptions:
    """How to connect to the platform. Options that are None come from a context of the `versori` CLI, or are defaults.

    Without a `token_source`, the token comes from PRECLEAR_TOKEN or from the context. `token_type` is a key of
    TOKEN_TYPES. `ca_bundle` is a PEM file of certificates to trust. `timeout` is in seconds. `environment` has the
    token, the path of the CLI's config, and the proxies.
    """

    organisation: str | None = None
    url: str | None = None
    context: str | None = None
    token_source: TokenSource | None = None
    token_type: str | None = None
    insecure_loopback: bool = False
    ca_bundle: Path | None = None
    timeout: float = TIMEOUT
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)

    def load_credentials(self, *, requires_token: bool = True) -> Credentials:
        """Read the credentials, the token included. Raises InvalidOptionError."""
        from preclear.platform.credentials import CredentialSources, resolve_credentials

        token_source = self.token_source
        sources = CredentialSources(
            self.organisation,
            self.url,
            self.context,
            None if token_source is None else token_source.read(),
            TOKEN_TYPES.get(self.token_type or ""),
            self.insecure_loopback,
            "" if token_source is None else token_source.origin,
        )
        return resolve_credentials(sources, self.environment, requires_token=requires_token)

    def make_connection(self, on_progress: Callable[[float], None] | None = None) -> HttpConnection:
        """Make the connection. `on_progress` is called with the seconds since a request began."""
        from preclear.platform.http import HttpConnection

        return HttpConnection(self.ca_bundle, self.environment, on_progress)

    def make_lookup(self, credentials: Credentials, seconds: float | None = None) -> PlatformLookup:
        """Make a look-up for the organisation. All its requests together end within `seconds`, or the timeout."""
        from preclear.platform.http import Deadline
        from preclear.platform.lookups import PlatformLookup

        return PlatformLookup(
            credentials, self.make_connection(), Deadline(self.timeout if seconds is None else seconds)
        )

    def to_arguments(self) -> list[str]:
        """Return command-line arguments that connect to the same organisation and URL."""
        arguments: list[str] = []
        for name in ("organisation", "url", "context"):
            value: str | None = getattr(self, name)
            arguments += [f"--{name}", value] if value is not None else []
        return [*arguments, *(["--insecure-loopback"] if self.insecure_loopback else [])]
