"""The options of commands that read a connection file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.options.paths import DOCUMENT_PATH

if TYPE_CHECKING:
    from preclear.cli.options.common import F

EPILOG = (
    "Exit codes: 0 accepted or nothing to change, 1 rejected, or accepted with errors in a credential or auth scheme, "
    "2 invalid usage or unusable file, 3 not sent, 4 unknown: the request may have arrived, and isn't sent again."
)


def document_option(command: F) -> F:
    """Add `--document`."""
    return click.option(
        "--document",
        type=DOCUMENT_PATH,
        metavar="DOCUMENT",
        help="Document whose security schemes FILE names. Messages are mapped to its lines.  [default: none, FILE "
        "names auth schemes of the platform by description, id or type]",
    )(command)
