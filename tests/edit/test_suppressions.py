"""Suppressions that are written into texts: the finding is suppressed, and the document says what it said before."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from preclear.edit import suppress_finding
from preclear.edit.suppressions import MAX_PLACES
from preclear.engine import IGNORE_KEY, SUPPRESSION_KINDS
from preclear.project import CheckedFile, CheckOptions, FileChecker, make_input
from preclear.source import DEFAULT_LIMITS, Document, load_bytes, resolve_links
from tests.source.test_corpus import CORPUS, corpus_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from preclear.engine import CheckResult, Finding
    from preclear.source import Json, TextChange

FIXTURES = Path(__file__).parents[2] / "fixtures" / "rules"
MAX_BYTES = 400_000
"""Checks of larger documents take too long."""
MAX_FINDINGS = 10
DOCUMENTS = sorted(path for path in FIXTURES.glob("*/bad*") if path.suffix not in (".carets", ".out"))


class Checked(NamedTuple):
    """The result of a check, and how to repeat it with other texts."""

    checker: FileChecker
    path: Path

    def check(self, texts: Mapping[str, bytes]) -> CheckResult:
        self.checker.replace_texts(texts)
        file = self.checker.check(make_input(str(self.path)))
        assert isinstance(file, CheckedFile), file
        return file.check_result


def make_checked(path: Path) -> Checked:
    return Checked(FileChecker(CheckOptions(findings="all", isolated=True)), path)


def apply(changes: Iterable[TextChange]) -> dict[Document, str]:
    """The new text of each changed document."""
    by_document: dict[Document, list[TextChange]] = {}
    for change in changes:
        by_document.setdefault(change.document, []).append(change)
    texts: dict[Document, str] = {}
    for document, document_changes in by_document.items():
        text, lines = document.text, document.lines
        for _, span, new_text in sorted(document_changes, key=lambda change: change.span, reverse=True):
            start, end = (lines.offset(line - 1, column - 1) for line, column in span)
            text = text[:start] + new_text + text[end:]
        texts[document] = text
    return texts


def without_ignores(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: without_ignores(child) for key, child in value.items() if key != IGNORE_KEY}
    return [without_ignores(child) for child in value] if isinstance(value, list) else value


def encode(document: Document, text: str) -> bytes:
    """Encode a new text as the old one is encoded."""
    codecs = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
    encodings = (codec for codec in codecs if document.text.encode(codec, "surrogatepass") == document.data)
    return text.encode(next(encodings, "utf-8"), "surrogatepass")


def count(result: CheckResult) -> Counter[tuple[str, str]]:
    return Counter((finding.rule.name, finding.severity) for finding in result.findings)


def suppress(checked: Checked, finding: Finding) -> tuple[CheckResult, dict[Document, str]] | None:
    """Suppress a finding. Returns the new result and the new texts."""
    changes = suppress_finding(finding, DEFAULT_LIMITS)
    if changes is None:
        return None
    texts = apply(changes)
    assert texts
    data: dict[str, bytes] = {}
    for document, text in texts.items():
        assert document.file is not None
        data[resolve_links(document.file)] = encode(document, text)
        new = load_bytes(encode(document, text), document.path)
        assert new.is_loaded
        assert without_ignores(new.value) == without_ignores(document.value)
    return checked.check(data), texts


def check_suppressions(checked: Checked, step: int = 1) -> None:
    """Suppress every n-th finding alone: no other one comes or goes, apart from those of the same rule."""
    before = checked.check({})
    for finding in before.findings[::step]:
        outcome = suppress(checked, finding)
        if outcome is None:
            is_suppressible = not finding.rule.fatal and finding.rule not in SUPPRESSION_KINDS
            is_small = len(finding.places) <= MAX_PLACES
            assert not (is_suppressible and is_small and finding.document.is_loaded), finding.message
            continue
        after, _ = outcome
        key = (finding.rule.name, finding.severity)
        assert count(after)[key] < count(before)[key], finding.message
        assert any(item.finding.rule is finding.rule for item in after.suppressed)
        new_findings = count(after) - count(before)
        assert not new_findings, (finding.message, new_findings)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_every_finding_of_a_fixture_is_suppressed(path: Path) -> None:
    check_suppressions(make_checked(path))


@pytest.mark.once
@pytest.mark.skipif(not corpus_files(), reason="the corpus of real documents is not beside this repository")
@pytest.mark.parametrize("path", [path for path in corpus_files() if (CORPUS / path).stat().st_size <= MAX_BYTES])
def test_findings_of_real_documents_are_suppressed(path: str) -> None:
    checked = make_checked(CORPUS / path)
    check_suppressions(checked, len(checked.check({}).findings) // MAX_FINDINGS + 1)


HEAD = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example.com}]
paths:
"""


