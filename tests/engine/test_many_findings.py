"""Findings that are not reported are counted, and take next to no memory."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from preclear.config.model import Ignore
from preclear.engine import check_document
from preclear.rule import discover_rules
from preclear.source import Limits, load_bytes
from tests.growth.measuring import MEMORY, MEMORY_PER_BYTE, measure

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.engine import CheckResult
    from preclear.engine.finding import FindingIdentity

pytestmark = pytest.mark.once

RULE = "missing-action-name"
FILE = Path("/repo/openapi.json")
METHODS = ("get", "put", "post", "delete", "patch")


def document(paths: dict[str, Any], **more: Any) -> bytes:
    head = {"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}, "servers": [{"url": "https://a.example"}]}
    return json.dumps({**head, "paths": paths, **more}).encode()


def nameless(number: int) -> bytes:
    return document({f"/{index}": {"get": {"responses": {"200": {"description": "ok"}}}} for index in range(number)})


def checked(data: bytes, **options: Any) -> CheckResult:
    return check_document(load_bytes(data, FILE.name, file=FILE), rules=discover_rules(), **options)


def numbers(outcome: CheckResult) -> Counter[str]:
    return Counter(finding.rule.name for finding in outcome.findings)


MANY: dict[str, Callable[[int], bytes]] = {
    "operations": lambda n: document(
        {f"/customers/{index}/pets/": {method: {} for method in METHODS} for index in range(n // 5)}
    ),
    "path items that are null": lambda n: document({f"/{index}": None for index in range(n)}),
    "parameters that are equal": lambda n: document({"/a": {"get": {"parameters": [{"name": "a"}] * n}}}),
    "names of definitions": lambda n: document({}, components={"schemas": {f"a {index}": {} for index in range(n)}}),
    "responses": lambda n: document({"/a": {"get": {"responses": {f"{index:x}": {} for index in range(n)}}}}),
}


@pytest.mark.parametrize("of", MANY)
def test_very_many_findings_take_bounded_memory(of: str) -> None:
    data = MANY[of](75_000)

    cost = measure(data, FILE)

    assert cost is not None
    assert cost.findings >= 9_000
    assert cost.memory < MEMORY + MEMORY_PER_BYTE * len(data)


def test_the_same_report_is_counted_once_past_the_limit() -> None:
    parameters = {f"p{index}": {"name": f"p{index}", "in": "query"} for index in range(5)}
    used = [{"$ref": f"#/components/parameters/{name}"} for name in parameters]
    operations: dict[str, Any] = {
        f"/{item}": {"get": {"operationId": f"o{item}", "parameters": used, "responses": {}}} for item in "ab"
    }

    few = checked(document(operations, components={"parameters": parameters}), limits=Limits(findings=2))
    every = checked(document(operations, components={"parameters": parameters}))

    assert numbers(every)["untyped-parameter"] == 5
    assert few.omitted["untyped-parameter", FILE.name] == 3
    assert few.counts == every.counts


def test_no_more_suppressed_findings_are_stored_than_are_reported() -> None:
    broad = Ignore((), "/paths", (RULE,), "known", 1, "preclear.toml", Path("/repo"))
    never = Ignore((), "/paths/~17", (RULE,), "known", 2, "preclear.toml", Path("/repo"))

    outcome = checked(nameless(12), limits=Limits(findings=5), ignores=[broad])
    again = checked(nameless(12), limits=Limits(findings=5), ignores=[never, broad])

    assert [item.finding.rule.name for item in outcome.suppressed] == [RULE] * 5
    assert RULE not in numbers(outcome)
    assert (RULE, FILE.name) not in outcome.omitted
    assert {id(item.suppressor) for item in again.suppressed} == {id(never), id(broad)}  # both are of use


@pytest.mark.parametrize("limit", [2, 3, 100])
def test_a_baseline_knows_findings_past_the_limit(limit: int) -> None:
    def known(identity: FindingIdentity) -> bool:
        return identity.rule == RULE and identity.pointer[1] in ("/1", "/8", "/9")

    outcome = checked(nameless(10), limits=Limits(findings=limit), is_known=known)

    assert [finding.pointer[1] for finding in outcome.baselined if finding.rule.name == RULE] == ["/1", "/8", "/9"]
    assert numbers(outcome)[RULE] == min(limit, 7)
    assert outcome.omitted[RULE, FILE.name] == max(7 - limit, 0)
    assert outcome.counts["error"] == 7
