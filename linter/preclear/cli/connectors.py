"""`preclear connectors`: the connectors of an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.common import Choice, TextLine, color, option, output_format
from preclear.cli.options.connection import LOOKUP_EPILOG, connection_options, print_lookup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.platform import ConnectionOptions, Credentials

ALL_PROTOCOLS = "all"


def _parse_tags(context: click.Context, parameter: click.Parameter, texts: Sequence[str]) -> tuple[str, ...]:
    """Parse `KEY` or `KEY:VALUE` texts. The API separates tags by commas, so none can contain one."""
    for text in texts:
        if not text.partition(":")[0].strip() or "," in text:
            expected = "expected `KEY` or `KEY:VALUE` without a comma"
            raise click.BadParameter(f"`{text}` can't be searched for; {expected}", context, parameter)
    return tuple(texts)


_EXAMPLES = (
    ("preclear connectors", "all of them"),
    ("preclear connectors --name pet --tag team:orders", "some of them"),
)


@click.command("connectors", cls=Command, examples=_EXAMPLES, epilog=LOOKUP_EPILOG)
@option("--name", metavar="TEXT", help="List only connectors whose name contains TEXT, ignoring case.")
@option(
    "--tag",
    "tags",
    type=TextLine(),
    multiple=True,
    metavar="KEY[:VALUE]",
    callback=_parse_tags,
    help="List only connectors with this tag. Can be repeated.",
)
@option(
    "--category",
    "categories",
    type=TextLine(),
    multiple=True,
    metavar="NAME",
    help="List only connectors of this category, ignoring case. Can be repeated.",
)
@option(
    "--protocol",
    type=Choice(("http", "bigquery", ALL_PROTOCOLS)),
    default="http",
    show_default=True,
    help="List only connectors of this protocol.",
)
@output_format("table", "json")
@color
@connection_options
def command(
    name: str | None,
    tags: tuple[str, ...],
    categories: tuple[str, ...],
    protocol: str,
    output_format: str,
    color: str,
    connection: ConnectionOptions,
) -> int:
    """List the connectors of an organisation, in the order of the platform: most recently updated first.

    `preclear connector show` shows one of them.
    """

    def write_list(credentials: Credentials) -> str:
        from preclear.cli.terminal.display import style_for
        from preclear.platform import resolve_categories
        from preclear.report import format_connectors_json, format_connectors_table

        lookup = connection.make_lookup(credentials)
        connectors = lookup.list_connectors(
            name,
            protocol=None if protocol == ALL_PROTOCOLS else protocol,
            tags=tags,
            categories=resolve_categories(lookup, categories),
        )
        if output_format == "json":
            return format_connectors_json(connectors)
        return format_connectors_table(connectors, style_for(color))

    return print_lookup("connectors", connection, write_list)
