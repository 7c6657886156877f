"""Edits of the rules on operations, their parameters and bodies settle what they are for, and break nothing."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from preclear.engine import check_document
from preclear.rule import discover_rules
from preclear.source import apply_operations, load
from preclear.source.editing.overlaps import Round, simplify_group

if TYPE_CHECKING:
    from preclear.source import Document, Edit, EditOperation, Kind, Report

FIXTURES = Path(__file__).parents[2] / "fixtures" / "rules"
RULES = discover_rules()
CATEGORIES = ("actions", "parameters", "paths", "bodies", "triggers")
FIXED = sorted(name for name, rule in RULES.items() if rule.category in CATEGORIES and rule.fix is not None)
BAD = [path for name in FIXED for path in sorted((FIXTURES / name).glob("bad*")) if path.suffix in (".yaml", ".json")]
CHOICES = (None, "items", "lowest", "leave-out")
MAX_ROUNDS = 6


class Checked(NamedTuple):
    """The reports about a document, and how many there are of each rule and severity."""

    reports: list[tuple[Kind, Report]]
    counts: Counter[tuple[str, str]]

    def of(self, rule: str) -> list[Report]:
        return [report for kind, report in self.reports if kind.name == rule]


def check_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> Checked:
    monkeypatch.chdir(path.parent)
    reports: list[tuple[Kind, Report]] = []
    result = check_document(
        load(Path(path.name)), rules=RULES, observe=lambda kind, report: reports.append((kind, report))
    )
    assert not result.failed
    return Checked(reports, Counter((report.severity or kind.severity, kind.name) for kind, report in reports))


def write_edits(edits: list[Edit], folder: Path) -> bool:
    """Write the edits that don't overlap into the files; returns whether there were any."""
    edit_round = Round()
    operations: dict[Document, list[EditOperation]] = {}
    for edit in edits:
        if edit_round.add(simplify_group(edit.operations)):
            for operation in edit.operations:
                operations.setdefault(operation.target.place.document, []).append(operation)
    for document, own in operations.items():
        text = json.dumps(apply_operations(document.value, own), indent=1)
        (folder / document.path).write_text(text, encoding="utf-8")
    return bool(operations)


def settle(path: Path, rule: str, choice: str | None, monkeypatch: pytest.MonkeyPatch) -> Checked:
    """Apply the rule's edits in rounds until it proposes none."""
    for _ in range(MAX_ROUNDS):
        checked = check_file(path, monkeypatch)
        edits = [report.edit.choose(choice) for report in checked.of(rule) if report.edit is not None]
        if not write_edits(edits, path.parent):
            return checked
    raise AssertionError("the edits don't settle the rule")


@pytest.mark.parametrize("path", BAD, ids=lambda path: f"{path.parent.name}-{path.name}")
@pytest.mark.parametrize("choice", CHOICES)
def test_edits_of_a_bad_fixture_settle_the_rule_and_add_no_fault(
    path: Path, choice: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = path.parent.name
    shutil.copytree(path.parent, tmp_path / rule)
    copied = tmp_path / rule / path.name
    before = check_file(copied, monkeypatch)
    unfixable = [report for report in before.of(rule) if report.edit is None]

    after = settle(copied, rule, choice, monkeypatch)

    added = {name for severity, name in after.counts - before.counts if severity != "info"}
    assert added <= {"nothing-to-import"}
    assert len(after.of(rule)) <= len(unfixable)


@pytest.mark.parametrize("name", FIXED)
def test_a_fixable_rule_has_an_edit_of_its_level_in_a_fixture(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [path for path in BAD if path.parent.name == name]

    levels = {
        edit.level
        for path in paths
        for report in check_file(path, monkeypatch).of(name)
        if report.edit is not None
        for edit in (report.edit, *report.edit.alternatives)
    }

    assert RULES[name].fix in levels
    assert "adapt" not in levels or RULES[name].fix == "adapt"


@pytest.mark.parametrize("path", BAD, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_an_edit_says_what_is_lost_if_and_only_if_it_adapts(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for report in check_file(path, monkeypatch).of(path.parent.name):
        for edit in (report.edit, *report.edit.alternatives) if report.edit is not None else ():
            assert (edit.loss is not None) == (edit.level == "adapt")
            assert edit.operations
            assert not edit.title.endswith(".")
            assert len(edit.title) < 120
