"""The plan for people: each resource that the import creates, with its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from preclear.engine import count_statuses, describe_credentials, describe_parts
from preclear.report.adaptation.text import describe_changes, format_left_out
from preclear.report.formats.concise import format_concise_line
from preclear.report.rendering.cells import fit
from preclear.report.rendering.style import BOLD, GREEN, PLAIN, RED, YELLOW, Style
from preclear.report.rendering.table import Rows, format_table
from preclear.report.summary import join_words
from preclear.source import format_count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from preclear.connector import Action, AuthSchemeConfig, Connector, Definition, Trigger
    from preclear.edit import Adaptation
    from preclear.engine import Finding, Plan, PlannedResource, PlanStatus
    from preclear.source import HasPlace

R = TypeVar("R", bound="HasPlace")

DEFAULT_WIDTH = 120
MAX_FINDINGS = 3
"""Maximum number of findings shown for one entry; `check` shows all."""

_COLOURS: dict[str, str] = {"ok": GREEN, "degraded": YELLOW, "blocked": RED}
_STATUSES: tuple[PlanStatus, ...] = ("ok", "degraded", "blocked")
_MISSING = "-"
_AUTH_SCHEME_CONFIGS = ("Auth scheme configs", "STATUS", "TYPE", "SCHEME", "DETAILS")
_ACTIONS = ("Actions", "STATUS", "NAME", "METHOD", "PATH", "PARTS")
_TRIGGERS = ("Triggers", "STATUS", "NAME", "METHOD", "PARTS")
_DEFINITIONS = ("Definitions", "STATUS", "NAME", "ACCEPT", "USED")
"""The title of each table and the headings of its columns."""


def format_plan_table(
    plan: Plan, style: Style = PLAIN, width: int = DEFAULT_WIDTH, adaptation: Adaptation | None = None
) -> Iterator[str]:
    """Yield the lines of the plan, without newlines; tables are at most `width` cells wide, or as wide as the
    terminal.

    With `adaptation`, the plan is that of the adapted document, and what is left out of it follows.
    """
    width = style.width or width
    yield from _format_connector(plan.connector, style, width)
    yield from _format_section(_AUTH_SCHEME_CONFIGS, plan.auth_scheme_configs, _auth_cells, style, width)
    yield from _format_section(_ACTIONS, plan.actions, _action_cells, style, width)
    yield from _format_section(_TRIGGERS, plan.triggers, _trigger_cells, style, width)
    yield from _format_section(_DEFINITIONS, plan.definitions, _definition_cells, style, width)
    if plan.other_findings or plan.unlisted:
        yield style("Other findings", BOLD)
        yield from _format_findings(plan.other_findings, plan.unlisted, style)
        yield ""
    if adaptation is not None:
        yield from format_left_out(adaptation.left_out, style, width)
        yield f"Adapted: {describe_changes(adaptation)}."
    yield from style.wrap(format_plan_summary(plan), 0)


def format_plan_summary(plan: Plan) -> str:
    """Return the last line: `12 actions (10 ok, 1 degraded, 1 blocked), 1 trigger (1 ok) and 5 definitions (5 ok).`"""
    parts = [
        _format_count(plan.actions, "action"),
        _format_count(plan.triggers, "trigger"),
        _format_count(plan.definitions, "definition"),
        _format_count(plan.auth_scheme_configs, "auth scheme config"),
    ]
    return f"{join_words(parts)}; connector {plan.connector.status}."


def _format_connector(entry: PlannedResource[Connector], style: Style, width: int) -> Iterator[str]:
    connector = entry.resource
    rows = [("name", connector.name.value or _MISSING), ("base URL", connector.base_url.value or _MISSING)]
    rows += [
        ("variable", f"{variable.name.value} = {variable.default.value or _MISSING}")
        for variable in connector.connection_variables
    ]
    yield style("Connector", BOLD)
    yield f"  {'status':<12}{style(entry.status, _COLOURS[entry.status])}"
    for name, value in rows:
        yield f"  {name:<12}{fit(value, width - 14).rstrip()}"
    yield from _format_findings(entry.findings, entry.unlisted, style)
    yield ""


def _format_section(
    headings: Sequence[str],
    entries: Sequence[PlannedResource[R]],
    cells: Callable[[R], tuple[str, ...]],
    style: Style,
    width: int,
) -> Iterator[str]:
    """Format the resources of one kind as a table, with findings below each row; nothing if there are no resources.

    Rows are made once to measure them and again to write them, because all of them take too much memory.
    """
    if not entries:
        return
    title, *columns = headings
    yield style(title, BOLD)
    rows = Rows(lambda: ((entry.status, *cells(entry.resource)) for entry in entries))
    lines = format_table(columns, rows, width, style, _COLOURS, indent=2)
    yield next(lines)
    for entry, line in zip(entries, lines, strict=True):
        yield line
        yield from _format_findings(entry.findings, entry.unlisted, style)
    yield ""


def _format_findings(findings: Sequence[Finding], unlisted: int, style: Style) -> Iterator[str]:
    for finding in findings[:MAX_FINDINGS]:
        yield from style.wrap(f"      {format_concise_line(finding, style)}", 10)
    remaining = len(findings) - MAX_FINDINGS if len(findings) > MAX_FINDINGS else 0
    if findings and remaining + unlisted:
        yield f"      and {remaining + unlisted:,} more"
    elif unlisted:
        yield f"      {format_count(unlisted, 'finding')} not listed"


def _format_count(entries: Sequence[PlannedResource[HasPlace]], noun: str) -> str:
    counts = count_statuses(entries)
    breakdown = ", ".join(f"{counts[status]:,} {status}" for status in _STATUSES if counts[status])
    return f"{format_count(len(entries), noun)} ({breakdown})" if breakdown else format_count(0, noun)


def _action_cells(action: Action) -> tuple[str, ...]:
    return action.name.value or _MISSING, action.method.value, action.template.imported_path, describe_parts(action)


def _trigger_cells(trigger: Trigger) -> tuple[str, ...]:
    return trigger.name.value, trigger.method.value, describe_parts(trigger)


def _definition_cells(definition: Definition) -> tuple[str, ...]:
    accept = ", ".join(definition.accept) or _MISSING
    return definition.name.value, accept, format_count(len(definition.used_by), "use")


def _auth_cells(config: AuthSchemeConfig) -> tuple[str, ...]:
    """Return the type, the security scheme's name, and where the credential goes or how it is granted."""
    scheme_type = config.scheme_type or _MISSING
    scheme = config.description if config.key is None else config.key
    return scheme_type, scheme, describe_credentials(config, _MISSING)
