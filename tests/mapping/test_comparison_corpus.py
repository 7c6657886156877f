"""The plan compared with answers of the importer: unchanged, and with one field changed, removed or added.

`python -m tests.fuzz.answers` compares thousands; here is a sample, with the fixtures and, where it is, the corpus.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from preclear.edit import AdaptOptions, adapt_document
from preclear.engine import check_document
from preclear.mapping import DIFFERENCES, map_answer, read_answer
from preclear.rule import discover_rules
from preclear.source import load_bytes
from tests.emulator.documents import SHOP, small_corpus
from tests.fuzz.answers import LIMITS, make_answer, make_case, paths, run, run_schemas

pytestmark = pytest.mark.once

PROJECTS = Path(__file__).parents[2] / "fixtures" / "projects"
DOCUMENTS = [
    *sorted(path for path in PROJECTS.rglob("openapi.yaml") if b"openapi: 3" in path.read_bytes()),
    *(path for path in small_corpus() if path.stat().st_size < 300_000),
]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.parent.name)
def test_an_unchanged_answer_lacks_only_what_the_check_foresees(path: Path) -> None:
    data = path.read_bytes()
    checked = check_document(load_bytes(data, path.name, LIMITS), rules=discover_rules(), limits=LIMITS)
    answer = make_answer(data)
    if checked.connector is None or answer is None:
        pytest.skip("can't be imported")

    mapped = map_answer(checked, read_answer(answer, 201), limits=LIMITS)

    entries = [entry for entry in mapped.mapped_findings if entry.finding.rule.name in DIFFERENCES]
    unforeseen = [
        entry.finding.message
        for entry in entries
        if entry.finding.rule.name != "import-missing-resource" or not entry.foreseen_by
    ]
    assert unforeseen == []
    assert mapped.is_compared
    assert mapped.comparison.field_count


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.parent.name)
def test_an_adapted_document_is_imported_as_planned(path: Path) -> None:
    adaptation = adapt_document(load_bytes(path.read_bytes(), path.name, LIMITS), AdaptOptions())
    checked = check_document(adaptation.document, rules=discover_rules(), limits=LIMITS)
    answer = make_answer(adaptation.document.text.encode("utf-8", "surrogatepass"))
    if checked.connector is None or answer is None or any(finding.severity == "error" for finding in checked.findings):
        pytest.skip("can't be imported as a whole")

    mapped = map_answer(checked, read_answer(answer, 201), limits=LIMITS)

    assert [finding.message for finding in mapped.findings if finding.rule.name in DIFFERENCES] == []
    assert not mapped.comparison.has_differences


def test_a_changed_field_is_reported_once_at_its_place_and_nothing_else_is() -> None:
    results = [*run(60 * len(paths()), seed=1)]

    assert [(mutant.label, problem) for _, _, problems in results for mutant, problem in problems] == []
    assert sum(number for _, number, _ in results) >= 50


def test_a_field_of_a_document_with_every_kind_of_part_is_reported_once() -> None:
    results = [*run(10_000, seed=0, cases=[make_case(SHOP.encode(), "shop.yaml")])]

    assert [(mutant.label, problem) for _, _, problems in results for mutant, problem in problems] == []
    assert results[0][1] > 80


def test_a_changed_keyword_of_a_schema_is_reported_once_at_its_place() -> None:
    results = [*run_schemas(30 * len(paths()), seed=1)]

    assert [(mutant.label, problem) for _, _, problems in results for mutant, problem in problems] == []
