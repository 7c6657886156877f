"""Read the answers under `fixtures/answers`: the document, the answer, and the expected places, marked by hand.

A line of `expected.txt` is `PATH LINE:COLUMN-ENDCOLUMN RULE PLACED`, and `foreseen-by:RULE` after it if one of our
rules has the same finding. A finding that ends on another line is marked to the end of its first line.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.engine import check
from preclear.platform import CheckedDocument, map_saved_answer

if TYPE_CHECKING:
    from preclear.engine import CheckResult
    from preclear.mapping import MappedAnswer, MappedFinding
    from preclear.source import Json

ANSWERS = Path(__file__).parents[2] / "fixtures" / "answers"
_CHECKED: dict[str, CheckResult] = {}


def names() -> list[str]:
    """The names of all answers."""
    return sorted(path.parent.name for path in ANSWERS.glob("*/answer.json"))


def document_of(name: str) -> CheckResult:
    """The checked document of an answer: in its own folder, or in the one that `document.txt` names."""
    beside = ANSWERS / name / "document.txt"
    folder = beside.read_text(encoding="utf-8").strip() if beside.exists() else name
    if folder not in _CHECKED:
        _CHECKED[folder] = check(ANSWERS / folder / "openapi.yaml", display_path="openapi.yaml")
    return _CHECKED[folder]


def answer_of(name: str) -> Json:
    """The answer."""
    value: Json = json.loads((ANSWERS / name / "answer.json").read_text(encoding="utf-8"))
    return value


def mapped(name: str) -> MappedAnswer:
    """An answer, mapped to its document as `preclear map` does."""
    return map_to(document_of(name), answer_of(name))


def map_to(checked: CheckResult, answer: Json) -> MappedAnswer:
    """An answer, mapped to a checked document. That of a document in several files is about their bundle."""
    return map_saved_answer(CheckedDocument(check_result=checked), answer).mapped


def expected(name: str) -> list[str]:
    """The expected lines, sorted."""
    return sorted((ANSWERS / name / "expected.txt").read_text(encoding="utf-8").splitlines())


def line_of(entry: MappedFinding) -> str:
    """The line of `expected.txt` for a finding."""
    finding = entry.finding
    (line, column), end = finding.span
    last = end.column if end.line == line else len(finding.document.line(line)) + 1
    foreseen = sorted({f"foreseen-by:{finding.rule.name}" for finding in entry.foreseen_by})
    return " ".join((f"{finding.path} {line}:{column}-{last} {finding.rule.name} {finding.placement}", *foreseen))
