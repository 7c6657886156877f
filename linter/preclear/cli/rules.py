"""`preclear rules`: a list of all rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.options.common import color, output_format
from preclear.report import ExitCode

if TYPE_CHECKING:
    from collections.abc import Collection

    from preclear.source import Json, Kind


@click.command("rules")
@output_format("table", "json")
@color
def command(output_format: str, color: str) -> int:
    """List all rules with category, severity, basis and fix.

    The basis says where a rule comes from: contract (the published API description), docs (the user documentation),
    openapi (the OpenAPI Specification), inferred (the shape of what the import creates) or practice.

    The fix is the highest level of changes that a rule proposes: safe (`check --fix`), rename (`check --fix
    --unsafe-fixes`) or adapt (`adapt`). Without one, the rule's page says why.
    """
    from preclear.cli.terminal.display import style_for
    from preclear.cli.terminal.output import print_note, write, write_lines
    from preclear.engine import all_kinds
    from preclear.rule import PackError, discover_rules

    try:
        kinds = sorted(all_kinds(discover_rules()).values(), key=lambda kind: (kind.category, kind.name))
    except PackError as error:
        print_note(str(error))
        return ExitCode.UNCHECKED
    if output_format == "json":
        from preclear.report import dump_json

        write(dump_json(_kinds_to_json(kinds)))
    else:
        from preclear.report import SEVERITY_COLOURS, format_table

        headings = ("SEVERITY", "RULE", "CATEGORY", "BASIS", "FIX", "SUMMARY")
        rows = [
            (kind.severity, kind.name, kind.category, kind.basis, kind.fix or "", kind.summary.rstrip("."))
            for kind in kinds
        ]
        write_lines(format_table(headings, rows, 160, style_for(color), dict(SEVERITY_COLOURS)))
    return ExitCode.OK


def _kinds_to_json(kinds: Collection[Kind]) -> list[Json]:
    return [
        {
            "name": kind.name,
            "category": kind.category,
            "severity": kind.severity,
            "basis": kind.basis,
            "source": kind.source,
            "fix": kind.fix,
            "summary": kind.summary,
        }
        for kind in kinds
    ]
