"""Fixes in SARIF logs, made by a reader that knows only the specification."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from preclear.cli import main
from tests.report.sarif.making import check, read_texts
from tests.report.sarif.reader import apply_fix, apply_fixes, read_findings

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURES = Path(__file__).parents[3] / "fixtures" / "rules"
MORE_ROUNDS = {"invalid-openapi/bad-3.0.yaml", "unsafe-base-url/bad-fragment.yaml"}
"""Fixtures with fixes that touch, or that lead to others: not all of them can be made at once."""

HEAD = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example.com}]
"""
LINKED = """\
paths:
  /pets: {$ref: 'parts.yaml#/pets'}
  /shops:
    get:
      operationId: list%s
      responses:
        "200":
          description: shops
          links: {again: {operationId: list pets}} # the pets
"""
SPLIT = {
    "pets.yaml": HEAD + LINKED % "Pets",
    "shop.yaml": HEAD + "# shops\n" + LINKED % "Shops",
    "parts.yaml": """\
pets:
  get:
    operationId: list pets # a name
    parameters: [{$ref: '#/id'}]
    responses: {"200": {description: pets}}
id: {name: id, in: header, schema: {type: string, enum: [a, 5]}}
""",
}


def write(texts: dict[str, str]) -> None:
    for path, text in texts.items():
        Path(path).write_bytes(text.encode())


def fixable_fixtures() -> Iterator[Path]:
    """The bad fixtures of rules that propose fixes."""
    for path in sorted(FIXTURES.glob("*/bad*")):
        output = path.with_name(f"{path.name}.out")
        if output.exists() and "preclear check --fix" in output.read_text():
            yield path


@pytest.mark.parametrize("fixture", [*fixable_fixtures()], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_all_fixes_together_are_what_check_fix_writes(fixture: Path) -> None:
    name = fixture.name
    Path(name).write_bytes(fixture.read_bytes())
    log = check(name).sarif
    fixed = apply_fixes(log, read_texts([name]))

    main(["check", name, "--fix", "--unsafe-fixes"])
    if f"{fixture.parent.name}/{name}" not in MORE_ROUNDS:
        assert fixed == read_texts([name])
    else:
        assert fixed != read_texts([name])


def test_each_fix_alone_settles_its_finding_and_no_other_fixable_one() -> None:
    text = (FIXTURES / "invalid-definition-name" / "bad.yaml").read_text()
    Path("pets.yaml").write_text(text)
    log = check("pets.yaml").sarif
    fixable = [result for result in log["runs"][0]["results"] if "fixes" in result]

    assert len(fixable) > 1
    for result in fixable:
        (fix,) = result["fixes"]
        write(apply_fix(log, {"pets.yaml": text}, fix))
        after = {fingerprint(other) for other in check("pets.yaml").sarif["runs"][0]["results"]}
        assert fingerprint(result) not in after
        assert {fingerprint(other) for other in fixable if other is not result} <= after


def fingerprint(result: Any) -> str:
    text: str = result["partialFingerprints"]["preclear/v1"]
    return text


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_rename_changes_the_references_in_all_files_of_all_documents(jobs: str) -> None:
    write(SPLIT)
    log = check("pets.yaml", "shop.yaml", "--jobs", jobs).sarif
    fixes = {result["ruleId"]: result["fixes"][0] for result in log["runs"][0]["results"] if "fixes" in result}

    assert sorted(fixes) == ["invalid-action-name", "mismatched-enum"]
    assert len(fixes["invalid-action-name"]["artifactChanges"]) == 3
    assert len(fixes["mismatched-enum"]["artifactChanges"]) == 1
    assert fixes["invalid-action-name"]["description"]["text"] == "Rename it to 'list_pets'."
    fixed = apply_fixes(log, SPLIT)
    main(["check", "pets.yaml", "shop.yaml", "--fix", "--unsafe-fixes"])
    assert fixed == read_texts([*SPLIT])
    assert "list pets" not in "".join(fixed.values())


def test_nothing_is_renamed_in_a_file_of_a_document_whose_references_are_unknown() -> None:
    write(
        {
            **SPLIT,
            "shop.yaml": SPLIT["shop.yaml"].replace("/pets: {$ref: 'parts.yaml#/pets'}", "/a: {$ref: 'parts.yaml#/b'}"),
        }
    )
    log = check("pets.yaml", "shop.yaml").sarif

    assert [result["ruleId"] for result in log["runs"][0]["results"] if "fixes" in result] == ["mismatched-enum"]
    (notification,) = log["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("1 fixable finding without a fix here; ")


def test_nothing_is_renamed_in_a_document_that_is_not_read_completely() -> None:
    write({**SPLIT, "pets.yaml": SPLIT["pets.yaml"] + "components: {schemas: {Deep: {$ref: 'deep.yaml'}}}\n"})
    write({"deep.yaml": "[" * 200 + "]" * 200 + "\n"})
    log = check("pets.yaml").sarif

    assert "exceeded-limit" in [finding[0] for finding in read_findings(log)]
    assert [result["ruleId"] for result in log["runs"][0]["results"] if "fixes" in result] == ["mismatched-enum"]


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    text = SPLIT["pets.yaml"].replace("getPet", "get pet").replace("\n", "\r\n")
    text = text.replace(
        "parameters: [{$ref: 'parts.yaml#/components/parameters/Id'}]",
        "parameters:\r\n      - {name: id, in: path, schema: {type: string}}",
    )
    write({**SPLIT, "pets.yaml": "\ufeff" + text})
    log = check("pets.yaml").sarif
    fixed = apply_fixes(log, read_texts([*SPLIT]))

    main(["check", "pets.yaml", "--fix", "--unsafe-fixes"])
    assert fixed == read_texts([*SPLIT])
    assert fixed["pets.yaml"] != text


def test_an_adaptation_is_no_fix() -> None:
    operation = "{operationId: getPets, parameters: [{name: a, in: query, schema: {type: array}}]}"
    write({"pets.yaml": f"{HEAD}paths:\n  /pets:\n    get: {operation}\n"})
    logs = check("pets.yaml")

    assert "adapt" in [finding["fix"]["level"] for finding in logs.json["findings"] if finding["fix"]]
    assert [result for result in logs.sarif["runs"][0]["results"] if "fixes" in result] == []
    assert logs.sarif["runs"][0]["invocations"][0]["toolExecutionNotifications"] == []
