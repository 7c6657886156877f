"""The report as a page: what it holds, and that nothing in it acts but its own style sheet and script."""

from __future__ import annotations

import base64
import gc
import hashlib
import json
import re
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import pytest
import yaml

from preclear.cli import main
from preclear.report.formats.html.markup import format_code, web_address
from preclear.report.rendering.escape import escape
from tests.cli.making import BAD, GOOD, run, run_apart
from tests.hostile.test_injection import PAYLOADS, poisoned
from tests.report.html_page import parse_page

if TYPE_CHECKING:
    from tests.report.html_page import Element

PETSHOP = Path(__file__).parents[2] / "fixtures" / "projects" / "petshop"

pytestmark = pytest.mark.usefixtures("in_folder")


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)


def page_of(*arguments: str) -> Element:
    main(["check", *arguments, "--report", "html=page.html"])
    return parse_page(Path("page.html").read_text(encoding="utf-8"))


def without_ticks(text: str) -> str:
    return escape(text).replace("`", "")


def summary_of(page: Element) -> tuple[str, str]:
    verdict = page.one("section", "verdict")
    return verdict.find("span", "badge")[0].text, verdict.one("h1").text


def test_has_the_same_findings_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    page = page_of(str(PETSHOP / "openapi.yaml"))
    capsys.readouterr()
    expected = json.loads(run(capsys, "check", str(PETSHOP / "openapi.yaml"), "--output-format", "json").out)

    articles = page.find("article", "finding")

    assert len(expected["findings"]) >= 10
    assert {
        (
            article.attributes["id"],
            article.attributes["data-severity"],
            article.one("span", "message").text.replace("`", ""),
            article.one("p", "place").find("code")[0].text,
            article.one("a", "rule-name").text,
        )
        for article in articles
    } == {
        (
            f"f-{item['fingerprint']}",
            item["severity"],
            without_ticks(item["message"]),
            f"{item['path']}:{item['start']['line']}:{item['start']['column']}",
            item["rule"],
        )
        for item in expected["findings"]
    }
    assert len(articles) == len(expected["findings"])
    assert summary_of(page) == ("Failed", "Found 10 errors and 2 infos in 2 files")


def test_every_link_leads_to_a_place_in_the_page_or_to_the_page_of_a_rule() -> None:
    page = page_of(str(PETSHOP / "openapi.yaml"))
    anchors = [element.attributes["id"] for element in page.all if "id" in element.attributes]
    links = [element.attributes["href"] for element in page.find("a")]

    assert len(anchors) == len(set(anchors))
    assert {link[1:] for link in links if link.startswith("#")} <= set(anchors)
    outside = [link for link in links if not link.startswith("#")]
    assert outside
    assert all(re.fullmatch(r"https://[a-z.]+/docs/rules/[a-z0-9-]+", link) for link in outside)


def test_nothing_in_it_can_make_a_request_or_act() -> None:
    text = page_of(str(PETSHOP / "openapi.yaml"))
    attributes = [pair for element in text.all for pair in element.attributes.items()]

    assert {name for name, _ in attributes if name.startswith("on") or name in ("style", "src", "srcset")} == set()
    assert [element.tag for element in text.all if element.tag in ("script", "style", "iframe", "form")] == [
        "style",
        "script",
    ]
    (icon,) = text.find("link")
    assert icon.attributes["href"].startswith("data:image/svg+xml,")
    assert not re.search(r"url\(|@import|//", text.one("style").text)
    assert not re.search(r"fetch|XMLHttpRequest|import\b|innerHTML|eval|[a-z]://", text.one("script").text)


