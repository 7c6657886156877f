"""The values of options from the command line and the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from preclear.config import Setting, SettingKey, SettingValue
    from preclear.project import CheckOptions


def make_check_options(context: click.Context, values: dict[str, Any]) -> CheckOptions:
    """Remove the options of every command that checks from `values`. Raises UsageError if two exclude each other."""
    from preclear.cli.options.adapt import add_adapt_settings
    from preclear.cli.options.common import variable
    from preclear.config import Setting
    from preclear.project import CheckOptions

    from_command_line: dict[SettingKey, Setting] = {}
    from_environment: dict[SettingKey, Setting] = {}

    def is_typed(parameter: str) -> bool:
        return context.get_parameter_source(parameter) is ParameterSource.COMMANDLINE

    def add(key: SettingKey, parameter: str, name: str, value: SettingValue | None) -> None:
        if value is None or value == ():
            return
        if is_typed(parameter):
            from_command_line[key] = Setting(value, name)
        else:
            from_environment[key] = Setting(value, variable(name))

    for name in ("select", "ignore", "extend-select", "fail-on", "show"):
        parameter = name.replace("-", "_")
        add((name,), parameter, f"--{name}", values.pop(parameter, None))
    add(("basis",), "basis", "--basis", values.pop("basis", None))
    add(("version",), "version_name", "--version-name", values.pop("version_name", None))
    is_adapted = add_adapt_settings(context, values, add)
    for limit, number in values.pop("limits").items():
        add(("limits", limit), "limits", "--limit", number)
    root: Path | None = values.pop("root")
    add(("root",), "root", "--root", root.as_posix() if root is not None else None)
    config, isolated = values.pop("config"), values.pop("isolated")
    if config is not None and isolated:
        if is_typed("config") == is_typed("isolated"):
            raise click.UsageError("`--config` and `--isolated` exclude each other", context)
        config, isolated = (config, False) if is_typed("config") else (None, True)
    return CheckOptions(
        settings=(from_command_line, from_environment),
        root=root,
        config=config,
        isolated=isolated,
        use_ignores=not values.pop("no_ignores", False),
        adapt=is_adapted,
        findings="all" if values.pop("show_all", False) else "limited",
    )


def parse_list(context: click.Context, parameter: click.Parameter, texts: Sequence[str]) -> tuple[str, ...]:
    """Split comma-separated lists; the option can be repeated."""
    return tuple(part.strip() for text in texts for part in text.split(",") if part.strip())


def parse_bases(context: click.Context, parameter: click.Parameter, texts: Sequence[str]) -> tuple[str, ...]:
    """Parse a list of bases. Raises BadParameter for any other word."""
    names = parse_list(context, parameter, texts)
    from preclear.config import BASES, make_hint

    for name in names:
        if name not in BASES:
            raise click.BadParameter(f"there is no basis `{name}`; {make_hint(name, BASES)}", context, parameter)
    return names


def parse_limits(context: click.Context, parameter: click.Parameter, texts: Sequence[str]) -> dict[str, int]:
    """Parse `NAME=N` texts. Raises BadParameter for an unknown name and for a number below 1 or above its cap."""
    from preclear.source import LIMIT_CAPS, LIMIT_NAMES

    values: dict[str, int] = {}
    for setting in parse_list(context, parameter, texts):
        name, equals, number = setting.partition("=")
        if not equals or not number.isascii() or not number.isdecimal() or int(number[:18]) < 1:
            raise click.BadParameter(
                f"`{setting}` is not a limit; expected `NAME=N` with a number from 1", context, parameter
            )
        if name not in LIMIT_NAMES:
            from preclear.config import make_hint

            raise click.BadParameter(f"there is no limit `{name}`; {make_hint(name, LIMIT_NAMES)}", context, parameter)
        values[name] = int(number[:18])
        if values[name] > LIMIT_CAPS.get(name, values[name]):
            raise click.BadParameter(
                f"`{setting}` is too high; expected at most {LIMIT_CAPS[name]:,}", context, parameter
            )
    return values
