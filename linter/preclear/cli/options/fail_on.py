"""`--fail-on`, whose values depend on the command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.options.common import Choice, F, option

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SEVERITIES = ("error", "warning", "info")
FAIL_ON = (*SEVERITIES, "never")
BREAKING = "breaking"
"""A value of `--fail-on` that only commands have that compare."""


class _FailOnOption(click.Option):
    """`--fail-on`. `breaking` is ignored in its environment variable by commands that don't compare."""

    def resolve_envvar_value(self, ctx: click.Context) -> str | None:
        value = super().resolve_envvar_value(ctx)
        is_supported = isinstance(self.type, click.Choice) and value in self.type.choices
        return None if value == BREAKING and not is_supported else value


def fail_on_option(choices: Sequence[str]) -> Callable[[F], F]:
    """Make `--fail-on`, which has these values."""
    help = "Lowest severity that makes the exit code 1.  [default: error]"
    if BREAKING in choices:
        help = f"Lowest severity that makes the exit code 1, or `{BREAKING}` for breaking changes.  [default: error]"
    return option("--fail-on", cls=_FailOnOption, type=Choice(choices), help=help)
