"""Every JSON output is described by the published schema, and the schema says no more than the outputs have."""

from __future__ import annotations

import json
import os
import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any, get_args

import pytest
from jsonschema import Draft202012Validator
from tools.output_schema import SCHEMA as FILE
from tools.output_schema import main, schema_text

from preclear.platform.upload_run.model import PlanAction
from preclear.report.output_schema.schema import OUTPUTS
from tests.emulator.server import emulator
from tests.report.output_schema.described import (
    SCHEMA,
    is_constrained,
    iter_fields,
    iter_locations,
    list_errors,
    make_validator,
    mutate,
)
from tests.report.output_schema.documents import run_checks, run_plans
from tests.report.output_schema.uploads import run_platform_commands

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.once

UNSEEN = {
    *(f"planned{kind}.unlisted" for kind in ("Connector", "AuthSchemeConfig", "Action", "Trigger", "Definition")),
    "platformChange.credentials[].messages[].severity",
    "platformChange.credentials[].messages[].text",
}
"""Described fields that no output here has: they take thousands of findings, or a faulty auth scheme config."""


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[str, Any]]]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name in [name for name in os.environ if name.startswith("PRECLEAR_")]:
            monkeypatch.delenv(name)
        found: list[tuple[str, Any]] = []
        for commands in (run_checks, run_plans):
            folder = tmp_path_factory.mktemp("outputs")
            monkeypatch.chdir(folder)
            found += commands(folder)
        folder = tmp_path_factory.mktemp("outputs")
        monkeypatch.chdir(folder)
        with emulator(tmp_path_factory.mktemp("emulator")) as running:
            for name, value in {
                "PRECLEAR_URL": running.url,
                "PRECLEAR_TOKEN": running.token,
                "PRECLEAR_ORGANISATION": running.organisation,
                "PRECLEAR_INSECURE_LOOPBACK": "1",
                "PETS_KEY": "hunter2-Canary",
            }.items():
                monkeypatch.setenv(name, value)
            found += run_platform_commands(folder)
        yield found


def test_the_file_is_current(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert FILE.read_text(encoding="utf-8") == schema_text()
    assert main(["--check"]) == 0
    monkeypatch.setattr("tools.output_schema.SCHEMA", FILE.with_name("missing.json"))
    assert main(["--check"]) == 1
    assert capsys.readouterr().err.endswith("is out of date: run `python tools/output_schema.py`\n")


def test_the_file_is_a_schema_with_a_definition_for_each_command(outputs: list[tuple[str, Any]]) -> None:
    Draft202012Validator.check_schema(SCHEMA)

    assert {name for name, _ in outputs} == {*OUTPUTS} == {item["$ref"].split("/")[-1] for item in SCHEMA["anyOf"]}


def test_every_output_has_only_described_fields(outputs: list[tuple[str, Any]]) -> None:
    for name, value in outputs:
        assert list_errors(value, name) == [], (name, value)


def test_every_output_is_valid_against_the_whole_schema(outputs: list[tuple[str, Any]]) -> None:
    validator: Any = Draft202012Validator(SCHEMA)
    for name in OUTPUTS:
        assert validator.is_valid(next(value for found, value in outputs if found == name)), name


def test_new_fields_are_valid(outputs: list[tuple[str, Any]]) -> None:
    value = next(value for name, value in outputs if name == "versions")

    assert make_validator("versions", is_closed=False).is_valid({**value, "new": 1})
    assert not make_validator("versions", is_closed=True).is_valid({**value, "new": 1})


def test_every_described_field_is_in_some_output(outputs: list[tuple[str, Any]]) -> None:
    described = {location for name in OUTPUTS for location in iter_locations(SCHEMA["$defs"][name], name, set())}
    seen = {field.location for name, value in outputs for field in iter_fields(value, SCHEMA["$defs"][name], name)}

    assert not described - seen - UNSEEN, "\n".join(sorted(described - seen))
    assert not seen & UNSEEN


def test_an_output_without_a_field_or_with_another_type_is_invalid(outputs: list[tuple[str, Any]]) -> None:
    """Each described field is removed and changed once, in the smallest output that has it."""
    tried: set[str] = set()
    for name, value in sorted(outputs, key=lambda output: len(json.dumps(output[1]))):
        copy, validator = deepcopy(value), make_validator(name, is_closed=False)
        for field in [*iter_fields(copy, SCHEMA["$defs"][name], name)]:
            if field.location in tried:
                continue
            tried.add(field.location)
            before = field.holder[field.name]
            if is_constrained(field.schema):
                field.holder[field.name] = mutate(field.schema)
                assert not validator.is_valid(copy), f"{field.location} with another type"
            if field.is_required:
                del field.holder[field.name]
                assert not validator.is_valid(copy), f"without {field.location}"
            field.holder[field.name] = before
    assert len(tried) > 300


def test_the_actions_of_a_run_are_described() -> None:
    plan = SCHEMA["$defs"]["uploadRunEntry"]["properties"]["plan"]

    assert plan["properties"]["action"]["enum"] == [*get_args(PlanAction)]


def test_the_definitions_are_documented() -> None:
    page = (FILE.parent / "docs" / "json.md").read_text(encoding="utf-8")
    section = page.partition("## JSON Schema")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)

    assert sorted(re.findall(r"`(\w+)`", " ".join(rows))) == sorted(OUTPUTS)
