"""Documents with more faults of one kind than are kept: all are counted, and what holds for the kept holds for all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from preclear.config.model import Ignore
from preclear.engine import check_document
from preclear.engine.rule_selection import RuleSelection
from preclear.source import Limits, load_bytes
from preclear.source.loader_faults import MAX_FAULTS

if TYPE_CHECKING:
    from preclear.engine import CheckResult
    from preclear.source import Document, Severity

HEAD = 'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\nservers: [{url: https://pets.example}]\npaths: {}\nx-many:\n'
MORE = 234
ALL = MAX_FAULTS + MORE


def many(line: str, count: int = ALL) -> Document:
    return load_bytes((HEAD + line * count).encode(), "openapi.yaml")


def checked(document: Document) -> CheckResult:
    return check_document(document, rules={})


@pytest.mark.parametrize(
    ("line", "kind", "severity"),
    [
        ("- !a x\n", "unsupported-yaml", "error"),
        ("- ~: x\n", "non-string-key", "error"),
        ("- {x: 1, x: 2}\n", "duplicate-key", "error"),
        ("- !!merge <<: {}\n", "unsupported-yaml", "warning"),
    ],
)
def test_every_fault_is_counted_and_those_at_the_limit_are_listed(line: str, kind: str, severity: Severity) -> None:
    document = many(line)
    assert len(document.faults) == MAX_FAULTS
    result = checked(document)
    assert result.counts[severity] == ALL
    assert result.omitted == {(kind, "openapi.yaml"): ALL - Limits().findings}
    assert len(result.findings) == Limits().findings
    assert [finding.span.start.line for finding in result.findings if finding.rule.name == kind][:2] == [6, 7]


def test_faults_of_two_severities_are_counted_apart() -> None:
    text = HEAD + "- !!merge <<: {}\n" * ALL + "- !a x\n" * 3
    result = checked(load_bytes(text.encode(), "openapi.yaml"))
    assert (result.counts["warning"], result.counts["error"]) == (ALL, 3)


def test_in_json_they_are_counted_too() -> None:
    text = '{"openapi": "3.1.0", "x-many": {' + ",\n".join(['"a": 1'] * (ALL + 1)) + "}}"
    document = load_bytes(text.encode(), "openapi.json")
    result = checked(document)
    assert len(document.faults) == MAX_FAULTS
    assert sum(result.counts.values()) - ALL < 10
    assert result.omitted["duplicate-key", "openapi.json"] == ALL - Limits().findings


def test_what_is_not_selected_or_suppressed_for_the_file_is_not_counted() -> None:
    document = many("- ~: x\n")
    ignore = Ignore((), None, ("non-string-key",), "a test", 1, "preclear.toml", Path("/"))
    other = check_document(document, rules={}, selection=RuleSelection(ignore=("non-string-key",)))
    suppressed = check_document(document, rules={}, ignores=(ignore,))
    known = check_document(document, rules={}, is_known=lambda identity: identity.rule == "non-string-key")
    for result in (other, suppressed, known):
        assert result.counts["error"] == 0
        assert not result.omitted


def test_a_text_that_is_read_again_is_counted_once() -> None:
    document = many("- ~: x\n").text + "-\ttab\n"
    result = checked(load_bytes(document.encode(), "openapi.yaml"))
    assert result.counts["error"] == ALL


def test_ambiguous_scalars_past_those_that_are_kept_are_reported_as_not_checked() -> None:
    document = many("- yes\n")
    assert (len(document.ambiguous_scalars), document.omitted_scalar_count) == (MAX_FAULTS, MORE)
    findings = [finding for finding in check_document(document).findings if finding.rule.name == "ambiguous-scalar"]
    assert [(finding.severity, finding.message) for finding in findings] == [
        (
            "info",
            "234 more unquoted scalars are ambiguous; only the first 10,000 are checked",
        )
    ]
