"""The options of every command that checks."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from preclear.cli.options.common import F, option
from preclear.cli.options.values import make_check_options, parse_bases, parse_limits, parse_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


SEVERITIES = ("error", "warning", "info")
FAIL_ON = (*SEVERITIES, "never")
BREAKING = "breaking"
"""A value of `--fail-on` that only commands have that compare."""

EPILOG = "Every option can also be set with an environment variable, PRECLEAR_<OPTION>, which applies to all commands."


def check_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of every command that checks. The command receives them as `options`."""
    return _add_options(command, _OPTIONS)


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

    checked = _add_options(command, (_AGAINST, _fail_on((*FAIL_ON, BREAKING)), *_OPTIONS[1:]))
    wrapped: Callable[..., int] = wraps(checked)(run)
    return wrapped


def reading_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of a command that reads documents but reports no findings. It receives them as `options`."""
    return _add_options(command, _READING_OPTIONS)


def _add_options(command: Callable[..., int], added: Iterable[Callable[..., Any]]) -> Callable[..., int]:
    @wraps(command)
    def run(**values: Any) -> int:
        from preclear.project import OptionError

        options = make_check_options(click.get_current_context(), values)
        try:
            return command(options=options, **values)
        except OptionError as error:
            raise click.BadParameter(str(error), param_hint=error.origin) from None

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
        type=click.Choice(SEVERITIES),
        help="Lowest severity that `full` and `concise` show.  [default: warning]",
    )(command)


def _selectors(name: str, help: str) -> Callable[[F], F]:
    return option(name, multiple=True, metavar="SELECTOR,…", callback=parse_list, help=help)


class _FailOnOption(click.Option):
    """`--fail-on`. `breaking` is ignored in its environment variable by commands that don't compare."""

    def resolve_envvar_value(self, ctx: click.Context) -> str | None:
        value = super().resolve_envvar_value(ctx)
        is_supported = isinstance(self.type, click.Choice) and value in self.type.choices
        return None if value == BREAKING and not is_supported else value


def _fail_on(choices: Sequence[str]) -> Callable[[F], F]:
    help = "Lowest severity that makes the exit code 1.  [default: error]"
    if BREAKING in choices:
        help = f"Lowest severity that makes the exit code 1, or `{BREAKING}` for breaking changes.  [default: error]"
    return option("--fail-on", cls=_FailOnOption, type=click.Choice(choices), help=help)


_AGAINST = option(
    "--against",
    metavar="OLD",
    help="Show what changes: from another file, from a revision (`git:REV`), or from what the platform has"
    " (`connector:NAME[@VERSION]`, which looks it up).",
)
_REPORTING_OPTIONS = (
    _fail_on(FAIL_ON),
    _selectors("--select", "Rules to check, by name, category, `basis:…` or `all`.  [default: all]"),
    _selectors("--ignore", "Rules to leave out."),
    _selectors("--extend-select", "Rules to check in addition to those selected elsewhere."),
    option(
        "--basis",
        multiple=True,
        metavar="BASIS,…",
        callback=parse_bases,
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
    option(
        "--root",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIR",
        help="Folder that references can't leave.  [default: the document's folder]",
    ),
    option(
        "--limit",
        "limits",
        multiple=True,
        metavar="NAME=N",
        callback=parse_limits,
        help="Set a reading limit, such as `depth=200`. Can be repeated.",
    ),
)
_OPTIONS = (*_REPORTING_OPTIONS, *_READING_OPTIONS)
