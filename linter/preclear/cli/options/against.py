"""The options of a command that compares a document with an older one."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from preclear.cli.options.check import CHECK_OPTIONS, add_options
from preclear.cli.options.fail_on import BREAKING, FAIL_ON, fail_on_option
from preclear.cli.options.paths import DOCUMENT_PATH

if TYPE_CHECKING:
    from collections.abc import Callable


def comparing_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of a command that checks and, with `--against`, compares: `--fail-on` can be `breaking`.

    Besides `options`, the command receives `against`, and `fail_on_breaking`: whether only breaking changes fail it.
    """

    @wraps(command)
    def run(**values: Any) -> int:
        context = click.get_current_context()
        values["fail_on_breaking"] = values["fail_on"] == BREAKING and values["against"] is not None
        if values["fail_on_breaking"]:
            values["fail_on"] = "never"  # findings don't matter
        elif values["fail_on"] == BREAKING:
            if context.get_parameter_source("fail_on") is ParameterSource.COMMANDLINE:
                raise click.UsageError("`--fail-on breaking` needs `--against`", context)
            values["fail_on"] = None
        return checked(**values)

    checked = add_options(command, (_AGAINST, fail_on_option((*FAIL_ON, BREAKING)), *CHECK_OPTIONS[1:]))
    wrapped: Callable[..., int] = wraps(checked)(run)
    return wrapped


_AGAINST = click.option(  # no variable of the environment makes a plan open a connection
    "--against",
    type=DOCUMENT_PATH,
    metavar="OLD",
    help="Show what changes: from another file, from a revision (`git:REV`), or from what the platform has"
    " (`connector:NAME[@VERSION]`, which looks it up).",
)
