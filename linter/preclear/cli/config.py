"""`preclear config`: the effective settings, and where each comes from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.adapt import adaptation_options
from preclear.cli.options.check import EPILOG, check_options, show_options
from preclear.cli.options.common import color, output_format
from preclear.report import ExitCode

if TYPE_CHECKING:
    from preclear.project import CheckOptions


_EXAMPLES = (
    ("preclear config", "for documents here"),
    ("preclear config specs/openapi.yaml", "for one document"),
)


@click.command("config", cls=Command, examples=_EXAMPLES, epilog=EPILOG)
@click.argument("path", default=".", type=click.Path(exists=True, path_type=Path), metavar="[PATH]")
@output_format("table", "json")
@show_options
@check_options
@adaptation_options
@color
def command(path: Path, output_format: str, options: CheckOptions, color: str) -> int:
    """Show all effective settings and where each comes from.

    PATH is a document, or a folder with documents. Without PATH, it is the current folder.
    """
    from preclear.cli.terminal.display import style_for
    from preclear.cli.terminal.output import write, write_lines
    from preclear.config import ConfigError
    from preclear.project import SettingsResolver
    from preclear.report import format_config_json, format_config_table
    from preclear.rule import PackError, discover_rules

    try:
        resolver = SettingsResolver(options, discover_rules())
        settings = resolver.resolve(path / "-" if path.is_dir() else path)
    except (PackError, ConfigError) as error:
        from preclear.cli.terminal.messages import print_fatal

        print_fatal(error)
        return ExitCode.UNCHECKED
    if output_format == "json":
        write(format_config_json(settings, resolver.registry))
    else:
        write_lines(format_config_table(settings, resolver.registry, style_for(color)))
    return ExitCode.OK
