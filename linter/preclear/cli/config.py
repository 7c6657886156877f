"""`preclear config`: what is in force, and who says so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from preclear.cli.asking import EPILOG, checking, showing
from preclear.cli.exit_code import ExitCode
from preclear.cli.options import color, output_format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.cli.asking import Asked
    from preclear.config import Ignore, RuleRegistry, Setting, Settings
    from preclear.source import Json

WIDEST = 1000  # cells of a row: values are not cut


class Row(NamedTuple):
    """A setting, its value, and what says it: `default`, `preclear.toml:3`, `PRECLEAR_FAIL_ON`, `--fail-on`."""

    name: str
    value: Json
    origin: str


@click.command("config", epilog=EPILOG)
@click.argument("path", default=".", type=click.Path(exists=True, path_type=Path), metavar="[PATH]")
@output_format("table", "json")
@showing
@checking
@color
def command(path: Path, output_format: str, asked: Asked, color: str) -> int:
    """Show every setting in force and where it comes from.

    PATH is a document, or a folder with documents: the current one if none is given.
    """
    from preclear.cli.configuring import Configuring, tell_stop
    from preclear.cli.output import style_for, write, write_lines
    from preclear.config import ConfigError
    from preclear.rule import PackError, discover_rules

    try:
        configuring = Configuring(asked, discover_rules())
    except (PackError, ConfigError) as error:
        tell_stop(error)
        return ExitCode.UNCHECKED
    settings = configuring.settings(path / "-" if path.is_dir() else path)
    if settings is None:
        return ExitCode.UNCHECKED
    if output_format == "json":
        from preclear.report.json_report import dump_json

        write(dump_json(_object(settings, configuring.known)))
        return ExitCode.OK
    from preclear.report.table import format_table

    rows = [(row.name, _text(row.value), row.origin) for row in _rows(settings, configuring.known)]
    write_lines(format_table(("SETTING", "VALUE", "FROM"), [*rows, *_ignores(settings)], WIDEST, style_for(color)))
    return ExitCode.OK


def _rows(settings: Settings, known: RuleRegistry) -> Iterator[Row]:
    """Every setting but the ignores, in the order of the table of settings."""
    from preclear.config.setting_specs import SETTING_SPECS
    from preclear.config.settings import DEFAULT_ORIGIN

    for setting in SETTING_SPECS:
        if setting.type == "options":
            for rule, option, said in settings.rule_options(known):
                yield _row(f"{setting.name}.{rule}.{option}", said)
        elif setting.type in ("severities", "limits"):
            for key in sorted(key for key in settings.by_key if key[0] == setting.name):
                yield _row(".".join(key), settings.by_key[key])
        elif setting.type != "ignores":
            found = settings.by_key.get((setting.name,))
            yield _row(setting.name, found) if found is not None else Row(setting.name, None, DEFAULT_ORIGIN)
    for name in ("basis", "root"):
        found = settings.by_key.get((name,))
        yield _row(name, found) if found is not None else Row(name, None, DEFAULT_ORIGIN)


def _row(name: str, said: Setting) -> Row:
    value = said.value
    return Row(name, list(value) if isinstance(value, tuple) else value, said.origin)


def _text(value: Json) -> str:
    if value is None:
        return "-"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "-"
    return str(value).lower() if isinstance(value, bool) else str(value) or "-"


def _ignores(settings: Settings) -> Iterator[tuple[str, str, str]]:
    for ignore in settings.ignores:
        where = f" in {', '.join(ignore.paths)}" if ignore.paths else ""
        below = f" at {ignore.pointer}" if ignore.pointer is not None else ""
        yield "ignores", f"{', '.join(ignore.rules)}{where}{below}: {ignore.reason}", _origin(ignore)


def _origin(ignore: Ignore) -> str:
    return f"{ignore.config_path}:{ignore.line}"


def _object(settings: Settings, known: RuleRegistry) -> Json:
    ignores: list[Json] = [
        {
            "paths": list(ignore.paths),
            "pointer": ignore.pointer,
            "rules": list(ignore.rules),
            "reason": ignore.reason,
            "from": _origin(ignore),
        }
        for ignore in settings.ignores
    ]
    return {
        "version": 1,
        "config": settings.config.display_path if settings.config is not None else None,
        "settings": [{"name": row.name, "value": row.value, "from": row.origin} for row in _rows(settings, known)],
        "ignores": ignores,
    }
