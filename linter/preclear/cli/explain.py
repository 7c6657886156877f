"""`preclear explain`: a rule's page, or its docstring if it has no page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.command import Command
from preclear.cli.options.candidates import complete_rule
from preclear.cli.options.common import color
from preclear.report import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.report import Style
    from preclear.source import Kind

PIPE_WIDTH = 80  # cells of a page with colour that doesn't go to a terminal

_EXAMPLES = (("preclear explain missing-action-name", "one rule"),)


@click.command("explain", cls=Command, examples=_EXAMPLES)
@click.argument("rule", metavar="RULE", shell_complete=complete_rule)
@color
def command(rule: str, color: str) -> int:
    """Explain a rule: what it finds, why, and how certain it is, with bad and good examples.

    On a terminal with colour, the rule's page is laid out; elsewhere it is Markdown.
    """
    from preclear.cli.terminal.display import style_for
    from preclear.cli.terminal.output import print_note, write, write_lines
    from preclear.engine import all_kinds
    from preclear.report import read_page
    from preclear.rule import PackError, discover_rules

    try:
        kinds = all_kinds(discover_rules())
    except PackError as error:
        print_note(str(error))
        return ExitCode.UNCHECKED
    kind = kinds.get(rule)
    if kind is None:
        from preclear.config import make_hint

        raise click.BadParameter(f"there is no rule `{rule}`; {make_hint(rule, kinds)}", param_hint="RULE")
    page, style = read_page(kind), style_for(color)
    if page is None:
        write_lines(_format_kind(kind, style))
    elif style.has_colour:
        from preclear.report import render_page

        write(render_page(page, style.width or PIPE_WIDTH, has_links=style.has_links))
    else:
        write(page)
    return ExitCode.OK


def _format_kind(kind: Kind, style: Style) -> Iterator[str]:
    """Yield the explanation and the facts of a kind. Texts of a rule pack can have control characters."""
    from preclear.report import BOLD, FIXES, SEVERITY_COLOURS, escape, page_url

    yield f"{style(escape(kind.name), BOLD)} ({style(kind.severity, SEVERITY_COLOURS[kind.severity])})"
    yield ""
    for line in kind.doc.strip().splitlines():
        yield from style.wrap(escape(line), 0)
    yield ""
    facts = {"category": kind.category, "basis": f"{kind.basis}: {kind.source}"}
    if kind.fix is not None:
        facts["fix"] = f"{kind.fix}: {FIXES[kind.fix]}"
    page = page_url(kind)
    if page is not None:
        facts["page"] = page
    for name, text in facts.items():
        yield from style.wrap(f"{name:<8}  {escape(text)}", 10)
