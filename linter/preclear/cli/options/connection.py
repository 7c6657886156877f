"""The options of every command that talks to the platform, and how such a command runs a look-up."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from preclear.cli.options.common import Choice, Seconds, option
from preclear.cli.terminal.stdin import read_token
from preclear.platform import TIMEOUT, TOKEN_TYPES, ConnectionOptions, TokenSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.platform import Credentials

LOOKUP_EPILOG = "Exit codes: 0 found, 2 invalid usage, or the platform has no such thing or can't be asked."

_PARAMETERS = ("organisation", "url", "context", "token_type", "insecure_loopback", "ca_bundle", "timeout")


def connection_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of every command that talks to the platform. The command receives them as `connection`."""

    @wraps(command)
    def run(**values: Any) -> int:
        options = {name: values.pop(name) for name in _PARAMETERS}
        source = TokenSource(read_token, "standard input") if values.pop("token_stdin") else None
        return command(connection=ConnectionOptions(token_source=source, **options), **values)

    wrapped: Callable[..., int] = run
    for add_option in reversed(_OPTIONS):
        wrapped = add_option(wrapped)
    return wrapped


_OPTIONS = (
    option("--organisation", metavar="ID", help="Organisation id."),
    option("--url", metavar="URL", help="Base URL of the API.  [default: production]"),
    option("--context", metavar="NAME", help="Context of the `versori` CLI that sets organisation, token and server."),
    click.option("--token-stdin", is_flag=True, help="Read the token from standard input instead of PRECLEAR_TOKEN."),
    option(
        "--token-type",
        type=Choice(tuple(TOKEN_TYPES)),
        help="Type of the token.  [default: api-key, or jwt from a context]",
    ),
    option("--insecure-loopback", is_flag=True, help="Allow `http://` to this machine."),
    option(
        "--ca-bundle",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="PEM file with the certificates to trust.",
    ),
    option(
        "--timeout",
        type=Seconds(0.1, 3600),
        default=TIMEOUT,
        show_default=True,
        metavar="SECONDS",
        help="Time limit for the whole command.",
    ),
)


def print_lookup(command: str, connection: ConnectionOptions, write_list: Callable[[Credentials], str]) -> int:
    """Run a command that only looks up: print what `write_list` returns, or why it failed. Return the exit code."""
    from preclear.cli.terminal.output import print_note, write
    from preclear.platform import InvalidOptionError, LookupFailure
    from preclear.report import ExitCode, escape

    credentials: Credentials | None = None
    try:
        credentials = connection.load_credentials()
        text = write_list(credentials)
    except (InvalidOptionError, LookupFailure) as error:
        message = escape(f"{command}: {error}")
        print_note(message if credentials is None else credentials.redact(message))
        return ExitCode.UNCHECKED
    write(credentials.redact(text))
    return ExitCode.OK
