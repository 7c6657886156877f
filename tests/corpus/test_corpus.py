"""Real documents: every one runs in both commands, and every finding stands at what it is about."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from preclear.engine import check
from preclear.engine.plan import make_plan
from preclear.rule import discover_rules
from tests.corpus.independent import Reading

if TYPE_CHECKING:
    from preclear.engine import CheckResult
    from preclear.source import Document

CORPUS = Path(os.path.relpath(Path(__file__).parents[3] / "shared" / "corpus"))
RULES = discover_rules()


def documents() -> list[Path]:
    index = CORPUS / "INDEX.tsv"
    if not index.exists():
        return []
    with index.open(encoding="utf-8") as lines:
        return [CORPUS / row["path"] for row in csv.DictReader(lines, delimiter="\t")]


pytestmark = pytest.mark.skipif(not documents(), reason="needs the corpus of real documents, ../shared/corpus")


@pytest.mark.parametrize("path", documents(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_every_finding_stands_at_what_its_pointer_names(path: Path) -> None:
    checked = check(path, rules=RULES)

    assert not checked.failed
    assert wrong_places(checked) == []
    planned = make_plan(checked)
    assert len(planned.actions if planned else ()) == len(checked.connector.actions if checked.connector else ())


def wrong_places(checked: CheckResult) -> list[str]:
    """Every finding whose span holds something else than the key or value of its pointer."""
    readings: dict[Document, Reading] = {}
    wrong: list[str] = []
    for finding in checked.findings:
        if finding.place.exact is not None and not finding.document.is_loaded:
            continue  # a text that does not parse has no values
        if finding.document not in readings:
            readings[finding.document] = Reading(finding.document)
        why = readings[finding.document].fits(finding.place)
        if why is not None:
            wrong.append(f"{finding.path}:{finding.span.start} {finding.rule.name} {finding.pointer}: {why}")
    return wrong
