"""The plan for people: what the import makes, resource by resource, and what is the matter with each."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from preclear.engine.plan import count_statuses
from preclear.report.cells import fitted
from preclear.report.concise import concise_line
from preclear.report.style import BOLD, GREEN, PLAIN, RED, YELLOW, Style
from preclear.report.summary import enumerated
from preclear.report.table import table
from preclear.source.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.connector import AuthSchemeConfig, Connector, Operation
    from preclear.engine import Finding
    from preclear.engine.plan import Entry, Plan, Status

T = TypeVar("T")

WIDTH = 120
TOLD = 3
"""Findings that are told of one entry; `check` tells them all."""

_COLOURS: dict[Status, str] = {"ok": GREEN, "degraded": YELLOW, "blocked": RED}
_STATUSES: tuple[Status, ...] = ("ok", "degraded", "blocked")
_MISSING = "-"


def plan_table(plan: Plan, style: Style = PLAIN, width: int = WIDTH) -> Iterator[str]:
    """Give the lines of the plan, without line ends, each table at most `width` cells wide."""
    yield from _connector(plan.connector, style, width)
    configs = [
        (_status(each), each.resource.scheme_type or _MISSING, *_auth(each.resource))
        for each in plan.auth_scheme_configs
    ]
    yield from _section(
        "Auth scheme configs",
        ("STATUS", "TYPE", "SCHEME", "DETAILS"),
        plan.auth_scheme_configs,
        configs,
        style,
        width,
    )
    actions = [
        (
            _status(each),
            _name(each.resource),
            each.resource.method.value,
            each.resource.template.as_imported,
            _size(each.resource),
        )
        for each in plan.actions
    ]
    yield from _section("Actions", ("STATUS", "NAME", "METHOD", "PATH", "PARTS"), plan.actions, actions, style, width)
    triggers = [
        (_status(each), each.resource.name.value, each.resource.method.value, _size(each.resource))
        for each in plan.triggers
    ]
    yield from _section("Triggers", ("STATUS", "NAME", "METHOD", "PARTS"), plan.triggers, triggers, style, width)
    definitions = [
        (
            _status(each),
            each.resource.name.value,
            ", ".join(each.resource.accept) or _MISSING,
            counted(len(each.resource.used_by), "use"),
        )
        for each in plan.definitions
    ]
    yield from _section(
        "Definitions", ("STATUS", "NAME", "ACCEPT", "USED"), plan.definitions, definitions, style, width
    )
    if plan.others:
        yield style("About nothing that is imported", BOLD)
        yield from _told(plan.others, style)
        yield ""
    yield plan_summary(plan)


def plan_summary(plan: Plan) -> str:
    """Give the last line: `12 actions (10 ok, 1 degraded, 1 blocked), 1 trigger (1 ok) and 5 definitions (5 ok).`"""
    parts = [
        _count(plan.actions, "action"),
        _count(plan.triggers, "trigger"),
        _count(plan.definitions, "definition"),
        _count(plan.auth_scheme_configs, "auth scheme config"),
    ]
    return f"{enumerated(parts)}; connector {plan.connector.status}."


def _connector(entry: Entry[Connector], style: Style, width: int) -> Iterator[str]:
    connector = entry.resource
    facts = [("name", connector.name.value or _MISSING), ("base URL", connector.base_url.value or _MISSING)]
    facts += [
        ("variable", f"{each.name.value} = {each.value.value or _MISSING}") for each in connector.connection_variables
    ]
    yield style("Connector", BOLD)
    yield f"  {'status':<12}{style(entry.status, _COLOURS[entry.status])}"
    for name, value in facts:
        yield f"  {name:<12}{fitted(value, width - 14).rstrip()}"
    yield from _told(entry.findings, style)
    yield ""


def _section(
    title: str,
    headings: Sequence[str],
    entries: Sequence[Entry[T]],
    rows: Sequence[Sequence[str]],
    style: Style,
    width: int,
) -> Iterator[str]:
    """One kind of resource: a table, what is the matter below each row; nothing where there are none."""
    if not entries:
        return
    yield style(title, BOLD)
    lines = table(headings, rows, width - 2, style, [_COLOURS[entry.status] for entry in entries])
    yield f"  {next(lines)}"
    for entry, line in zip(entries, lines, strict=True):
        yield f"  {line}"
        yield from _told(entry.findings, style)
    yield ""


def _told(findings: Sequence[Finding], style: Style) -> Iterator[str]:
    for finding in findings[:TOLD]:
        yield f"      {concise_line(finding, style)}"
    if len(findings) > TOLD:
        yield f"      and {len(findings) - TOLD:,} more"


def _count(entries: Sequence[Entry[T]], noun: str) -> str:
    counts = count_statuses(entries)
    told = ", ".join(f"{counts[status]:,} {status}" for status in _STATUSES if counts[status])
    return f"{counted(len(entries), noun)} ({told})" if told else counted(0, noun)


def _status(entry: Entry[T]) -> str:
    return entry.status


def _name(operation: Operation) -> str:
    return operation.name.value or _MISSING


def _size(operation: Operation) -> str:
    """What it has besides its name: `2 parameters, body, 3 responses`; statuses that are no integers by their text."""
    parts = [counted(len(operation.parameters), "parameter")] if operation.parameters else []
    if operation.request_body is not None:
        parts.append("body")
    others = [each.status.value for each in operation.responses if each.number is None]
    named = ", ".join(status for status in others if status != "default")
    parts.append(counted(len(operation.responses), "response") + (f" ({named} among them)" if named else ""))
    return ", ".join(parts)


def _auth(config: AuthSchemeConfig) -> tuple[str, str]:
    """The name of the security scheme, and where the credential goes or how it is granted."""
    scheme = config.description if config.key is None else config.key
    if config.flow is not None:
        return scheme, f"{config.flow.grant or _MISSING}, {counted(len(config.flow.scopes), 'scope')}"
    if config.scheme_type == "api-key":
        value = f": {config.prefix} …" if config.prefix else ""
        return scheme, f"{config.location or _MISSING} {config.name or _MISSING}{value}"
    return scheme, ""
