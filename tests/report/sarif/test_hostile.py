"""SARIF logs of documents whose every text is meant to act, and of hostile paths."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.hostile.test_injection import PAYLOADS, assert_inert, poisoned
from tests.report.sarif.making import check
from tests.report.sarif.reader import apply_fixes, read_findings
from tests.report.sarif.test_independent import findings_of
from tests.report.sarif.test_log import strings

SURROGATE = '"\\ud800 x"'


@pytest.mark.parametrize("name", ["openapi.json", "openapi.yaml"])
@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_no_text_of_a_document_acts_in_a_log(payload: str, name: str) -> None:
    document = poisoned(payload)
    Path(name).write_text(json.dumps(document, indent=1) if name.endswith("json") else yaml.safe_dump(document))
    logs = check(name)
    text = Path(".log.sarif").read_text()

    assert read_findings(logs.sarif) == findings_of(logs.json)
    assert text.isascii()
    assert_inert(text)
    run = logs.sarif["runs"][0]
    for result in run["results"]:
        for shown in strings({key: value for key, value in result.items() if key != "fixes"}):
            assert_inert(shown)
            assert "](" not in shown
    texts = {name: Path(name).read_text()}
    assert apply_fixes(logs.sarif, texts).keys() == texts.keys()


def test_halves_of_characters_and_a_path_that_is_no_text(folder: Path) -> None:
    text = f"""{{"openapi": "3.1.0", "paths": {{"/a": {{"get": {{"operationId": {SURROGATE}}}}}}},
 "components": {{"schemas": {{{SURROGATE}: {{"type": "string", "enum": [1, {SURROGATE}]}}}}}}}}"""
    name = "](x) ##[error]%0A\n::error::\u202e.json"
    (folder / name).write_text(text)
    logs = check("*.json")

    assert logs.json["findings"]
    assert read_findings(logs.sarif) == findings_of(logs.json)
    assert_inert(Path(".log.sarif").read_text())
    assert apply_fixes(logs.sarif, {name: text})
