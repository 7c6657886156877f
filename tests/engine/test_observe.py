"""Who observes a check gets every report that is reported, and no other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from preclear.connector import Action
from preclear.engine import FindingIdentity, RuleSelection, check_document
from preclear.rule import rule
from preclear.source import DEFAULT_LIMITS, Edit, Limits, Place, Remove, Report, load_bytes, report_group

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from preclear.engine import CheckResult
    from preclear.source import Kind

DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example.com}]
paths:
  /pets:
    get:
      operationId: listPets
      x-1: 1
      x-2: 2
      x-3: 3
      responses: {"200": {description: all pets}}
"""


def extensions(action: Action) -> list[Place]:
    pointer = action.node.pointer
    return [Place(action.node.document, (*pointer, key), "key") for key in action.node.mapping if key.startswith("x-")]


@rule(on=Action, basis="practice", source="a test", fix="safe")
def single(action: Action) -> Iterator[Report]:
    """An extension is there."""
    for place in extensions(action):
        yield Report(f"`{place.pointer[-1]}` is there", place, edit=Edit("safe", "remove it", (Remove(place),)))


@rule(on=Action, basis="practice", source="a test", fix="safe")
def double(action: Action) -> Iterator[Report]:
    """Two things are wrong with each extension."""
    for place in extensions(action):
        for word in ("``", "big"):
            yield Report(f"{word} is there", place, edit=Edit("safe", f"remove {word}", (Remove(place),)))


@rule(on=Action, basis="practice", source="a test", fix="safe")
def grouped(action: Action) -> Iterator[Report]:
    """Extensions are there."""

    def build(places: Sequence[Place]) -> Report:
        edit = Edit("safe", "remove them", tuple(map(Remove, places)))
        return Report(f"{len(places)} extensions are there", places[0], edit=edit)

    yield from report_group(extensions(action), build)


def observe(
    text: str,
    known: Callable[[FindingIdentity], bool] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    selection: RuleSelection | None = None,
) -> tuple[CheckResult, list[tuple[str, str, list[str | int]]]]:
    """Check a text. Return the result, and of each observed report the rule, the title, and the keys that its edit is
    about."""
    observed: list[tuple[str, str, list[str | int]]] = []

    def record(kind: Kind, report: Report) -> None:
        if report.edit is not None:
            keys = [operation.target.place.pointer[-1] for operation in report.edit.operations]
            observed.append((kind.name, report.edit.title, keys))

    result = check_document(
        load_bytes(text.encode(), "pets.yaml", file=Path("pets.yaml")),
        rules={item.name: item for item in (single, double, grouped)},
        is_known=known,
        limits=limits,
        selection=selection or RuleSelection(),
        observe=record,
    )
    return result, observed


def of_rule(observed: list[tuple[str, str, list[str | int]]], name: str) -> list[list[str | int]]:
    return [keys for rule_name, _, keys in observed if rule_name == name]


@pytest.mark.parametrize("limit", [1, 2, 200])
def test_a_limit_leaves_nothing_out(limit: int) -> None:
    result, observed = observe(DOCUMENT, limits=DEFAULT_LIMITS.with_overrides({"findings": limit}))

    assert len(observed) == 3 + 6 + 1
    assert sum(finding.edit is not None for finding in result.findings) + result.omitted_edits.total() == 10


def test_a_suppressed_place_is_left_out() -> None:
    text = re.sub("(x-2: 2)", r"\1   # preclear: ignore[single, double, grouped] the server reads it", DOCUMENT)

    _, observed = observe(text)

    assert of_rule(observed, "single") == [["x-1"], ["x-3"]]
    assert of_rule(observed, "grouped") == [["x-1", "x-3"]]
    assert len(of_rule(observed, "double")) == 4


def test_a_rule_that_is_not_selected_is_left_out() -> None:
    _, observed = observe(DOCUMENT, selection=RuleSelection(ignore=("single", "double")))

    assert {name for name, _, _ in observed} == {"grouped"}


@pytest.mark.parametrize("limit", [1, 200])
def test_what_a_baseline_knows_is_left_out_and_nothing_else(limit: int) -> None:
    def is_known(identity: FindingIdentity) -> bool:
        return identity.pointer[-1] == "x-2" and identity.nth == 0

    limits = DEFAULT_LIMITS.with_overrides({"findings": limit})
    result, observed = observe(DOCUMENT, is_known, limits)

    assert sorted(of_rule(observed, "single")) == [["x-1"], ["x-3"]]
    assert of_rule(observed, "grouped") == [["x-1", "x-3"]]
    double = [(title, keys) for name, title, keys in observed if name == "double"]
    assert [keys for _, keys in double].count(["x-2"]) == 1  # the second one at the node isn't in the baseline
    assert len(double) == 5
    assert sum(finding.edit is not None for finding in result.findings) + result.omitted_edits.total() == 2 + 5 + 1
