"""Every kind of finding has good and bad fixtures, and is found in them just where they mark it."""

from __future__ import annotations

from pathlib import Path

import pytest

from preclear.engine import IMPORT_KINDS, all_kinds, check
from preclear.rule import discover_rules
from tests.carets import Expected, expected

FIXTURES = Path(__file__).parents[2] / "fixtures" / "rules"
RULES = discover_rules()
KINDS = all_kinds(RULES)
WITHOUT_FIXTURES = {
    "internal-error",
    *(kind.name for kind in IMPORT_KINDS),
    *(kind.name for kind in KINDS.values() if kind.category == "overlay"),
}
"""What no document alone can bring about: a rule of a pack that raises, what an import says (fixtures/answers), what is
wrong with an overlay (tests/edit/overlay)."""

DOCUMENTS = sorted(
    path
    for path in FIXTURES.glob("*/*")
    if path.stem.startswith(("good", "bad")) and path.suffix not in (".carets", ".out")
)


@pytest.mark.parametrize("name", sorted(KINDS.keys() - WITHOUT_FIXTURES))
def test_has_a_good_and_a_bad_fixture(name: str) -> None:
    stems = {path.stem for path in DOCUMENTS if path.parent.name == name}

    assert any(stem.startswith("good") for stem in stems)
    assert any(stem.startswith("bad") for stem in stems)


def test_every_fixture_folder_belongs_to_a_kind() -> None:
    assert {path.parent.name for path in DOCUMENTS} <= KINDS.keys()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_reports_what_is_marked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    name = path.parent.name
    checked = check(Path(path.name), rules=RULES)

    found = [
        Expected(finding.span.start.line, finding.span.start.column, _end_column(path, finding.span), finding.rule.name)
        for finding in checked.findings
        if finding.rule.name == name
    ]
    marked = [finding for finding in expected(path) if finding.rule == name]

    assert sorted(found) == marked
    assert (found == []) == path.stem.startswith("good")
    assert not checked.failed


@pytest.mark.parametrize(
    "path",
    [path for path in DOCUMENTS if path.stem.startswith("good")],
    ids=lambda path: f"{path.parent.name}-{path.name}",
)
def test_good_documents_have_no_errors_at_all(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)

    checked = check(Path(path.name), rules=RULES)

    assert [
        f"{finding.span.start.line}: {finding.message}" for finding in checked.findings if finding.severity == "error"
    ] == []


def _end_column(path: Path, span: object) -> int:
    from preclear.source import Span

    assert isinstance(span, Span)
    if span.end.line == span.start.line:
        return span.end.column
    return len(path.read_text(encoding="utf-8-sig").splitlines()[span.start.line - 1]) + 1
