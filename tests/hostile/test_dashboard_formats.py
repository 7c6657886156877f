"""Hostile documents and file names in reports for dashboards: read back, they have the findings of the check."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
import yaml

from preclear import check_paths
from preclear.cli import main
from preclear.report.rendering.escape import escape, escape_surrogates
from tests.cli.making import BAD
from tests.hostile.runner import command_in, control_in, lines_of
from tests.hostile.test_injection import NAMES, PAYLOADS, poisoned
from tests.report.dashboards import Listed, load_rdjson, read_gitlab, read_junit, read_rdjson, without_backticks
from tests.report.rendered_markdown import list_acting_words, render

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from preclear import Finding

HOSTILE_NAMES = (*NAMES, "]]><!-- &amp; .yaml", "all `of` <b>them <img src=x> @octocat #12.yaml", "犬 a.yaml")
MARKUP = (
    "]]><failure/>",
    "<![CDATA[x",
    "&lt;&#0;&#x1b;",
    "<!-- x",
    "\ufffe\uffff\U0001fffe",
    "![x](https://a.example/b)",
)


def write(capsys: pytest.CaptureFixture[str], output_format: str, name: str) -> str:
    assert main(["check", "--report", output_format, "--", name]) in (1, 2)
    output = capsys.readouterr().out
    assert not control_in(output)
    assert [line for line in lines_of(output) if command_in(line)] == []
    return output


def assert_formats(capsys: pytest.CaptureFixture[str], root: Path, name: str, findings: Sequence[Finding]) -> None:
    listed = [
        Listed(
            finding.path,
            *finding.span.start,
            finding.severity,
            finding.rule.name,
            without_backticks(escape(finding.message)),
        )
        for finding in findings
    ]
    as_json = [item._replace(path=escape_surrogates(item.path)) for item in listed]
    assert read_gitlab(write(capsys, "gitlab", name)) == as_json
    text = write(capsys, "rdjson", name)
    assert [item._replace(message="") for item in read_rdjson(text, root)] == [
        item._replace(message="") for item in as_json
    ]
    for diagnostic, item in zip(load_rdjson(text)["diagnostics"], as_json, strict=True):
        assert_comment(diagnostic["message"], item.message)
    cases = read_junit(write(capsys, "junit", name))
    assert sorted(cases.failed + cases.passed) == sorted(item._replace(path=escape(item.path)) for item in listed)


def assert_comment(markdown: str, message: str) -> None:
    """Nothing acts in a comment, and it has the message, or the start of a long one."""
    rendered = render(markdown)
    assert {tag for tag, _ in rendered.elements} <= {"p", "code"}
    assert rendered.others == list_acting_words(rendered) == []
    shown = without_backticks("".join(text for _, text in rendered.texts))
    assert shown.startswith(message[:1_500].rsplit(" ", 1)[0] if len(message) > 1_500 else message)


@pytest.mark.parametrize("name", ["openapi.json", "openapi.yaml"])
@pytest.mark.parametrize("payload", [*PAYLOADS, *MARKUP], ids=ascii)
def test_a_document_is_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], payload: str, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    document = poisoned(payload)
    (tmp_path / name).write_text(json.dumps(document, indent=1) if name.endswith("json") else yaml.safe_dump(document))
    findings = check_paths([name]).findings

    assert findings
    assert_formats(capsys, tmp_path, name, findings)


@pytest.mark.skipif(sys.platform == "win32", reason="names that only Linux has")
@pytest.mark.parametrize("name", [*HOSTILE_NAMES, "\udcff.yaml"], ids=ascii)
def test_a_name_is_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(BAD)
    findings = check_paths([name]).findings

    assert {finding.path for finding in findings} == {name}
    assert_formats(capsys, tmp_path, name, findings)
