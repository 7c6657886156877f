"""The options of every command that checks."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from preclear.cli.options.common import F, option
from preclear.cli.options.values import make_check_options, parse_bases, parse_limits, parse_list

if TYPE_CHECKING:
    from collections.abc import Callable


SEVERITIES = ("error", "warning", "info")
FAIL_ON = (*SEVERITIES, "never")

EPILOG = "Every option can also be set by an environment variable, PRECLEAR_<OPTION>, the same for all commands."


def check_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of every command that checks; the command gets them as `options`."""

    @wraps(command)
    def run(**values: Any) -> int:
        from preclear.project import OptionError

        options = make_check_options(click.get_current_context(), values)
        try:
            return command(options=options, **values)
        except OptionError as error:
            raise click.BadParameter(str(error), param_hint=error.origin) from None

    wrapped: Callable[..., int] = run
    for add_option in reversed(_OPTIONS):
        wrapped = add_option(wrapped)
    return wrapped


def show_options(command: F) -> F:
    """Add the options of a command that shows findings to people: `--show` and `--all`."""
    command = option(
        "--all",
        "show_all",
        is_flag=True,
        help="Show all findings of a rule. By default, `full` folds more than 20 in a file, and `concise` shows 200; "
        "`json` always has all.",
    )(command)
    return option(
        "--show",
        type=click.Choice(SEVERITIES),
        help="The least severity that `full` and `concise` show.  [default: warning]",
    )(command)


def _selectors(name: str, help: str) -> Callable[[F], F]:
    return option(name, multiple=True, metavar="SELECTOR,…", callback=parse_list, help=help)


_OPTIONS = (
    option(
        "--fail-on", type=click.Choice(FAIL_ON), help="The least severity that makes the exit code 1.  [default: error]"
    ),
    _selectors("--select", "Check for these: names of rules, categories, `basis:…` or `all`.  [default: all]"),
    _selectors("--ignore", "Do not check for these."),
    _selectors("--extend-select", "Check for these besides what is selected elsewhere."),
    option(
        "--basis",
        multiple=True,
        metavar="BASIS,…",
        callback=parse_bases,
        help="Of the selected rules, run only those with one of these bases.  [default: all]",
    ),
    option("--version-name", metavar="NAME", help="The name of the version that the import creates."),
    option(
        "--config",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="The config for all documents.  [default: the nearest preclear.toml or pyproject.toml upwards of each]",
    ),
    option("--isolated", is_flag=True, help="Don't look for a config."),
    option("--no-ignores", is_flag=True, help="Also report what documents, configs or the baseline suppress."),
    option(
        "--root",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIR",
        help="The folder that references may lead into.  [default: the document's own]",
    ),
    option(
        "--limit",
        "limits",
        multiple=True,
        metavar="NAME=N",
        callback=parse_limits,
        help="Set a limit on what is read, such as `depth=200`; can be repeated.",
    ),
)
