"""JSON output about real documents has the shapes that are published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from preclear.cli import main
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
def test_a_plan_is_as_its_schema_says(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, document: str
) -> None:
    monkeypatch.chdir(CORPUS)
    main(["plan", document, "--isolated", "--output-format", "json"])
    output = capsys.readouterr().out
    if not output:
        pytest.skip("is no document of its own")

    assert list_errors(json.loads(output), "plan") == []
