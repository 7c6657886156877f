"""`preclear versions`: which versions a connector has; the way to find out what became of an upload."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.options import color, output_format
from preclear.cli.sending import sending

if TYPE_CHECKING:
    from preclear.cli.sending import Wanted
    from preclear.platform.credentials import Credentials
    from preclear.platform.lookups import ConnectorVersion


@click.command("versions")
@click.argument("connector", metavar="CONNECTOR")
@click.option("--id", "is_id", is_flag=True, help="CONNECTOR is an id, whatever it looks like.")
@output_format("table", "json")
@color
@sending
def command(connector: str, is_id: bool, output_format: str, color: str, wanted: Wanted) -> int:
    """List the versions of a connector, most recently changed first.

    CONNECTOR is its id, or its name.
    """
    from preclear.cli.sending import listing

    held: list[Credentials] = []

    def run() -> str:
        from preclear.platform.client import Deadline
        from preclear.platform.lookups import PlatformLookup

        held.append(wanted.access())
        lookups = PlatformLookup(held[0], wanted.line(), Deadline(wanted.timeout))
        identity = connector if is_id else lookups.find_connector(connector).id
        listed = lookups.list_versions(identity)
        return _json(identity, listed) if output_format == "json" else _table(listed, color)

    return listing("versions", run, lambda: held[0] if held else None)


def _json(connector: str, listed: list[ConnectorVersion]) -> str:
    from preclear.report.json_report import FORMAT_VERSION, dump_json

    return dump_json(
        {
            "version": FORMAT_VERSION,
            "connector": connector,
            "versions": [
                {
                    "id": each.id,
                    "name": each.name,
                    "isLatest": each.is_latest,
                    "isDefault": each.is_default,
                    "createdAt": each.created_at,
                    "updatedAt": each.updated_at,
                    "publishedAt": each.published_at,
                }
                for each in listed
            ],
        }
    )


def _table(listed: list[ConnectorVersion], color: str) -> str:
    from preclear.cli.output import style_for
    from preclear.report.table import format_table

    if not listed:
        return "no versions\n"
    rows = [
        (
            each.name,
            each.created_at or "",
            each.updated_at or "",
            each.published_at or "draft",
            " ".join(word for word, is_so in (("latest", each.is_latest), ("default", each.is_default)) if is_so),
        )
        for each in listed
    ]
    lines = format_table(("NAME", "CREATED", "UPDATED", "PUBLISHED", ""), rows, 120, style_for(color))
    return "".join(f"{line}\n" for line in lines)
