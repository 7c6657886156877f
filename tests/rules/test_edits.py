"""Every kind of finding has edits or says why not, and its edits settle what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

from preclear.engine import check_document
from preclear.source import DEFAULT_LIMITS, EDIT_LEVEL_RANK, edit_document, load
from tests.rules.test_fixtures import DOCUMENTS, KINDS, RULES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from preclear.source import Document, Edit, EditLevel, Kind, Report

BAD = [path for path in DOCUMENTS if path.stem.startswith("bad")]
OF_DOCUMENTS = sorted(
    name for name, kind in KINDS.items() if kind.category not in ("overlay", "platform") and name != "internal-error"
)
"""The kinds of findings that are about a document; others are about an overlay, an answer or a rule."""
MAX_ROUNDS = 8
REVEALED = {"unsupported-schema-dialect": {"invalid-schema"}, "unsupported-trigger-method": {"nothing-to-import"}}
"""Kinds that can follow the edits of others: what is in another dialect isn't checked before, and a document whose last
operation is left out has none."""
VALIDATORS: dict[str, Any] = {"3.0": OpenAPIV30SpecValidator, "3.1": OpenAPIV31SpecValidator}


class Reported(NamedTuple):
    """What one check reports: each kind with its report."""

    reports: list[tuple[Kind, Report]]

    @property
    def rules(self) -> set[str]:
        """The rules that report an error or a warning."""
        return {kind.name for kind, report in self.reports if (report.severity or kind.severity) != "info"}

    def edits(self, document: Document) -> list[Edit]:
        """The edits that only touch `document`."""
        edits = [report.edit for _, report in self.reports if report.edit is not None]
        return [
            edit for edit in edits if all(operation.target.place.document is document for operation in edit.operations)
        ]


def check_once(document: Document) -> Reported:
    reports: list[tuple[Kind, Report]] = []
    checked = check_document(document, rules=RULES, observe=lambda kind, report: reports.append((kind, report)))
    assert not checked.failed
    return Reported(reports)


def complaints(document: Document) -> list[str]:
    """What openapi-spec-validator finds."""
    value: Any = document.value
    version = document.value.get("openapi") if isinstance(document.value, dict) else None
    validator = VALIDATORS.get(str(version)[:3])
    try:
        return [] if validator is None else [error.message for error in validator(value).iter_errors()]
    except Exception as error:  # a reference to a file, which it resolves from another folder
        return [str(error)]


def every_edit(edit: Edit) -> Iterator[Edit]:
    yield edit
    for alternative in edit.alternatives:
        yield from every_edit(alternative)


def last_paragraph(kind: Kind) -> str:
    return kind.doc.strip().rpartition("\n\n")[2]


def test_every_kind_has_a_fix_or_says_why_not() -> None:
    neither = [name for name in OF_DOCUMENTS if KINDS[name].fix is None and "No fix:" not in KINDS[name].doc]
    both = [name for name in OF_DOCUMENTS if KINDS[name].fix is not None and "No fix:" in KINDS[name].doc]
    misplaced = [
        name
        for name in OF_DOCUMENTS
        if "No fix:" in KINDS[name].doc and not last_paragraph(KINDS[name]).startswith("No fix: ")
    ]

    assert (neither, both, misplaced) == ([], [], [])


@pytest.mark.parametrize("name", [name for name in OF_DOCUMENTS if KINDS[name].fix is not None])
def test_a_kind_with_a_fix_has_a_fixture_with_an_edit_of_that_level(name: str) -> None:
    levels: set[EditLevel] = {
        edit.level
        for path in BAD
        if path.parent.name == name
        for kind, report in check_once(load(path)).reports
        if kind.name == name and report.edit is not None
        for edit in every_edit(report.edit)
    }

    assert sorted(levels, key=lambda level: EDIT_LEVEL_RANK[level])[-1:] == [KINDS[name].fix]


@pytest.mark.parametrize("path", BAD, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_edits_are_of_a_level_that_the_kind_allows(path: Path) -> None:
    for kind, report in check_once(load(path)).reports:
        for edit in every_edit(report.edit) if report.edit is not None else ():
            assert kind.fix is not None
            assert EDIT_LEVEL_RANK[edit.level] <= EDIT_LEVEL_RANK[kind.fix]
            assert (edit.level == "adapt") == (edit.loss is not None)
            assert edit.operations


@pytest.mark.parametrize("path", BAD, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_edits_settle_their_reports_and_cause_no_others(path: Path) -> None:
    original = document = load(path)
    if not document.is_loaded:
        return
    before = reported = check_once(document)
    rounds = 0
    while edits := reported.edits(document):
        rounds += 1
        assert rounds <= MAX_ROUNDS, [edit.title for edit in edits]
        document = edit_document(document, [edit.operations for edit in edits], DEFAULT_LIMITS).document
        reported = check_once(document)

    revealed = {rule for name in before.rules for rule in REVEALED.get(name, ())}
    assert reported.rules - before.rules - revealed == set()
    assert len(complaints(document)) <= len(complaints(original))