def check_text(tmp_path: Path, text: str, name: str = "api.yaml") -> Checked:
    (tmp_path / name).write_bytes(text.encode())
    return make_checked(tmp_path / name)


def changed_lines(old: str, new: str) -> list[str]:
    return [line.strip() for line in new.splitlines() if line not in old.splitlines()]


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("  /pets:\n    get: {}\n", ["get: {}  # preclear: ignore[missing-action-name] TODO: say why"]),
        (
            "  /pets:\n    get: {} # note\n",
            ["get: {} # note  # preclear: ignore[missing-action-name] TODO: say why"],
        ),
        (
            "  /pets:\n    get: {}  # preclear: ignore[no-such] known\n",
            ["get: {}  # preclear: ignore[no-such, missing-action-name] known"],
        ),
        (
            "  /pets:\n    # preclear: ignore[] known\n    # note\n    get: {}\n",
            ["# preclear: ignore[missing-action-name] known"],
        ),
        (
            "  /pets:\n    get: {summary: 'two\n\n        lines', description: a}\n",
            ["""lines', description: a, x-preclear-ignore: {"missing-action-name": "TODO: say why"}}"""],
        ),
        (
            '  /pets:\n    get: {summary: "two\n\n        lines # preclear: ignore[no]"}\n',
            ['lines # preclear: ignore[no]"}  # preclear: ignore[missing-action-name] TODO: say why'],
        ),
        ("  /pets:\n    get: {summary: a\n      b,\n     description: c}\n", []),
        ("  /pets:\r\n    get: {}\r\n", ["get: {}  # preclear: ignore[missing-action-name] TODO: say why"]),
    ],
)
def test_a_comment_is_where_it_changes_nothing(tmp_path: Path, path: str, lines: list[str]) -> None:
    text = HEAD + path
    checked = check_text(tmp_path, text)
    finding = next(item for item in checked.check({}).findings if item.rule.name == "missing-action-name")

    outcome = suppress(checked, finding)

    assert outcome is not None
    after, texts = outcome
    assert not any(item.rule is finding.rule for item in after.findings)
    (new,) = texts.values()
    assert changed_lines(text, new) == lines or not lines


def test_json_has_the_key_in_the_nearest_object(tmp_path: Path) -> None:
    text = (
        '{"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "servers": [{"url": "https://a.example"}],\n'
        ' "paths": {"/pets": {\n    "get": {"x-preclear-ignore": {"no": "known"}},\n    "post": {}}}}'
    )
    checked = check_text(tmp_path, text, "api.json")
    first, second = (item for item in checked.check({}).findings if item.rule.name == "missing-action-name")

    outcomes = [suppress(checked, first), suppress(checked, second)]

    new_texts = [text for outcome in outcomes if outcome is not None for text in outcome[1].values()]
    assert '"x-preclear-ignore": {"no": "known", "missing-action-name": "TODO: say why"}' in new_texts[0]
    added = '"post": {"x-preclear-ignore": {"missing-action-name": "TODO: say why"}}'
    assert added in " ".join(new_texts[1].split()).replace("{ ", "{").replace(" }", "}")


def test_a_second_finding_on_a_line_is_added_to_the_comment_of_the_first(tmp_path: Path) -> None:
    checked = check_text(tmp_path, HEAD + "  /pets:\n    get: {}\n")
    text = HEAD + "  /pets:\n    get: {}\n"
    findings = [item for item in checked.check({}).findings if item.span.start.line == 6]
    assert len(findings) > 1

    for number in range(len(findings)):
        (tmp_path / "api.yaml").write_text(text, encoding="utf-8")
        checked = make_checked(tmp_path / "api.yaml")
        left = [item for item in checked.check({}).findings if item.span.start.line == 6]
        assert len(left) == len(findings) - number
        outcome = suppress(checked, left[0])
        assert outcome is not None
        (text,) = outcome[1].values()

    assert text.count("preclear: ignore[") == 1
