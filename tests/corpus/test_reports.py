"""Reports for dashboards and the JSON Schema with real documents: the findings of JSON, in shapes as published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from preclear.cli import main
from preclear.report.rendering.escape import escape
from tests.report.dashboards import Listed, read_gitlab, read_junit, read_rdjson, without_backticks
from tests.report.output_schema.described import list_errors

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
MAX_SIZE = 100_000
DOCUMENTS = sorted(
    path.relative_to(CORPUS).as_posix()
    for path in CORPUS.glob("*/*")
    if path.suffix in (".json", ".yaml", ".yml") and path.stat().st_size <= MAX_SIZE
)
pytestmark = pytest.mark.skipif(not DOCUMENTS, reason="needs the corpus of real documents, ../shared/corpus")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_format_has_the_findings_of_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, document: str
) -> None:
    monkeypatch.chdir(CORPUS)
    names = ("json", "gitlab", "junit", "rdjson")
    reports = [f"--report={name}={tmp_path / name}" for name in names]
    if main(["check", document, "--isolated", "--openapi-only", *reports]) == 2:
        pytest.skip("is no document of its own")
    text = {name: (tmp_path / name).read_text(encoding="utf-8") for name in names}
    value: Any = json.loads(text["json"])
    assert list_errors(value, "check") == []
    root = CORPUS
    while not (root / ".git").exists() and root != root.parent:
        root = root.parent
    root = root if (root / ".git").exists() else CORPUS
    expected = [
        Listed(
            (CORPUS / item["path"]).relative_to(root).as_posix(),
            item["start"]["line"],
            item["start"]["column"],
            item["severity"],
            item["rule"],
            without_backticks(escape(item["message"])),
        )
        for item in value["findings"]
    ]

    assert read_gitlab(text["gitlab"]) == expected
    assert read_rdjson(text["rdjson"], root) == expected
    cases = read_junit(text["junit"])
    assert sorted(cases.failed + cases.passed) == sorted(expected)
    capsys.readouterr()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_plan_is_as_its_schema_says(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, document: str
) -> None:
    monkeypatch.chdir(CORPUS)
    main(["plan", document, "--isolated", "--output-format", "json"])
    output = capsys.readouterr().out
    if not output:
        pytest.skip("is no document of its own")

    assert list_errors(json.loads(output), "plan") == []
