"""Real documents in every format: each format is read by an independent reader, and has the same findings."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree

import pytest

from preclear.cli import main
from preclear.report import FORMATS
from preclear.report.rendering.escape import escape
from tests.corpus.test_corpus import documents
from tests.report.dashboards import Listed, read_gitlab, read_junit, read_rdjson, without_backticks
from tests.report.html_page import parse_page
from tests.report.output_schema.described import list_errors
from tests.report.rendered_markdown import render
from tests.report.runners import StepLog, read_azure, read_github
from tests.report.sarif.reader import read_findings

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = int(os.environ.get("CORPUS_BYTES", "300000"))
"""Set CORPUS_BYTES to read larger documents, too."""

pytestmark = pytest.mark.skipif(not documents(), reason="needs the corpus of real documents, ../shared/corpus")


class Reports(NamedTuple):
    """The text of each report by format, and the findings of the JSON output."""

    texts: dict[str, str]
    findings: list[dict[str, Any]]

    @property
    def listed(self) -> Counter[Listed]:
        return Counter(map(listed, self.findings))


def listed(item: dict[str, Any]) -> Listed:
    message = without_backticks(escape(item["message"]))
    return Listed(item["path"], item["start"]["line"], item["start"]["column"], item["severity"], item["rule"], message)


def small_documents() -> list[Path]:
    return [path for path in documents() if path.stat().st_size <= MAX_BYTES]


@pytest.fixture(scope="module", params=small_documents(), ids=lambda path: f"{path.parent.name}-{path.name}")
def reports(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reports]:
    """All reports of one run; the document is at the root of a repository, which is the current folder."""
    document: Path = request.param
    folder = tmp_path_factory.mktemp("repository")
    (folder / ".git").mkdir()
    (folder / document.name).write_bytes(document.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        options = [f"--report={name}=.reports/{name}" for name in FORMATS]
        (folder / ".reports").mkdir()
        main(["check", document.name, "--isolated", "--report", "concise=/dev/null", *options])
        texts = {name: (folder / ".reports" / name).read_text(encoding="utf-8") for name in FORMATS}
        yield Reports(texts, json.loads(texts["json"])["findings"])


def test_json_has_the_shape_that_is_published(reports: Reports) -> None:
    assert list_errors(json.loads(reports.texts["json"]), "check") == []


def test_formats_of_dashboards_have_the_same_findings(reports: Reports) -> None:
    texts, expected = reports.texts, reports.listed
    cases = read_junit(texts["junit"])

    assert Counter(read_gitlab(texts["gitlab"])) == expected
    assert Counter([*cases.failed, *cases.passed]) == expected
    assert Counter(read_rdjson(texts["rdjson"], Path.cwd())) == expected


def test_sarif_has_the_same_findings(reports: Reports) -> None:
    log = json.loads(reports.texts["sarif"])

    assert Counter((rule, severity, path, span[:2]) for rule, severity, path, span, _ in read_findings(log)) == Counter(
        (item.rule, item.severity, item.path, (item.line, item.column)) for item in map(listed, reports.findings)
    )


def test_lines_and_checkstyle_have_the_same_findings(reports: Reports) -> None:
    checkstyle = Counter(
        (file.get("name"), error.get("line"), error.get("column"), error.get("source"))
        for file in ElementTree.fromstring(reports.texts["checkstyle"])  # noqa: S314 - our own output
        for error in file
    )

    assert [json.loads(line) for line in reports.texts["jsonl"].splitlines()] == reports.findings
    assert checkstyle == Counter(
        (item.path, str(item.line), str(item.column), f"preclear.{item.rule}") for item in map(listed, reports.findings)
    )


@pytest.mark.parametrize("name", ["github", "azure"])
def test_logs_of_pipelines_have_the_same_findings_as_commands_or_lines(reports: Reports, name: str) -> None:
    log = read_github(reports.texts["github"]) if name == "github" else read_azure(reports.texts["azure"])

    assert Counter(_read_log(log)) == Counter(
        (item.path, item.line, item.column, item.rule) for item in map(listed, reports.findings)
    )


def _read_log(log: StepLog) -> Iterator[tuple[str, int, int, str]]:
    """Yield the findings in a log: those of commands, and those of lines `path:line:column: … [rule]`."""
    for command in log.commands:
        properties = command.properties
        if command.name == "task.logissue":
            place = properties["sourcepath"], int(properties["linenumber"]), int(properties["columnnumber"])
            yield *place, properties["code"]
        elif "file" in properties:
            rule = re.fullmatch(r"preclear \((.*)\)", properties["title"])
            column = re.match(r".*?:\d+:(\d+): ", command.data)
            assert rule
            assert column
            yield properties["file"], int(properties["line"]), int(column[1]), rule[1]
    for line in log.lines:
        found = re.fullmatch(r"(.+?):(\d+):(\d+): (?:error|warning|info): .* \[([a-z0-9-]+)\]", line)
        if found is not None:
            yield found[1], int(found[2]), int(found[3]), found[4]


def test_the_page_has_the_same_findings(reports: Reports) -> None:
    page = parse_page(reports.texts["html"])

    assert Counter(
        (article.attributes["data-severity"], article.one("p", "place").find("code")[0].text)
        for article in page.find("article", "finding")
    ) == Counter((item.severity, f"{item.path}:{item.line}:{item.column}") for item in map(listed, reports.findings))


def test_markdown_names_the_rule_of_an_error_and_has_no_links_but_to_pages(reports: Reports) -> None:
    text = reports.texts["markdown"]
    rendered = render(text)
    severities = ("error", "warning", "info")
    rules = [item["rule"] for item in sorted(reports.findings, key=lambda item: severities.index(item["severity"]))]

    assert len(text.encode()) <= 65_536
    assert all(rule in text for rule in rules[:1])
    assert not {name for name, _ in rendered.elements} & {"img", "script", "iframe", "input"}
    assert all(
        str(attributes["href"]).startswith("https://preclear.example/")
        for name, attributes in rendered.elements
        if name == "a"
    )