def test_its_policy_allows_one_style_sheet_and_one_script_by_their_hashes() -> None:
    page = page_of(str(PETSHOP / "openapi.yaml"))
    (policy,) = (
        meta.attributes["content"]
        for meta in page.find("meta")
        if meta.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    directives = dict(directive.strip().split(" ", 1) for directive in policy.split(";"))

    for tag in ("style", "script"):
        digest = hashlib.sha256(page.one(tag).text.encode()).digest()
        assert directives[f"{tag}-src"] == f"'sha256-{base64.b64encode(digest).decode()}'"
    assert directives["default-src"] == "'none'"
    assert "unsafe" not in policy


def test_the_plan_has_every_resource_with_its_state_and_links_to_its_findings(
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = page_of(str(PETSHOP / "openapi.yaml"))
    capsys.readouterr()
    plan = json.loads(run(capsys, "plan", str(PETSHOP / "openapi.yaml"), "--output-format", "json").out)

    for type, key in (
        ("auth scheme config", "authSchemeConfigs"),
        ("action", "actions"),
        ("trigger", "triggers"),
        ("definition", "definitions"),
    ):
        rows = [row for row in page.find("tr", "resource") if row.attributes["data-type"] == type]
        assert [row.attributes["data-status"] for row in rows] == [entry["status"] for entry in plan[key]]
        assert [row.attributes["data-findings"].split() for row in rows] == [entry["findings"] for entry in plan[key]]
        if type != "auth scheme config":
            assert [row.attributes["data-name"] for row in rows] == [entry["name"] or "" for entry in plan[key]]
    actions = [row for row in page.find("tr", "resource") if row.attributes["data-type"] == "action"]
    assert [action.one("td", "operation").text for action in actions] == [
        f"{entry['method']} {entry['path']}" for entry in plan["actions"]
    ]
    assert [link.attributes["href"] for link in actions[1].find("a")] == [
        f"#f-{fingerprint}" for fingerprint in plan["actions"][1]["findings"]
    ]


def test_a_resource_names_its_most_severe_findings() -> None:
    rows = [row for row in page_of(str(PETSHOP / "openapi.yaml")).find("tr", "resource") if row.find("a")]
    orders = [[("error", "warning", "info").index(link.classes[0]) for link in row.find("a")] for row in rows]

    assert len(rows) >= 4
    assert orders == [sorted(order) for order in orders]


def test_a_finding_has_the_source_lines_of_the_full_format(capsys: pytest.CaptureFixture[str]) -> None:
    page = page_of(str(PETSHOP / "openapi.yaml"))
    capsys.readouterr()
    full = run(capsys, "check", str(PETSHOP / "openapi.yaml"), "--all", "--show", "info").out

    sources = [article.one("pre", "source").text.splitlines() for article in page.find("article")]

    assert len(sources) >= 10
    for lines in sources:
        assert "\n".join(line.rstrip() for line in lines) in full


def test_a_rule_is_explained_once_with_its_basis_in_words() -> None:
    Path("a.yaml").write_text(GOOD.replace("listPets", "list pets") + GOOD.partition("paths:\n")[2].replace("/p", "/q"))
    page = page_of("a.yaml")
    rules = [rule for rule in page.find("section", "rule") if rule.attributes["id"] == "rule-invalid-action-name"]

    assert len(rules) == 1
    assert rules[0].one("p", "basis").text == "Basis: contract (stated in the API description of the import)"
    assert "The import names an action after its operationId." in rules[0].one("details", "about").text
    assert "rename: preclear check --fix --unsafe-fixes also gives" in rules[0].one("details", "about").text


def test_a_clean_run_says_what_was_checked() -> None:
    Path("a.yaml").write_text(GOOD)
    page = page_of("a.yaml", "--ignore", "all")
    Path("a.yaml").write_text("openapi: [")
    broken = page_of("a.yaml")

    assert summary_of(page) == ("Passed", "No findings in 1 file")
    assert page.find("article") == []
    assert len(page.find("tr", "resource")) == 2
    assert "No plan: no document can be read well enough" in broken.one("main").text


def test_says_what_was_not_checked() -> None:
    Path("a.yaml").write_text(GOOD)
    page = page_of("a.yaml", "no*.yaml")

    assert summary_of(page)[0] == "Incomplete"
    assert "Not checked: no file matches no*.yaml" in [callout.text for callout in page.find("p", "callout")]
    assert summary_of(page_of("no*.yaml")) == ("Incomplete", "Nothing was checked")


def test_suppressed_findings_are_listed_at_the_end_with_their_reason() -> None:
    Path("a.yaml").write_text(
        GOOD.replace("listPets", "list pets # preclear: ignore[invalid-action-name] the vendor's <name>")
    )
    page = page_of("a.yaml")
    (section,) = (section for section in page.find("section") if section.attributes.get("id") == "suppressed")

    assert [item.one("span", "rule-name").text for item in section.find("li")] == ["invalid-action-name"]
    assert section.one("span", "tag").text == "suppressed in the document: the vendor's <name>"
    assert "invalid-action-name" not in [rule.text for rule in page.find("a", "rule-name")]


def test_is_the_same_wherever_it_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "apis"
    folder.mkdir()
    (folder / "a.yaml").write_text(BAD)
    pages = [
        run_apart("check", "apis/a.yaml", "--report", "html", *more, cwd=tmp_path, env={"PYTHONHASHSEED": seed}).out
        for seed, more in (("1", ()), ("2", ("--jobs", "2")))
    ]

    assert pages[0] == pages[1]
    typed = [page_of("apis/a.yaml"), page_of(str(folder / "a.yaml"))]
    monkeypatch.chdir(folder)
    for page in (*typed, page_of("a.yaml")):
        assert [article.one("p", "place").find("code")[0].text for article in page.find("article")][:2] == [
            "apis/a.yaml:7:7",
            "apis/a.yaml:9:19",
        ]
        assert page.one("details", "plan").one("h3").find("code")[0].text == "apis/a.yaml"


@pytest.mark.parametrize("name", ["openapi.json", "openapi.yaml"])
@pytest.mark.parametrize("payload", [*PAYLOADS, "]]>", "<!--", '"\'><b x="', "javascript:alert(1)"], ids=ascii)
def test_hostile_text_stays_text(payload: str, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = poisoned(payload)
    Path(name).write_text(json.dumps(hostile, indent=1) if name.endswith("json") else yaml.safe_dump(hostile))

    page = page_of(name)
    capsys.readouterr()
    expected = json.loads(run(capsys, "check", name, "--output-format", "json").out)["findings"]

    text = Path("page.html").read_text(encoding="utf-8")
    assert len(page.find("script")) == len(page.find("style")) == 1
    assert page.find("img") == []
    assert text.count("<!") == 1
    assert [
        link for link in page.find("a") if not link.attributes["href"].startswith(("#", "https://preclear.example/"))
    ] == []
    assert {name for element in page.all for name in element.attributes if name.startswith("on")} == set()
    assert escape(text.replace("\n", "")) == text.replace("\n", "")
    assert sorted(article.one("span", "message").text.replace("`", "") for article in page.find("article")) == sorted(
        without_ticks(item["message"]) for item in expected
    )


def test_only_addresses_on_the_web_become_links() -> None:
    assert web_address("https://rules.example/a?b=c#d") == "https://rules.example/a?b=c#d"
    assert [web_address(url) for url in ("javascript:alert(1)", "//evil.example", "https://a b", "data:x", None)] == [
        None
    ] * 5


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("no code", "no code"),
        ("`a` and `<b>`", "<code>a</code> and <code>&lt;b&gt;</code>"),
        ("an odd ` tick", "an odd ` tick"),
        ("`a\x1b`", "<code>a\\x1b</code>"),
        ("``", "``"),
    ],
)
def test_text_in_backticks_is_code(text: str, markup: str) -> None:
    assert format_code(text) == markup


def _many(number: int) -> str:
    paths = "".join(
        f"  /p{index}:\n    get:\n      operationId: get p{index}\n      responses: {{'4XX': {{description: gone}}}}\n"
        for index in range(number)
    )
    return GOOD.partition("paths:")[0] + "paths:\n" + paths


@pytest.mark.once
def test_takes_time_and_size_in_proportion_to_the_findings(capsys: pytest.CaptureFixture[str]) -> None:
    from preclear.project import CheckOptions, Project
    from preclear.report import ExitCode, make_finding_report, stream_report

    times: list[float] = []
    sizes: list[int] = []
    for number in (500, 2_000):
        Path("a.yaml").write_text(_many(number))
        options = CheckOptions()._replace(details=frozenset({"kinds", "plans", "suppressed"})).for_programs()
        results = Project(options).check(["a.yaml"])
        report = make_finding_report(results, ExitCode.FINDINGS, Path.cwd())
        assert len(results.findings) >= 2 * number
        gc.collect()
        start = process_time()
        pieces = list(stream_report("html", report))
        times.append(process_time() - start)
        sizes.append(sum(map(len, pieces)))
        assert max(map(len, pieces)) < 400_000  # it's made in pieces

    assert times[1] < 4 * 1.6 * times[0] + 0.05
    assert sizes[1] < 4 * sizes[0]
    assert sizes[1] / 4_000 < 2_000  # characters a finding, with its resource
