"""`preclear versions`: which versions a connector has; the way to find out what became of an upload."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.options import color, output_format
from preclear.cli.sending import sending

if TYPE_CHECKING:
    from preclear.cli.sending import Wanted
    from preclear.platform.credentials import Access
    from preclear.platform.lookups import Version


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

    held: list[Access] = []

    def run() -> str:
        from preclear.platform.client import Deadline
        from preclear.platform.lookups import Lookups

        held.append(wanted.access())
        lookups = Lookups(held[0], wanted.line(), Deadline(wanted.timeout))
        identity = connector if is_id else lookups.find(connector).id
        listed = lookups.versions(identity)
        return _json(identity, listed) if output_format == "json" else _table(listed, color)

    return listing("versions", run, lambda: held[0] if held else None)


def _json(connector: str, listed: list[Version]) -> str:
    from preclear.report.json_report import VERSION, json_text

    return json_text(
        {
            "version": VERSION,
            "connector": connector,
            "versions": [
                {
                    "id": each.id,
                    "name": each.name,
                    "isLatest": each.latest,
                    "isDefault": each.default,
                    "createdAt": each.created,
                    "updatedAt": each.updated,
                    "publishedAt": each.published,
                }
                for each in listed
            ],
        }
    )


def _table(listed: list[Version], color: str) -> str:
    from preclear.cli.output import style_for
    from preclear.report.table import table

    if not listed:
        return "no versions\n"
    rows = [
        (
            each.name,
            each.created or "",
            each.updated or "",
            each.published or "draft",
            " ".join(word for word, is_so in (("latest", each.latest), ("default", each.default)) if is_so),
        )
        for each in listed
    ]
    lines = table(("NAME", "CREATED", "UPDATED", "PUBLISHED", ""), rows, 120, style_for(color))
    return "".join(f"{line}\n" for line in lines)
