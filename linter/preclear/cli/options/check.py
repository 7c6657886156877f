"""The options of every command that checks."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from preclear.cli.options.bounds import LIMIT_OPTION, ROOT_OPTION
from preclear.cli.options.candidates import complete_bases, complete_selectors
from preclear.cli.options.common import Choice, F, option
from preclear.cli.options.fail_on import FAIL_ON, SEVERITIES, fail_on_option
from preclear.cli.options.values import make_check_options, parse_bases, parse_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


EPILOG = "The environment variable of an option, PRECLEAR_<OPTION>, applies to all commands that have the option."


def check_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of every command that checks. The command receives them as `options`."""
    return add_options(command, CHECK_OPTIONS)


def reading_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of a command that reads documents but reports no findings. It receives them as `options`."""
    return add_options(command, _READING_OPTIONS)


def add_options(command: Callable[..., int], added: Iterable[Callable[..., Any]]) -> Callable[..., int]:
    """Add options, some of CHECK_OPTIONS among them. The command receives those as `options`."""

    @wraps(command)
    def run(**values: Any) -> int:
        from preclear.project import OptionError

        context = click.get_current_context()
        options = make_check_options(context, values)
        try:
            return command(options=options, **values)
        except OptionError as error:
            names = {parameter.name: parameter.opts[0] for parameter in context.command.params}
            raise click.BadParameter(str(error), param_hint=names.get(error.origin, error.origin)) from None

    wrapped: Callable[..., int] = run
    for add_option in reversed([*added]):
        wrapped = add_option(wrapped)
    return wrapped


def show_options(command: F) -> F:
    """Add the options of a command that shows findings to people: `--show` and `--all`."""
    command = option(
        "--all",
        "show_all",
        is_flag=True,
        help="Show all findings. By default, `full` folds more than 20 of a rule in a file, and `concise` shows 200; "
        "`json` has all that memory allows.",
    )(command)
    return option(
        "--show",
        type=Choice(SEVERITIES),
        help="Lowest severity that `full` and `concise` show.  [default: warning]",
    )(command)


def _selectors(name: str, help: str) -> Callable[[F], F]:
    return option(
        name,
        multiple=True,
        metavar="SELECTOR,…",
        callback=parse_list,
        shell_complete=complete_selectors,
        help=help,
    )


_REPORTING_OPTIONS = (
    fail_on_option(FAIL_ON),
    _selectors("--select", "Rules to check, by name, category, `basis:…` or `all`.  [default: all]"),
    _selectors("--ignore", "Rules to leave out."),
    _selectors("--extend-select", "Rules to check in addition to those selected elsewhere."),
    option(
        "--basis",
        multiple=True,
        metavar="BASIS,…",
        callback=parse_bases,
        shell_complete=complete_bases,
        help="Check only those selected rules that have one of these bases.  [default: all]",
    ),
    option("--version-name", metavar="NAME", help="Name of the version that the import creates."),
    option("--no-ignores", is_flag=True, help="Also report findings that documents, configs or the baseline suppress."),
)
_READING_OPTIONS = (
    option(
        "--config",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Config for all documents.  [default: the nearest preclear.toml or pyproject.toml above each document]",
    ),
    option("--isolated", is_flag=True, help="Use no config."),
    ROOT_OPTION,
    LIMIT_OPTION,
)
CHECK_OPTIONS = (*_REPORTING_OPTIONS, *_READING_OPTIONS)
"""The options of every command that checks, `--fail-on` first."""
