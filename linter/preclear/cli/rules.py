"""`preclear rules`: a list of all rules."""

from __future__ import annotations

import click

from preclear.cli.command import Command
from preclear.cli.options.common import color, output_format
from preclear.report import ExitCode

_EXAMPLES = (
    ("preclear rules", "as a table"),
    ("preclear rules --output-format json", "for a program"),
)


@click.command("rules", cls=Command, examples=_EXAMPLES)
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
    from preclear.report import format_rules_json, format_rules_table
    from preclear.rule import PackError, discover_rules

    try:
        kinds = sorted(all_kinds(discover_rules()).values(), key=lambda kind: (kind.category, kind.name))
    except PackError as error:
        print_note(str(error))
        return ExitCode.UNCHECKED
    if output_format == "json":
        write(format_rules_json(kinds))
    else:
        write_lines(format_rules_table(kinds, style_for(color)))
    return ExitCode.OK
