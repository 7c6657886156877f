"""The options of every command that adapts a document, selects operations or applies overlays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from preclear.cli.options.common import Choice, F, TextLine, option
from preclear.config import ADAPT_LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.config import SettingKey, SettingValue

    AddSetting = Callable[[SettingKey, str, str, SettingValue | None], None]

_NEED_ADAPT = ("level", "base_url", "leave_out_blocked")
"""The parameters that have no effect without an adaptation."""


def adapt_options(command: F) -> F:
    """Add the options of a command that can adapt a document, with `--adapt`. Use it with `check_options`."""
    switch = option(
        "--adapt",
        is_flag=True,
        help="Adapt the document first: rename and change what the import can't hold. `preclear adapt` lists the"
        " changes.",
    )
    return switch(adaptation_options(command))


def adaptation_options(command: F) -> F:
    """Add the options of a command that adapts a document."""
    for add_option in reversed(_OPTIONS):
        command = add_option(command)
    return command


def add_adapt_settings(context: click.Context, values: dict[str, Any], add: AddSetting) -> bool:
    """Remove the options from `values` and pass each that is set to `add`. Return whether to adapt.

    Raises UsageError for an option on the command line that has no effect without `--adapt`.
    """
    is_requested: bool = values.pop("adapt", "level" in values)  # a command without the switch always adapts
    for name in _NEED_ADAPT:
        is_typed = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if name in values and is_typed and not is_requested:
            raise click.UsageError(f"`--{name.replace('_', '-')}` has no effect without `--adapt`", context)
    for name in ("level", "base_url", "include", "exclude"):
        option_name = name.replace("_", "-")
        add(("adapt", option_name), name, f"--{option_name}", values.pop(name, None))
    is_left_out = values.pop("leave_out_blocked", False)
    add(("adapt", "leave-out-blocked"), "leave_out_blocked", "--leave-out-blocked", is_left_out or None)
    overlays: tuple[Path, ...] = values.pop("overlays", ())
    add(("adapt", "overlays"), "overlays", "--overlay-in", tuple(path.as_posix() for path in overlays))
    return is_requested


def _parse_base_url(context: click.Context, parameter: click.Parameter, url: str | None) -> str | None:
    """Raise BadParameter for anything but an absolute http or https URL."""
    if url is None:
        return None
    from preclear.config import find_base_url_problem

    problem = find_base_url_problem(url)
    if problem is not None:
        raise click.BadParameter(problem, context, parameter)
    return url


OVERLAY_OPTION = option(
    "--overlay-in",
    "overlays",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Overlay to apply first. Can be repeated.",
)
_OPTIONS = (
    option("--level", type=Choice(ADAPT_LEVELS), help="Highest level of changes.  [default: adapt]"),
    option(
        "--base-url",
        metavar="URL",
        callback=_parse_base_url,
        help="Base URL of the API that the document describes, if its server URL is missing or relative. (`--url` is"
        " the platform's.)",
    ),
    option("--leave-out-blocked", is_flag=True, help="Leave out what still can't be imported."),
    option(
        "--include",
        type=TextLine(),
        multiple=True,
        metavar="PATTERN",
        help="Keep only these operations: `operation:listPets`, `tag:Orders`, `path:/v2/**`, `method:get`,"
        " `deprecated`, `x-internal`. Can be repeated.",
    ),
    option(
        "--exclude",
        type=TextLine(),
        multiple=True,
        metavar="PATTERN",
        help="Leave out these operations. Can be repeated.",
    ),
    OVERLAY_OPTION,
)
