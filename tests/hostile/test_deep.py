"""Deep documents, and limits that are raised as far as they go: no crash, no fault of preclear's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear.source import LIMIT_CAPS, Limits
from tests.cli.making import run_apart

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\nservers: [{url: 'https://h.example'}]\npaths: {}\n"
JSON = '{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}, "components": {"schemas": {"A": %s}}}'
MOST = LIMIT_CAPS["depth"]

DEEP: dict[str, Callable[[int], str]] = {
    "not.json": lambda depth: JSON % ('{"not": ' * depth + '{"type": "string"}' + "}" * depth),
    "all-of.json": lambda depth: (
        JSON % ('{"default": 1, "allOf": [' * (depth // 2) + '{"type": "string"}' + "]}" * (depth // 2))
    ),
    "properties.json": lambda depth: (
        JSON % ('{"example": {"p": 1}, "properties": {"p": ' * (depth // 2) + "{}" + "}}" * (depth // 2))
    ),
    "example.json": lambda depth: JSON % ('{"type": "array", "example": ' + "[" * depth + "]" * depth + "}"),
    "flow.yaml": lambda depth: f"{HEAD}components: {{schemas: {{A: {'{not: ' * depth}{{}}{'}' * depth}}}}}\n",
    "block.yaml": lambda depth: (
        f"{HEAD}x-a:\n{''.join(' ' * (level + 1) + 'a:' + chr(10) for level in range(depth))}{' ' * (depth + 1)}a: 1\n"
    ),
    "references.yaml": lambda depth: (
        f"{HEAD}components:\n  schemas:\n    A: {{$ref: '#/components/schemas/B{'/not' * depth}'}}\n"
        f"    B: {'{not: ' * depth}{{type: string, example: 1}}{'}' * depth}\n"
    ),
}


@pytest.mark.parametrize("name", DEEP)
def test_the_deepest_documents_are_checked(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(DEEP[name](MOST - 8))

    outcome = run_apart("check", "--limit", f"depth={MOST}", "--output-format", "concise", name, cwd=tmp_path)

    assert "exceeded-limit" not in outcome.out
    assert (outcome.code in (0, 1), "internal error" in outcome.err) == (True, False)


@pytest.mark.parametrize("name", DEEP)
def test_deeper_ones_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(DEEP[name](20_000 if name != "block.yaml" else 2_000))

    outcome = run_apart("check", "--limit", f"depth={MOST}", "--output-format", "concise", name, cwd=tmp_path)

    assert outcome.code == 2
    assert "[exceeded-limit]" in outcome.out


@pytest.mark.parametrize("name", LIMIT_CAPS)
def test_no_setting_is_above_a_cap(tmp_path: Path, name: str) -> None:
    too_much = LIMIT_CAPS[name] + 1
    (tmp_path / "a.yaml").write_text(HEAD)

    by_option = run_apart("check", "--limit", f"{name}={too_much}", cwd=tmp_path)
    by_variable = run_apart("check", cwd=tmp_path, env={"PRECLEAR_LIMIT": f"{name}={too_much}"})

    for outcome in (by_option, by_variable):
        assert outcome.code == 2
        assert f"`{name}={too_much}` is too high; expected at most {LIMIT_CAPS[name]:,}" in outcome.err
    with pytest.raises(ValueError, match=f"limit `{name}` is {too_much:,}; expected at most {LIMIT_CAPS[name]:,}"):
        Limits().with_overrides({name: too_much})


def test_a_config_does_not_raise_a_limit(tmp_path: Path) -> None:
    (tmp_path / "not.json").write_text(DEEP["not.json"](150))
    (tmp_path / "preclear.toml").write_text("[limits]\ndepth = 200\n")

    outcome = run_apart("check", "not.json", cwd=tmp_path)

    assert outcome.code == 2
    assert outcome.err.startswith("preclear.toml:2:9: limit `depth` is 200; a config can only lower it")

    (tmp_path / "preclear.toml").write_text("[limits]\ndepth = 50\n")
    assert "the limit is 50" in run_apart("check", "not.json", cwd=tmp_path).out
    assert run_apart("check", "--limit", "depth=200", "not.json", cwd=tmp_path).code == 1
