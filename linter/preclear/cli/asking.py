"""What is asked of a check: the options of every command that checks, and what command line and environment say."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from click.core import ParameterSource

from preclear.cli.options import F, bases, limits, listed, option, variable

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.config import Setting, SettingKey, SettingValue

SEVERITIES = ("error", "warning", "info")
FAIL_ON = (*SEVERITIES, "never")

EPILOG = "Every option can also be set by an environment variable, PRECLEAR_<OPTION>, the same for all commands."


class Asked(NamedTuple):
    """What was asked for. `said` has the settings that a config has too: the command line's, the environment's.

    `config` is the file that was named, None where configs are looked for; `every` asks for all findings of a rule,
    however many; without `ignores`, those that are ignored or known are reported too. `for_programs` asks for
    all findings that memory allows, where no limit on them is set.
    """

    said: tuple[dict[SettingKey, Setting], dict[SettingKey, Setting]]
    root: Path | None = None
    config: Path | None = None
    isolated: bool = False
    ignores: bool = True
    every: bool = False
    for_programs: bool = False


def checking(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of every command that checks; the command is given them as `asked`."""

    @wraps(command)
    def called(**values: Any) -> int:
        return command(asked=_asked(click.get_current_context(), values), **values)

    wrapped: Callable[..., int] = called
    for decorate in reversed((*_WHAT, *_WHERE)):
        wrapped = decorate(wrapped)
    return wrapped


def showing(command: F) -> F:
    """Add the options of a command that shows findings to people: `--show` and `--all`."""
    command = option(
        "--all",
        "every",
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
    return option(name, multiple=True, metavar="SELECTOR,…", callback=listed, help=help)


_WHAT = (
    option(
        "--fail-on",
        type=click.Choice(FAIL_ON),
        help="The least severity that makes the exit code 1.  [default: error]",
    ),
    _selectors("--select", "Check for these: names of rules, categories, `basis:…` or `all`.  [default: all]"),
    _selectors("--ignore", "Do not check for these."),
    _selectors("--extend-select", "Check for these besides what is selected elsewhere."),
    option(
        "--basis",
        multiple=True,
        metavar="BASIS,…",
        callback=bases,
        help="Of the selected rules, run only those with one of these bases.  [default: all]",
    ),
    option("--version-name", metavar="NAME", help="The name of the version that the import creates."),
)
_WHERE = (
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
        callback=limits,
        help="Set a limit on what is read, such as `depth=200`; can be repeated.",
    ),
)


def _asked(context: click.Context, values: dict[str, Any]) -> Asked:
    """Take the options of `checking` and `showing` out of `values`. Raises UsageError where two exclude each other."""
    from preclear.config import Setting

    said: tuple[dict[SettingKey, Setting], dict[SettingKey, Setting]] = ({}, {})

    def note(key: SettingKey, parameter: str, name: str, value: SettingValue | None) -> None:
        if value is None or value == ():
            return
        set_by_line = context.get_parameter_source(parameter) is ParameterSource.COMMANDLINE
        level = said[0 if set_by_line else 1]
        level[key] = Setting(value, name if set_by_line else variable(name))

    for name in ("select", "ignore", "extend-select", "fail-on", "show"):
        parameter = name.replace("-", "_")
        note((name,), parameter, f"--{name}", values.pop(parameter, None))
    note(("basis",), "basis", "--basis", values.pop("basis"))
    note(("version",), "version_name", "--version-name", values.pop("version_name"))
    for limit, number in values.pop("limits").items():
        note(("limits", limit), "limits", "--limit", number)
    root: Path | None = values.pop("root")
    note(("root",), "root", "--root", root.as_posix() if root is not None else None)
    config, isolated = values.pop("config"), values.pop("isolated")
    if config is not None and isolated:
        by_line = [context.get_parameter_source(each) is ParameterSource.COMMANDLINE for each in ("config", "isolated")]
        if by_line[0] == by_line[1]:
            raise click.UsageError("`--config` and `--isolated` exclude each other", context)
        config, isolated = (config, False) if by_line[0] else (None, True)
    return Asked(
        said=said,
        root=root,
        config=config,
        isolated=isolated,
        ignores=not values.pop("no_ignores"),
        every=values.pop("every", False),
    )
