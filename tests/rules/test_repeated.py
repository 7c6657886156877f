"""What stands twice is reported once: at the second place, with the first beside it, and about both."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from preclear.engine import check
from preclear.engine.plan import make_plan
from preclear.rule import discover_rules

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.engine import Finding

RULES = discover_rules()
HEAD = "openapi: 3.1.0\ninfo: {title: Ferry, version: 1.0.0}\nservers: [{url: 'https://api.example.com'}]\n"
DONE = "responses: {'200': {description: Done}}"


class Case(NamedTuple):
    """A document in which the lines with `HERE` have the same thing, and the rule that says so."""

    rule: str
    text: str


CASES = [
    Case(
        "ambiguous-paths",
        "paths:\n"
        f"  /a/{{x}}: {{get: {{operationId: a, {DONE}}}}} # HERE\n"
        f"  /b: {{get: {{operationId: b, {DONE}}}}}\n"
        f"  /a/{{y}}: {{get: {{operationId: c, {DONE}}}}} # HERE\n"
        f"  /a/{{z}}: {{get: {{operationId: d, {DONE}}}}} # HERE\n",
    ),
    Case(
        "duplicate-parameter",
        "paths:\n  /a:\n    parameters:\n"
        "      - {name: X-Way, in: header, schema: {type: string}} # HERE\n"
        "      - {name: x-way, in: query, schema: {type: string}}\n"
        "      - {name: x-way, in: header, schema: {type: string}} # HERE\n"
        "      - {$ref: '#/components/parameters/Way'} # HERE\n"
        f"    get: {{operationId: a, {DONE}}}\n"
        "components: {parameters: {Way: {name: X-WAY, in: header, schema: {type: string}}}}\n",
    ),
    Case(
        "duplicate-action-name",
        "paths:\n"
        f"  /a: {{get: {{operationId: sail, {DONE}}}}} # HERE\n"
        f"  /b: {{get: {{operationId: sail, {DONE}}}}} # HERE\n"
        f"  /c: {{get: {{operationId: sail, {DONE}}}}} # HERE\n",
    ),
    Case(
        "duplicate-trigger-name",
        "webhooks:\n"
        f"  a: {{post: {{operationId: sail, {DONE}}}}} # HERE\n"
        f"  sail: {{post: {{{DONE}}}}} # HERE\n"
        f"  c: {{post: {{operationId: sail, {DONE}}}}} # HERE\n",
    ),
    Case(
        "duplicate-operation-id",
        "paths:\n"
        f"  /a: {{get: {{operationId: sail, {DONE}, callbacks: {{\n"
        f"    done: {{'{{$url}}': {{post: {{operationId: sail, {DONE}}}}}}}}}}}}} # HERE\n"
        f"webhooks:\n  b: {{post: {{operationId: sail, {DONE}}}}} # HERE\n",
    ),
    Case(
        "confusable-action-names",
        "paths:\n"
        f"  /a: {{get: {{operationId: Sail, {DONE}}}}} # HERE\n"
        f"  /b: {{get: {{operationId: sail, {DONE}}}}} # HERE\n"
        f"  /c: {{get: {{operationId: SAIL, {DONE}}}}} # HERE\n",
    ),
    Case(
        "confusable-definition-names",
        "paths: {}\ncomponents:\n  schemas:\n"
        "    PIER: {type: object} # HERE\n    Pier: {type: object} # HERE\n    pier: {type: object} # HERE\n",
    ),
]
THREE = [case for case in CASES if case.rule != "duplicate-operation-id"]
"""Those with three such places."""


def found(folder: Path, case: Case, text: str | None = None) -> list[Finding]:
    file = folder / "openapi.yaml"
    file.write_text(HEAD + (text or case.text), encoding="utf-8")
    return [finding for finding in check(file, rules=RULES).findings if finding.rule.name == case.rule]


def lines_of(case: Case) -> list[int]:
    return [number for number, line in enumerate((HEAD + case.text).splitlines(), start=1) if "# HERE" in line]


@pytest.mark.parametrize("case", THREE, ids=lambda case: case.rule)
def test_a_group_is_one_finding_at_the_second_place(tmp_path: Path, case: Case) -> None:
    first, second, third = lines_of(case)

    (finding,) = found(tmp_path, case)

    assert finding.span.start.line == second
    assert [item.span.start.line for item in finding.related] == [first, third]
    assert [place.span.start.line for place in finding.places] == [second, third]
    assert [place.span.start.line for place in finding.affected_places] == [second, third, first]


def test_an_operation_id_is_reported_where_an_action_does_not_have_it(tmp_path: Path) -> None:
    case = next(item for item in CASES if item.rule == "duplicate-operation-id")
    callback, trigger = lines_of(case)

    (finding,) = found(tmp_path, case)

    assert {place.span.start.line for place in finding.places} == {callback, trigger}
    assert finding.related[0].span.start.line == callback - 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_each_place_behind_the_first_can_be_suppressed_alone(tmp_path: Path, case: Case) -> None:
    lines = case.text.splitlines()
    marked = [index for index, line in enumerate(lines) if "# HERE" in line]
    (before,) = found(tmp_path, case)
    at = before.span.start.line - len(HEAD.splitlines()) - 1
    assert at in marked
    lines[at] += f" # preclear: ignore[{case.rule}] it is so"

    (left,) = found(tmp_path, case, "\n".join(lines))

    assert left.span.start.line != before.span.start.line
    assert len(left.places) == 1
    assert left.related[0].span == before.related[0].span

    lines[left.span.start.line - len(HEAD.splitlines()) - 1] += f" # preclear: ignore[{case.rule}] it is so"
    assert not found(tmp_path, case, "\n".join(lines))


@pytest.mark.parametrize(
    ("rule", "statuses"),
    [
        ("ambiguous-paths", ["blocked", "ok", "blocked", "blocked"]),
        ("duplicate-action-name", ["blocked", "blocked", "blocked"]),
        ("confusable-action-names", ["degraded", "degraded", "degraded"]),
    ],
)
def test_the_plan_counts_it_against_every_end(tmp_path: Path, rule: str, statuses: list[str]) -> None:
    case = next(finding for finding in CASES if finding.rule == rule)
    found(tmp_path, case)

    planned = make_plan(check(tmp_path / "openapi.yaml", rules={rule: RULES[rule]}))

    assert planned is not None
    assert [entry.status for entry in planned.actions] == statuses
