"""Every limit, from the command line: one finding that names it and its option, exit code 2; configs only lower it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from preclear.source import DEFAULT_LIMITS, LIMIT_NAMES
from tests.cli.making import GOOD, run_apart

if TYPE_CHECKING:
    from pathlib import Path

REFERENCE = "components: {schemas: {A: {$ref: 'other.yaml#/A'}, B: {$ref: 'other.yaml#/B'}}}\n"
PAST: dict[str, tuple[int, str]] = {
    "file_bytes": (300, f"{GOOD}# {'x' * 300}\n"),
    "total_bytes": (300, f"{GOOD}{REFERENCE}"),
    "files": (1, f"{GOOD}{REFERENCE}"),
    "depth": (20, f"{GOOD}x-a: {'[' * 20}{']' * 20}\n"),
    "nodes": (50, f"{GOOD}x-a: [{'1, ' * 50}]\n"),
    "expanded_nodes": (400, f"{GOOD}x-a: &a [{'1, ' * 30}]\nx-b: &b [{'*a, ' * 30}]\nx-c: [{'*b, ' * 30}]\n"),
    "scalar_bytes": (100, f"{GOOD}x-a: {'x' * 101}\n"),
    "key_bytes": (50, f"{GOOD}x-{'x' * 49}: 1\n"),
    "digits": (30, f"{GOOD}x-a: {'1' * 31}\n"),
    "ref_chain": (
        3,
        f"{GOOD}components: {{schemas: {{Z: {{type: string}}, S5: {{$ref: '#/components/schemas/Z'}}, "
        + ", ".join(f"S{number}: {{$ref: '#/components/schemas/S{number + 1}'}}" for number in range(5))
        + "}}\n",
    ),
}
"""A limit, and a document that is past it and within all others."""


def test_every_limit_on_input_is_tried() -> None:
    assert {*PAST, "findings"} == {*LIMIT_NAMES}


@pytest.mark.parametrize("name", PAST)
def test_past_a_limit_there_is_one_finding_that_names_it(tmp_path: Path, name: str) -> None:
    limit, text = PAST[name]
    (tmp_path / "openapi.yaml").write_text(text)
    (tmp_path / "other.yaml").write_text("A: {type: string}\nB: {type: string}\n")

    within = run_apart("check", "openapi.yaml", cwd=tmp_path)
    past = run_apart("check", "--output-format", "json", "--limit", f"{name}={limit}", "openapi.yaml", cwd=tmp_path)

    assert within.code == 0
    assert past.code == 2
    (message,) = (finding["message"] for finding in json.loads(past.out)["findings"] if finding["severity"] == "error")
    assert f"the limit is {limit:,} (`--limit {name}=N`)" in message


@pytest.mark.parametrize("name", LIMIT_NAMES)
def test_a_config_lowers_a_limit_and_never_raises_it(tmp_path: Path, name: str) -> None:
    limit = getattr(DEFAULT_LIMITS, name)
    (tmp_path / "openapi.yaml").write_text(PAST.get(name, PAST["nodes"])[1])
    (tmp_path / "other.yaml").write_text("A: {type: string}\nB: {type: string}\n")

    (tmp_path / "preclear.toml").write_text(f"[limits]\n{name} = {limit + 1}\n")
    raised = run_apart("check", "openapi.yaml", cwd=tmp_path)
    (tmp_path / "preclear.toml").write_text(f"[limits]\n{name} = {PAST[name][0] if name in PAST else 1}\n")
    lowered = run_apart("check", "openapi.yaml", cwd=tmp_path)

    assert raised.code == 2
    assert f"limit `{name}` is {limit + 1}; a config can only lower it" in raised.err
    assert lowered.code == (2 if name in PAST else 0)
