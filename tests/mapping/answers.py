"""Read the answers under `fixtures/answers`: the document, the answer, and by hand where each message must end up.

A line of `expected.txt` is `PATH LINE:COLUMN-ENDCOLUMN RULE PLACED`, and `foreseen-by:RULE` behind it where a rule of
ours has found the same. A finding that ends on another line is marked to the end of its first line.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.engine import check
from preclear.mapping import map_answer, read_answer

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
    """The document that an answer is about, checked: its own, or that of the folder that `document.txt` names."""
    beside = ANSWERS / name / "document.txt"
    folder = beside.read_text(encoding="utf-8").strip() if beside.exists() else name
    if folder not in _CHECKED:
        _CHECKED[folder] = check(ANSWERS / folder / "openapi.yaml", display_path="openapi.yaml")
    return _CHECKED[folder]


def answer_of(name: str) -> Json:
    """What was answered."""
    read: Json = json.loads((ANSWERS / name / "answer.json").read_text(encoding="utf-8"))
    return read


def mapped(name: str) -> MappedAnswer:
    """An answer on its document."""
    return map_answer(document_of(name), read_answer(answer_of(name)))


def expected(name: str) -> list[str]:
    """Where its messages must end up, sorted."""
    return sorted((ANSWERS / name / "expected.txt").read_text(encoding="utf-8").splitlines())


def line_of(entry: MappedFinding) -> str:
    """The line of `expected.txt` for what was found."""
    finding = entry.finding
    (line, column), end = finding.span
    last = end.column if end.line == line else len(finding.document.line(line)) + 1
    foreseen = sorted({f"foreseen-by:{finding.rule.name}" for finding in entry.foreseen_by})
    return " ".join((f"{finding.path} {line}:{column}-{last} {finding.rule.name} {finding.placement}", *foreseen))
