"""The option of a check that compares documents with a git revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.cli.options.common import option

if TYPE_CHECKING:
    from preclear.cli.options.common import F


def since(command: F) -> F:
    """Add `--since`."""
    return option(
        "--since",
        metavar="REV",
        help="Check only documents that differ from this git revision, and report only findings that are new since"
        " then. `REV...` compares with the merge base, where the current branch left REV.",
    )(command)
