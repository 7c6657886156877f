"""`preclear connectors`: what is there to make a version of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.options import color, option, output_format
from preclear.cli.sending import sending

if TYPE_CHECKING:
    from preclear.cli.sending import Wanted
    from preclear.platform.credentials import Credentials
    from preclear.platform.lookups import ConnectorRecord
    from preclear.source import Json


@click.command("connectors")
@option("--name", metavar="TEXT", help="Only those whose name contains this, in any case.")
@output_format("table", "json")
@color
@sending
def command(name: str | None, output_format: str, color: str, wanted: Wanted) -> int:
    """List the HTTP connectors of an organisation, newest first."""
    from preclear.cli.sending import listing

    held: list[Credentials] = []

    def run() -> str:
        from preclear.platform.client import Deadline
        from preclear.platform.lookups import PlatformLookup

        held.append(wanted.access())
        listed = PlatformLookup(held[0], wanted.line(), Deadline(wanted.timeout)).list_connectors(name)
        return _json(listed) if output_format == "json" else _table(listed, color)

    return listing("connectors", run, lambda: held[0] if held else None)


def _json(listed: list[ConnectorRecord]) -> str:
    from preclear.report.json_report import FORMAT_VERSION, dump_json

    return dump_json({"version": FORMAT_VERSION, "connectors": [each.value for each in listed]})


def _table(listed: list[ConnectorRecord], color: str) -> str:
    from preclear.cli.output import style_for
    from preclear.report.table import format_table

    if not listed:
        return "no connectors\n"
    rows = [(each.id, each.name, _latest(each.value), _text(each.value.get("baseUrl"))) for each in listed]
    lines = format_table(("ID", "NAME", "LATEST VERSION", "BASE URL"), rows, 120, style_for(color))
    return "".join(f"{line}\n" for line in lines)


def _latest(connector: dict[str, Json]) -> str:
    versions = connector.get("versions")
    for each in versions if isinstance(versions, list) else ():
        if isinstance(each, dict) and each.get("isLatest") is True:
            return _text(each.get("name"))
    return ""


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""
