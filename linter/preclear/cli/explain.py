"""`preclear explain`: what a rule is about, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from preclear.cli.exit_code import ExitCode
from preclear.cli.options import color

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.report.style import Style
    from preclear.source import Kind


@click.command("explain")
@click.argument("rule", metavar="RULE")
@color
def command(rule: str, color: str) -> int:
    """Explain a rule: what it finds, why, and how sure that is."""
    from preclear.cli.output import style_for, tell, write_lines
    from preclear.engine import all_kinds
    from preclear.rule import PackError, discover

    try:
        kinds = all_kinds(discover())
    except PackError as error:
        tell(str(error))
        return ExitCode.UNCHECKED
    kind = kinds.get(rule)
    if kind is None:
        from preclear.openapi.suggest import nearest

        near = nearest(rule, kinds)
        hint = f"did you mean `{near}`?" if near else "`preclear rules` lists them all"
        raise click.BadParameter(f"there is no rule `{rule}`; {hint}", param_hint="RULE")
    write_lines(_lines(kind, style_for(color)))
    return ExitCode.OK


def _lines(kind: Kind, style: Style) -> Iterator[str]:
    from preclear.report.pages import page_url
    from preclear.report.style import BOLD, SEVERITY

    yield f"{style(kind.name, BOLD)} ({style(kind.severity, SEVERITY[kind.severity])})"
    yield ""
    yield from kind.doc.strip().splitlines()
    yield ""
    yield f"category  {kind.category}"
    yield f"basis     {kind.basis}: {kind.source}"
    page = page_url(kind)
    if page is not None:
        yield f"page      {page}"
