"""Messages from the field, with the lines that people put them at: `../shared/field/messages`.

A folder has the document's path in `document.txt`, `answer.json`, and `expected.json` with the lines that are right for
the message whose text has `match`: numbers, or `PATH:LINE` for a document in several files.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from preclear.engine import check
from tests.mapping.answers import map_to

ROOT = Path(__file__).parents[2]
SHARED = Path(os.path.relpath(ROOT.parent / "shared"))
MESSAGES = SHARED / "field" / "messages"

pytestmark = pytest.mark.skipif(not MESSAGES.is_dir(), reason="needs messages from the field, ../shared/field/messages")


def document_of(folder: Path) -> Path:
    """The document of a folder: one of this project's, or of the corpus beside it."""
    name = (folder / "document.txt").read_text(encoding="utf-8").strip()
    return ROOT / name.removeprefix("project/") if name.startswith("project/") else SHARED / name


def lines_of(folder: Path) -> dict[str, list[str]]:
    """The lines at which the import's messages of a folder are placed, by the text of the message."""
    document = document_of(folder)
    mapped = map_to(check(document, display_path=document.name), json.loads((folder / "answer.json").read_bytes()))
    placed: dict[str, list[str]] = {}
    for entry in mapped.mapped_findings:
        if entry.finding.rule.name not in ("import-missing-resource", "import-unexpected-resource"):
            place = f"{entry.finding.path}:{entry.finding.span.start.line}"
            placed.setdefault(entry.text, []).append(place)
    return placed


def folders() -> list[Path]:
    """All folders with messages."""
    return sorted(path.parent for path in MESSAGES.glob("*/answer.json"))


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_messages_from_the_field_are_placed_at_a_line_that_is_right(folder: Path) -> None:
    expected: list[dict[str, Any]] = json.loads((folder / "expected.json").read_bytes())
    name, placed, wrong = document_of(folder).name, lines_of(folder), {}
    for item in expected:
        right = {line if isinstance(line, str) else f"{name}:{line}" for line in item["lines"]}
        actual = [place for text, places in placed.items() if item["match"] in text for place in places]
        if len(actual) != 1 or actual[0] not in right:
            wrong[item["match"]] = actual

    assert expected
    assert wrong == {}


def test_all_messages_from_the_field_are_compared() -> None:
    assert sum(len(json.loads((folder / "expected.json").read_bytes())) for folder in folders()) == 26
