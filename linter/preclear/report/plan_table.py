"""The plan for people: what the import makes, resource by resource, and what is the matter with each."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from preclear.engine.plan import count_statuses
from preclear.report.cells import fit
from preclear.report.concise import format_concise_line
from preclear.report.style import BOLD, GREEN, PLAIN, RED, YELLOW, Style
from preclear.report.summary import join_words
from preclear.report.table import format_table
from preclear.source.counts import format_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.connector import AuthSchemeConfig, Connector, Operation
    from preclear.engine import Finding
    from preclear.engine.plan import Plan, PlannedResource, PlanStatus

T = TypeVar("T")

DEFAULT_WIDTH = 120
MAX_FINDINGS = 3
"""Findings that are told of one entry; `check` tells them all."""

_COLOURS: dict[PlanStatus, str] = {"ok": GREEN, "degraded": YELLOW, "blocked": RED}
_STATUSES: tuple[PlanStatus, ...] = ("ok", "degraded", "blocked")
_MISSING = "-"


def format_plan_table(plan: Plan, style: Style = PLAIN, width: int = DEFAULT_WIDTH) -> Iterator[str]:
    """Give the lines of the plan, without line ends, each table at most `width` cells wide."""
    yield from _format_connector(plan.connector, style, width)
    config_rows = [
        (_status(planned), planned.resource.scheme_type or _MISSING, *_format_auth(planned.resource))
        for planned in plan.auth_scheme_configs
    ]
    yield from _format_section(
        "Auth scheme configs",
        ("STATUS", "TYPE", "SCHEME", "DETAILS"),
        plan.auth_scheme_configs,
        config_rows,
        style,
        width,
    )
    action_rows = [
        (
            _status(planned),
            _format_name(planned.resource),
            planned.resource.method.value,
            planned.resource.template.imported_path,
            _format_parts(planned.resource),
        )
        for planned in plan.actions
    ]
    yield from _format_section(
        "Actions", ("STATUS", "NAME", "METHOD", "PATH", "PARTS"), plan.actions, action_rows, style, width
    )
    trigger_rows = [
        (_status(planned), planned.resource.name.value, planned.resource.method.value, _format_parts(planned.resource))
        for planned in plan.triggers
    ]
    yield from _format_section(
        "Triggers", ("STATUS", "NAME", "METHOD", "PARTS"), plan.triggers, trigger_rows, style, width
    )
    definition_rows = [
        (
            _status(planned),
            planned.resource.name.value,
            ", ".join(planned.resource.accept) or _MISSING,
            format_count(len(planned.resource.used_by), "use"),
        )
        for planned in plan.definitions
    ]
    yield from _format_section(
        "Definitions", ("STATUS", "NAME", "ACCEPT", "USED"), plan.definitions, definition_rows, style, width
    )
    if plan.other_findings:
        yield style("About nothing that is imported", BOLD)
        yield from _format_findings(plan.other_findings, style)
        yield ""
    yield format_plan_summary(plan)


def format_plan_summary(plan: Plan) -> str:
    """Give the last line: `12 actions (10 ok, 1 degraded, 1 blocked), 1 trigger (1 ok) and 5 definitions (5 ok).`"""
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
    yield from _format_findings(entry.findings, style)
    yield ""


def _format_section(
    title: str,
    headings: Sequence[str],
    entries: Sequence[PlannedResource[T]],
    rows: Sequence[Sequence[str]],
    style: Style,
    width: int,
) -> Iterator[str]:
    """One kind of resource: a table, what is the matter below each row; nothing where there are none."""
    if not entries:
        return
    yield style(title, BOLD)
    lines = format_table(headings, rows, width - 2, style, [_COLOURS[entry.status] for entry in entries])
    yield f"  {next(lines)}"
    for entry, line in zip(entries, lines, strict=True):
        yield f"  {line}"
        yield from _format_findings(entry.findings, style)
    yield ""


def _format_findings(findings: Sequence[Finding], style: Style) -> Iterator[str]:
    for finding in findings[:MAX_FINDINGS]:
        yield f"      {format_concise_line(finding, style)}"
    if len(findings) > MAX_FINDINGS:
        yield f"      and {len(findings) - MAX_FINDINGS:,} more"


def _format_count(entries: Sequence[PlannedResource[T]], noun: str) -> str:
    counts = count_statuses(entries)
    breakdown = ", ".join(f"{counts[status]:,} {status}" for status in _STATUSES if counts[status])
    return f"{format_count(len(entries), noun)} ({breakdown})" if breakdown else format_count(0, noun)


def _status(entry: PlannedResource[T]) -> str:
    return entry.status


def _format_name(operation: Operation) -> str:
    return operation.name.value or _MISSING


def _format_parts(operation: Operation) -> str:
    """What it has besides its name: `2 parameters, body, 3 responses`; statuses that are no integers by their text."""
    parts = [format_count(len(operation.parameters), "parameter")] if operation.parameters else []
    if operation.request_body is not None:
        parts.append("body")
    special_statuses = [response.status.value for response in operation.responses if response.status_code is None]
    status_names = ", ".join(status for status in special_statuses if status != "default")
    parts.append(
        format_count(len(operation.responses), "response") + (f" ({status_names} among them)" if status_names else "")
    )
    return ", ".join(parts)


def _format_auth(config: AuthSchemeConfig) -> tuple[str, str]:
    """The name of the security scheme, and where the credential goes or how it is granted."""
    scheme = config.description if config.key is None else config.key
    if config.flow is not None:
        return scheme, f"{config.flow.grant or _MISSING}, {format_count(len(config.flow.scopes), 'scope')}"
    if config.scheme_type == "api-key":
        prefix = f": {config.prefix} …" if config.prefix else ""
        return scheme, f"{config.location or _MISSING} {config.name or _MISSING}{prefix}"
    return scheme, ""
