"""Suppressions, ignores and baselines: four times as many take four times as long, not sixteen times."""

from __future__ import annotations

from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

import pytest

from preclear.config.model import Ignore
from preclear.engine import all_kinds, check_document
from preclear.engine.baseline import Baseline
from preclear.project.checker import pause_garbage_collector
from preclear.rule import discover_rules
from preclear.source import Limits, load_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.engine import CheckResult

RULES = discover_rules()
RULE = "missing-action-name"
HEAD = 'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\nservers: [{url: https://pets.example.com}]\n'
COMMENT = f"# preclear: ignore[{RULE}] known\n"


def paths(number: int, above: str = "", in_operation: str = "") -> str:
    operations = (
        f"{above}  /p{index}:\n    get:\n{in_operation}      responses: {{default: {{description: ok}}}}\n"
        for index in range(number)
    )
    return f"paths:\n{''.join(operations)}"


def ignores(number: int) -> list[Ignore]:
    return [
        Ignore(
            (f"a{index}/*.yaml", "*.yaml"), f"/paths/~1p{index}", (RULE,), "known", 1, "preclear.toml", Path("/repo")
        )
        for index in range(number)
    ]


TEXTS: dict[str, Callable[[int], str]] = {
    "many comments above one node": lambda n: f"{HEAD}{COMMENT * n}x-a: 1\n{paths(n)}",
    "one in each": lambda n: HEAD + paths(n, in_operation=f"      x-preclear-ignore: {{{RULE}: known}}\n"),
    "none": lambda n: HEAD + paths(n),
}


def checked(number: int, of: str, ignored: bool, known: Baseline | None = None) -> tuple[float, CheckResult]:
    options: dict[str, Any] = {
        "rules": {RULE: RULES[RULE]},
        "ignores": ignores(min(number, 800)) if ignored else (),
        "is_known": known.contains if known is not None else None,
        "limits": Limits(findings=10**9),
    }
    document = load_bytes(TEXTS[of](number).encode(), "openapi.yaml", file=Path("/repo/openapi.yaml"))
    with pause_garbage_collector():  # as commands do it: what lives is looked through again and again
        start = process_time()
        outcome = check_document(document, **options)
        return process_time() - start, outcome


def growth(measure: Callable[[int], float], number: int) -> float:
    """How much longer four times as much takes, the fastest of two tries each."""
    once, more = (min(measure(size) for _ in range(2)) for size in (number, 4 * number))
    return more / once


@pytest.mark.parametrize("of", TEXTS)
@pytest.mark.parametrize("ignored", [False, True])
def test_suppressing_takes_linear_time(of: str, ignored: bool) -> None:
    assert growth(lambda number: checked(number, of, ignored)[0], 500) < 8


def test_a_baseline_takes_linear_time() -> None:
    def measure(number: int) -> float:
        known = Baseline(Path("/repo/known.json"))
        known.add_result(checked(number, "none", ignored=False)[1])
        again = Baseline(Path("/repo/known.json"), known.found_entries)
        start = process_time()
        _, outcome = checked(number, "none", ignored=False, known=again)
        again.add_result(outcome)
        assert (len(again.known_entries), outcome.findings, again.stale_entries(all_kinds(RULES))) == (number, (), [])
        return process_time() - start

    assert growth(measure, 500) < 8


def test_of_many_comments_above_one_node_the_first_suppresses() -> None:
    text = f"{HEAD}paths:\n{f'  {COMMENT}' * 3}  /p:\n    get: {{responses: {{default: {{description: ok}}}}}}\n"

    outcome = check_document(load_bytes(text.encode(), "openapi.yaml"), rules={RULE: RULES[RULE]})

    assert [finding.span.start.line for finding in outcome.findings if finding.rule.name == "unused-suppression"] == [
        6,
        7,
    ]
    assert len(outcome.suppressed) == 1


def test_of_several_ignores_the_first_one_decides() -> None:
    broad = Ignore((), "/paths", ("all",), "broad", 1, "preclear.toml", Path("/repo"))
    near = Ignore((), "/paths/~1p0/get", (RULE,), "near", 5, "preclear.toml", Path("/repo"))
    document = load_bytes((HEAD + paths(1)).encode(), "openapi.yaml")

    for listed in ([broad, near], [near, broad]):
        outcome = check_document(document, rules={RULE: RULES[RULE]}, ignores=listed)
        reasons = {item.reason for item in outcome.suppressed if item.finding.rule.name == RULE}
        assert reasons == {listed[0].reason}
