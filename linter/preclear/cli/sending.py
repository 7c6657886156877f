"""What every command has that talks to the platform: who, where to, with which token; and words for a failure."""

from __future__ import annotations

import os
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from preclear.cli.options import Seconds, option
from preclear.cli.stdin import read_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.platform.client import HttpConnection
    from preclear.platform.credentials import Credentials, TokenScheme

TIMEOUT = 120.0
"""Seconds that everything may take together."""

SCHEMES: dict[str, TokenScheme] = {"api-key": "Bearer", "jwt": "JWT"}
"""What a token can be, and what stands before it."""


class Wanted(NamedTuple):
    """The options of `sending`, as given."""

    organisation: str | None
    url: str | None
    context: str | None
    token_stdin: bool
    token_type: str | None
    insecure_loopback: bool
    ca_bundle: Path | None
    timeout: float

    def access(self, *, token_needed: bool = True) -> Credentials:
        """Put the access together; reads standard input where the token is there. Raises Unusable."""
        from preclear.platform.credential_sources import CredentialSources, resolve_credentials

        given = CredentialSources(
            self.organisation,
            self.url,
            self.context,
            read_token() if self.token_stdin else None,
            SCHEMES.get(self.token_type or ""),
            self.insecure_loopback,
        )
        return resolve_credentials(given, os.environ, requires_token=token_needed)

    def line(self, progress: Callable[[float], None] | None = None) -> HttpConnection:
        """How requests are made."""
        from preclear.platform.client import HttpConnection

        return HttpConnection(self.ca_bundle, os.environ, progress)

    def repeated(self) -> list[str]:
        """The options that a command needs to look at the same place, as words."""
        words: list[str] = []
        for name in ("organisation", "url", "context"):
            value: str | None = getattr(self, name)
            words += [f"--{name}", value] if value is not None else []
        return [*words, *(["--insecure-loopback"] if self.insecure_loopback else [])]


def sending(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of every command that talks to the platform; the command is given them as `wanted`."""

    @wraps(command)
    def called(**values: Any) -> int:
        wanted = Wanted(**{name: values.pop(name) for name in Wanted._fields})
        return command(wanted=wanted, **values)

    wrapped: Callable[..., int] = called
    for decorate in reversed(_OPTIONS):
        wrapped = decorate(wrapped)
    return wrapped


_OPTIONS = (
    option("--organisation", metavar="ID", help="The organisation."),
    option("--url", metavar="URL", help="The base URL of the API.  [default: production]"),
    option("--context", metavar="NAME", help="A context of the `versori` CLI, for organisation, token and server."),
    click.option("--token-stdin", is_flag=True, help="Read the token from standard input; else PRECLEAR_TOKEN has it."),
    option(
        "--token-type",
        type=click.Choice(tuple(SCHEMES)),
        help="The kind of token.  [default: api-key; of a context jwt]",
    ),
    option("--insecure-loopback", is_flag=True, help="Allow `http://` to this machine."),
    option(
        "--ca-bundle",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="The certificates to trust, in PEM.",
    ),
    option(
        "--timeout",
        type=Seconds(0.1, 3600),
        default=TIMEOUT,
        show_default=True,
        metavar="SECONDS",
        help="The time for everything together.",
    ),
)


def listing(name: str, run: Callable[[], str], access: Callable[[], Credentials | None]) -> int:
    """Run a command that only looks: write what `run` gives, or tell in a line why it can't. Gives the exit code.

    `access` is asked when something is told, so that no token is in it.
    """
    from preclear.cli.exit_code import ExitCode
    from preclear.cli.output import tell, write
    from preclear.platform.credentials import InvalidOptionError
    from preclear.platform.lookups import LookupFailure
    from preclear.report.escape import escape

    def clean(text: str) -> str:
        held = access()
        return text if held is None else held.redact(text)

    try:
        text = run()
    except (InvalidOptionError, LookupFailure) as error:
        tell(clean(escape(f"{name}: {error}")))
        return ExitCode.UNCHECKED
    write(clean(text))
    return ExitCode.OK
