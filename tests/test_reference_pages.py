"""The reference pages under `docs` say what is so: their figures are the code's."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import get_args

import pytest

from preclear.cli import main
from preclear.platform.http import OutcomeName
from preclear.source.limits import DEFAULT_LIMITS, LIMIT_CAPS

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.skipif(
    not (ROOT / "README.md").exists(), reason="needs the pages, which an installed package has not"
)


def text_of(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the table whose first heading is `heading`."""
    table = text.partition(f"| {heading} |")[2].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def number(text: str) -> int:
    return int(text.replace(",", ""))


def test_the_limits_are_those_of_the_code() -> None:
    listed = {name.strip("`"): (value, about) for name, value, about in rows(text_of("limits.md"), "limit")}
    capped = {name: re.search(r"([\d,]+) at most", about) for name, (_, about) in listed.items()}

    assert {name: number(value) for name, (value, _) in listed.items()} == asdict(DEFAULT_LIMITS)
    assert {name: number(found[1]) for name, found in capped.items() if found} == LIMIT_CAPS


def test_the_settings_of_a_config_are_those_of_its_schema() -> None:
    schema = json.loads((ROOT / "preclear.schema.json").read_text(encoding="utf-8"))["properties"]
    listed = {key.strip("`"): default.strip("`") for key, default, _ in rows(text_of("configuration.md"), "key")}

    assert listed.keys() == schema.keys()
    assert {key: json.loads(default) for key, default in listed.items() if default} == {
        key: spec["default"] for key, spec in schema.items() if "default" in spec
    }


def test_every_outcome_of_an_upload_is_listed() -> None:
    listed = [outcome for outcome, *_ in rows(text_of("upload.md"), "outcome")]

    assert sorted(listed) == sorted(get_args(OutcomeName))


def test_a_finding_in_json_has_what_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = tmp_path / "openapi.yaml"
    document.write_text("openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n")
    main(["check", str(document), "--output-format", "json", "--isolated"])
    shown = json.loads(capsys.readouterr().out)
    section = text_of("json.md").partition("## JSON")[2].partition("\n## ")[0]
    items = "\n".join(re.findall(r"^- (.*)$", section, re.MULTILINE))
    named = set(re.findall(r"`([a-z]+)`", items)) - {"key", "value"}

    assert named == {*shown["findings"][0]}


def test_the_comparison_lists_each_error_of_the_petshop_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    document = ROOT / "fixtures" / "projects" / "petshop" / "openapi.yaml"
    main(["check", str(document), "--output-format", "json", "--isolated"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    places = [f"{finding['start']['line']}:{finding['start']['column']}" for finding in findings]
    errors = [place for place, finding in zip(places, findings, strict=True) if finding["severity"] == "error"]

    assert sorted(own for _, own, *_ in rows(text_of("comparison.md"), "fault")) == sorted(errors)
