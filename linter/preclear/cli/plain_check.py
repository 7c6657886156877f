"""A plain check, `preclear check` with paths and common options, read without click.

To import click and to define all options of the command takes a third of the time to check a small document, and hooks
run at every commit. Whatever isn't plain, or isn't valid, is left to the command line of click.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from preclear._records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from preclear.cli.options.report_choice import ReportChoice
    from preclear.config import Setting, SettingKey
    from preclear.project import CheckOptions

_FLAGS = frozenset({"--isolated", "--openapi-only", "--force-exclude"})
_OPTIONS_WITH_VALUE = frozenset({"--select", "--fail-on", "--output-format"})
_COLOR = "auto"


class PlainCheck(NamedTuple):
    """The paths, the options and the reports of a plain check."""

    paths: tuple[str, ...]
    options: CheckOptions
    reports: ReportChoice


def run_plain_check(arguments: Sequence[str]) -> int | None:
    """Run a plain check and return its exit code; None if `arguments` are left to click.

    Raises ClickException if the current folder doesn't exist, or if standard output can't be written.
    """
    check = parse_plain_check(arguments, os.environ)
    if check is None:
        return None
    from preclear.cli.check_run import run_check
    from preclear.cli.terminal.file_names import require_current_folder
    from preclear.project import OptionError

    require_current_folder()
    try:
        return run_check(check.paths, check.options, check.reports, _COLOR, None)
    except OptionError:
        return None  # nothing is written yet
    except KeyboardInterrupt:
        from preclear.cli.terminal.output import print_error_lines

        print_error_lines([""])  # the report of a shell starts on a line of its own, as with click
        raise


def parse_plain_check(arguments: Sequence[str], environ: Mapping[str, str]) -> PlainCheck | None:
    """Parse `arguments`; None for anything but a plain check, or if `environ` sets options."""
    if list(arguments[:1]) != ["check"] or os.name == "nt":  # click expands patterns on Windows
        return None
    if any(name.startswith(("PRECLEAR_", "_PRECLEAR_")) for name in environ):
        return None
    words = _split_words(arguments[1:])
    return None if words is None else _make_check(*words, environ)


def _split_words(arguments: Sequence[str]) -> tuple[tuple[str, ...], set[str], dict[str, list[str]]] | None:
    """Split arguments into paths, flags, and the values of options; None if there is anything else."""
    paths: list[str] = []
    flags: set[str] = set()
    values: dict[str, list[str]] = {}
    remaining = iter(arguments)
    for argument in remaining:
        if argument == "--":
            paths += remaining
        elif argument in _FLAGS:
            flags.add(argument)
        elif argument in _OPTIONS_WITH_VALUE:
            value = next(remaining, None)
            if value is None or value.startswith("-"):
                return None
            values.setdefault(argument, []).append(value)
        elif argument.startswith("-"):
            return None
        else:
            paths.append(argument)
    if any(path == "-" or ":/" in path for path in paths):
        return None
    return tuple(paths), flags, values


def _make_check(
    paths: tuple[str, ...], flags: set[str], values: dict[str, list[str]], environ: Mapping[str, str]
) -> PlainCheck | None:
    """Return the check with these options; None if a value isn't valid."""
    from preclear.cli.options.report_choice import AUTO, choose_reports
    from preclear.config import FAIL_ON_CHOICES, Setting
    from preclear.project import CheckOptions
    from preclear.report import FORMATS

    *_, output_format = values.get("--output-format", [AUTO])
    if output_format not in FORMATS and output_format != AUTO:
        return None
    settings: dict[SettingKey, Setting] = {}
    names = tuple(name.strip() for text in values.get("--select", ()) for name in text.split(",") if name.strip())
    if names:
        settings["select",] = Setting(names, "--select")
    for fail_on in values.get("--fail-on", ()):
        if fail_on not in FAIL_ON_CHOICES:
            return None
        settings["fail-on",] = Setting(fail_on, "--fail-on")
    options = CheckOptions(
        settings=(settings, {}),
        isolated="--isolated" in flags,
        openapi_only="--openapi-only" in flags,
        force_exclude="--force-exclude" in flags,
        jobs=None,
    )
    return PlainCheck(paths, options, choose_reports(output_format, (), environ))
