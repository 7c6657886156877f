"""The options of every command that changes something on the platform."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from preclear.cli.options.common import F, color, output_format
from preclear.cli.options.connection import connection_options

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.platform import ConnectionOptions

EPILOG = (
    "Exit codes: 0 accepted or nothing to change, 1 rejected, 2 invalid usage, 3 not sent, 4 unknown: the request may "
    "have arrived, and isn't sent again."
)


class ChangeOptions(NamedTuple):
    """How a command sends and reports its change. With `is_confirmed`, no question is asked.

    `refusal` says why nothing can be sent, if that is known before anything is looked up.
    """

    connection: ConnectionOptions
    is_dry_run: bool
    output_format: str
    color: str
    is_confirmed: bool = True
    refusal: str | None = None


def change_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of every command that changes something. The command receives them as `change`."""

    @wraps(command)
    def run(**values: Any) -> int:
        change = ChangeOptions(
            values.pop("connection"), values.pop("dry_run"), values.pop("output_format"), values.pop("color")
        )
        return command(change=change, **values)

    wrapped: Callable[..., int] = run
    for add_option in (
        color,
        connection_options,
        output_format("table", "json"),
        click.option("--dry-run", is_flag=True, help="Print the request and send nothing."),
    ):
        wrapped = add_option(wrapped)
    return wrapped


def deletion_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of a command that deletes what its argument names: those of `change_options`, and `--yes`."""

    @wraps(command)
    def run(*, yes: bool, change: ChangeOptions, **values: Any) -> int:
        is_confirmed = yes or change.is_dry_run
        refusal = None
        if not is_confirmed and not _can_ask(change.connection):
            refusal = f"nobody can be asked here whether to delete `{values['name']}`; expected `--yes`"
        return command(change=change._replace(is_confirmed=is_confirmed, refusal=refusal), **values)

    return click.option("--yes", is_flag=True, help="Delete without asking.")(change_options(run))


def connector_option(command: F) -> F:
    """Add `--connector`, which is required."""
    return click.option("--connector", metavar="CONNECTOR", required=True, help="Connector, by id or name.")(command)


def _can_ask(connection: ConnectionOptions) -> bool:
    """Whether standard input and standard error are a terminal, and the token isn't read from there."""
    import sys
    from typing import TextIO

    streams: tuple[TextIO | None, ...] = (sys.stdin, sys.stderr)
    is_terminal = all(stream is not None and stream.isatty() for stream in streams)
    return is_terminal and connection.token_source is None
