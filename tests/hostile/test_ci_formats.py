"""Hostile documents and file names in the formats of pipelines: read back, they have the findings of the check."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
import yaml

from preclear import check_paths
from preclear.cli import main
from preclear.report.formats.concise import format_concise_line
from preclear.report.formats.github import MAX_ANNOTATIONS
from preclear.report.rendering.escape import escape, escape_path
from preclear.report.rendering.fix_mark import FIX_MARK
from tests.cli.making import BAD
from tests.hostile.runner import control_in
from tests.hostile.test_injection import NAMES, PAYLOADS, poisoned
from tests.report.rendered_markdown import render
from tests.report.runners import Command, StepLog, read_azure, read_github
from tests.report.test_markdown import Listed, assert_inert, plain, read_findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from preclear import Finding

SEVERITIES = {"error": "error", "warning": "warning", "notice": "info"}
HOSTILE_NAMES = (
    *NAMES,
    "%0A::error::x.yaml",
    "a, b=c;d].yaml",
    "all `of` <b>them <img src=x> @octocat #12.yaml",
    "犬 a.yaml",
)


def write(capsys: pytest.CaptureFixture[str], output_format: str, name: str) -> str:
    assert main(["check", "--output-format", output_format, "--", name]) in (1, 2)
    output = capsys.readouterr().out
    assert not control_in(output)
    return output


def expect_lines(findings: Iterable[Finding]) -> list[str]:
    """The line of each finding, without the mark of a fix."""
    return sorted(format_concise_line(finding).replace(f": {FIX_MARK} ", ": ", 1) for finding in findings)


def read_github_findings(log: StepLog) -> list[str]:
    """The line of each finding, from annotations and from lines."""
    return sorted([*map(read_annotation, log.commands), *read_lines(log.lines)])


def read_annotation(command: Command) -> str:
    path, place = command.properties["file"], f"{command.properties['line']}:"
    start, column, rest = command.data.partition("\n")[0].removeprefix(f"{path}:{place}").partition(": ")
    assert command.properties.get("col", start) == start
    assert column
    return f"{escape_path(path)}:{place}{start}: {SEVERITIES[command.name]}: {rest}"


def read_issue(command: Command) -> str:
    values = command.properties
    place = f"{escape_path(values['sourcepath'])}:{values['linenumber']}:{values['columnnumber']}"
    return f"{place}: {values['type']}: {command.data.partition(chr(10))[0]} [{values['code']}]"


def read_lines(lines: Sequence[str]) -> list[str]:
    """The findings among lines: those before the totals."""
    end = next(index for index, line in enumerate(lines) if line.startswith(("Found ", "and ")))
    return [line.replace(f": {FIX_MARK} ", ": ", 1) for line in lines[:end]]


def assert_github(output: str, findings: Sequence[Finding]) -> None:
    log = read_github(output)
    notes = [command for command in log.commands if "file" not in command.properties]
    annotations = [command for command in log.commands if "file" in command.properties]
    assert [command.name for command in log.commands] == sorted(
        (command.name for command in log.commands), key=[*SEVERITIES].index
    )
    for name in SEVERITIES:
        assert len([command for command in log.commands if command.name == name]) <= MAX_ANNOTATIONS
    assert len(notes) == (1 if len(annotations) < len(findings) else 0)
    assert read_github_findings(StepLog(annotations, log.lines)) == expect_lines(findings)


def assert_azure(output: str, findings: Sequence[Finding]) -> None:
    log = read_azure(output)
    assert {command.name for command in log.commands} <= {"task.logissue"}
    assert sorted([*map(read_issue, log.commands), *read_lines(log.lines)]) == expect_lines(findings)


def assert_markdown(output: str, findings: Sequence[Finding]) -> None:
    rendered = render(output)
    assert_inert(rendered)
    expected = [
        Listed(
            plain(finding.path),
            finding.severity,
            f"{finding.span.start.line}:{finding.span.start.column}",
            plain(finding.message),
            finding.rule.name,
        )
        for finding in findings
    ]
    assert read_findings(rendered) == expected


@pytest.mark.parametrize("name", ["openapi.json", "openapi.yaml"])
@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_a_document_is_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], payload: str, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    document = poisoned(payload)
    written = json.dumps(document, indent=1) if name.endswith("json") else yaml.safe_dump(document)
    (tmp_path / name).write_text(written)
    findings = check_paths([name]).findings

    assert findings
    assert_github(write(capsys, "github", name), findings)
    assert_azure(write(capsys, "azure", name), findings)
    assert_markdown(write(capsys, "markdown", name), findings)


@pytest.mark.skipif(sys.platform == "win32", reason="names that only Linux has")
@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
def test_a_name_is_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(BAD)
    findings = check_paths([name]).findings

    assert {finding.path for finding in findings} == {name}
    assert_github(write(capsys, "github", name), findings)
    assert_azure(write(capsys, "azure", name), findings)
    assert_markdown(write(capsys, "markdown", name), findings)
    assert escape(name) in render(write(capsys, "markdown", name)).join("code")
