"""The Markdown format, rendered by the parser of GitHub and read back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from preclear.engine import PlanSummary, ResourceSummary
from preclear.project.notes import KnownFindings, SkippedFiles, UnmatchedPattern
from preclear.report import ExitCode
from preclear.report.formats.json_object import stream_report_json
from preclear.report.formats.markdown import COMMENT_LENGTH, stream_markdown
from preclear.report.formats.markdown.text import format_cell, format_code, format_html_code, format_prose
from preclear.report.rendering.escape import escape
from preclear.source import Document, Place, Position, Span
from tests.report.making import KIND, checked, document, finding, place, report_of
from tests.report.rendered_markdown import Rendered, list_acting_words, render

if TYPE_CHECKING:
    from preclear.engine import CheckResult, PlanStatus, ResourceType
    from preclear.report import FindingReport
    from preclear.source import Severity

HOSTILE = (
    "# heading",
    "</details></summary>\n\n# x",
    "<script>alert(1)</script><img src=x onerror=alert(1)><!-- -->",
    "[a](javascript:alert(1)) ![b](https://evil.example/b.png) <https://evil.example>",
    "https://evil.example www.evil.example a@evil.example @octocat octo/cat#12 #12 GH-12",
    "d6cd1e2bd19e03a81132a23b2025920577f84e37 :tada: $x$ $`y`$ ~~a~~ **b** __c__ ~x !1 %2 &3",
    "a `b` ``c`` `d",
    "`a``b`` ` ```",
    "`" * 100 + "<img src=x>" + "`" * 100,
    "a | b |\n| --- |",
    "- [ ] a\n> [!NOTE]\n> b\n***\n1. c",
    "[^1] [a]: https://evil.example",
    "`a`@octocat`b`",
    "\\",
    "&lt;b&gt; &amp;copy; &#64;octocat",
    "\u202e\u200b\x1b[31m\0\ud800",
    "`` ` ``<b>`",
    "=== --- +++",
)
MARKDOWN = st.text(st.sampled_from("`<>[]()!@#$:/*_~|\\&- \n1aw.\u202e=\"'"), max_size=40)
RULE_PAGE = "https://preclear.example/docs/rules/"
SEVERITIES = ("error", "warning", "info")
KNOWN_TAGS = {"h2", "h3", "p", "ul", "li", "strong", "code", "a", "details", "summary"} | {
    *("table", "thead", "tbody", "tr", "th", "td")
}


class Listed(NamedTuple):
    """A finding, as it is read in a rendered report; without backticks, which make code of names."""

    path: str
    severity: str
    place: str
    message: str
    rule: str


def read_findings(rendered: Rendered) -> list[Listed]:
    """Read the findings of a report: an item of a list each, in a section of a file each."""
    found: list[Listed] = []
    path = ""
    texts = iter(rendered.texts)
    item: list[str] | None = None
    for tags, text in texts:
        if tags[-2:] == ("summary", "code"):
            path = text
        if tags[:3] != ("details", "ul", "li") or tags.count("li") > 1:
            continue
        if tags[-1] == "strong":
            item = [text]
        elif item is not None and tags[-2:] == ("a", "code"):
            found.append(make_listed(path, item, text))
            item = None
        elif item is not None:
            item.append(text)
    return found


def make_listed(path: str, texts: list[str], rule: str) -> Listed:
    severity, _, place, *rest = texts
    return Listed(plain(path), severity, place, plain("".join(rest).removeprefix(": ").removesuffix(" (")), rule)


def plain(text: str) -> str:
    """The text as far as it must be the same: backticks become code, and many of them escapes."""
    return re.sub(r"\s+", " ", escape(text).replace("`", "").replace("\\x60", "")).strip()


def expect_findings(report: FindingReport) -> list[Listed]:
    return [
        Listed(
            plain(found.path), found.severity, f"{found.span.start.line}:{found.span.start.column}",
            plain(found.message), found.rule.name,
        )
        for found in report.results.findings
    ]  # fmt: skip


def assert_inert(rendered: Rendered) -> None:
    assert {tag for tag, _ in rendered.elements} <= KNOWN_TAGS
    assert rendered.others == []
    assert list_acting_words(rendered) == []
    for tag, attributes in rendered.elements:
        assert attributes.keys() <= {"a": {"href"}, "details": {"open"}}.get(tag, set())
        assert (attributes.get("href") or RULE_PAGE).startswith(RULE_PAGE)


def many(severity: Severity, count: int, path: str = "pets.yaml", first: int = 1) -> list[CheckResult]:
    """Results of one document, each with a finding on a line of its own."""
    spans = [Span(Position(line, 1), Position(line, 2)) for line in range(first, first + count)]
    places = [Place(Document(path, None, b"", "x: 1\n"), (), exact=span) for span in spans]
    messages = [f"`x` is wrong in line {span.start.line}" for span in spans]
    return [
        checked(at.document, finding(at, message, severity=severity))
        for at, message in zip(places, messages, strict=True)
    ]


def make_plan(path: str, *resources: tuple[ResourceType, PlanStatus]) -> PlanSummary:
    connector = ResourceSummary("connector", "a", "ok", (), path, 1, 1, (), 0)
    return PlanSummary(
        path, connector, tuple(connector._replace(resource=resource, status=status) for resource, status in resources)
    )


def test_the_whole_report() -> None:
    doc = document("a: 1\nbcd: 2\n")
    wrong = finding(place(doc, "bcd"), help="write `y`", related=(("`a` is here", place(doc, "a")),))
    info = finding(place(doc, "a"), "`a` is snake_case", severity="info")
    report = report_of(
        checked(doc, wrong, info, omitted={("made-up-rule", "pets.yaml"): 3}),
        problems=[UnmatchedPattern("*.json")],
        notes=[UnmatchedPattern("*.json"), KnownFindings(2, "base.json")],
        plans=[make_plan("pets.yaml", ("action", "blocked"), ("action", "ok"), ("definition", "degraded"))],
        exit_code=ExitCode.UNCHECKED,
    )

    url = "https://preclear.example/docs/rules/made-up-rule"
    assert (
        "".join(stream_markdown(report))
        == f"""\
## preclear: ⚠️ 4 errors and 1 info

**Not everything could be checked.**
Found 4 errors and 1 info in 1 file.

### Not checked

- no file matches `*.json`

| Document | Connector | Auth scheme configs | Actions | Triggers | Definitions |
| --- | --- | --- | --- | --- | --- |
| `pets.yaml` | ok | 0 | 2 (1 blocked) | 0 | 1 (1 degraded) |

<details open>
<summary><code>pets.yaml</code>: 1 error and 1 info</summary>

- **info** `1:1`: `a` is snake\\_case ([`made-up-rule`]({url}))
- **error** `2:1`: `x` is wrong; expected it right ([`made-up-rule`]({url}))
  - related: `a` is here (`pets.yaml:1:1`)
  - help: write `y`

</details>

### Notes

- and 3 more of `made-up-rule` in pets.yaml
- 2 known findings in base.json; use `--no-ignores` to report them
"""
    )


@pytest.mark.parametrize(
    ("exit_code", "severity", "heading"),
    [
        (ExitCode.OK, None, "preclear: ✅ no findings"),
        (ExitCode.OK, "warning", "preclear: ✅ 1 warning"),
        (ExitCode.FINDINGS, "warning", "preclear: ❌ 1 warning"),
        (ExitCode.UNCHECKED, "error", "preclear: ⚠️ 1 error"),
    ],
)
def test_the_heading_says_what_came_of_it(exit_code: ExitCode, severity: Severity | None, heading: str) -> None:
    results = many(severity, 1) if severity else [checked(document("a: 1\n"))]

    assert render("".join(stream_markdown(report_of(*results, exit_code=exit_code)))).join("h2") == [heading]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_text_acts_and_all_of_it_is_read(text: str) -> None:
    doc = document("a: 1\nb: 2\n", path=f"{text}.yaml".replace("\0", "0"))
    at = place(doc, "a")
    report = report_of(
        checked(doc, finding(at, f"action `{text}` is wrong", help=text, related=((text, at),)), finding(at, text)),
        problems=[UnmatchedPattern(text)],
        notes=[SkippedFiles((text,)), KnownFindings(1, text)],
        plans=[make_plan(text, ("action", "ok"))],
    )

    rendered = render("".join(stream_markdown(report)))

    assert_inert(rendered)
    assert read_findings(rendered) == expect_findings(report)
    assert rendered.join("h2") == ["preclear: ❌ 2 errors"]
    assert rendered.join("h3") == ["Not checked", "Notes"]
    assert rendered.join("td")[0] == escape(text).replace("|", "\\x7c") or "`" in text


@given(MARKDOWN)
@example("`a`:b:`c`")
@example("a`$`b")
def test_prose_shows_the_text_and_nothing_acts(text: str) -> None:
    rendered = render(f"- x: {format_prose(text)} (y)\n")

    assert_inert(rendered)
    assert {tag for tag, _ in rendered.elements} <= {"ul", "li", "code"}
    assert plain("".join(rendered.join("li"))) == plain(f"x: {text} (y)")


@given(MARKDOWN)
@example("`" * 21)
def test_code_is_one_span_that_shows_the_text(text: str) -> None:
    expected = escape(text) or '""'
    for markdown in (f"- x: {format_code(text)}\n", f"<p>\n{format_html_code(text or expected)}\n</p>\n"):
        (shown,) = render(markdown).join("code")
        assert shown == (expected if "`" * 21 not in text or "<p>" in markdown else expected.replace("`", "\\x60"))


@given(MARKDOWN)
def test_a_cell_is_one_cell(text: str) -> None:
    rendered = render(f"| a | b |\n| --- | --- |\n| {format_cell(text)} | c |\n")

    first, second = rendered.join("td")
    assert first.strip() == ((escape(text) or '""').replace("|", "\\x7c")).strip()
    assert second == "c"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`a` is wrong", "`a` is wrong"),
        ("action name `a`b` has `c`", "action name ``a`b`` has `c`"),
        ("expected `a`, `b` and (`c`)", "expected `a`, `b` and (`c`)"),
        ("see https://a.example.", "see `https://a.example.`"),
        ("`a", "\\`a"),
        ("snake_case *x*", "snake\\_case \\*x\\*"),
        ("@octocat", "`@octocat`"),
        ("50% of a & b", "50% of a &amp; b"),
    ],
)
def test_prose_stays_readable(text: str, expected: str) -> None:
    assert format_prose(text) == expected


def test_a_report_without_a_limit_has_all_findings_that_json_has() -> None:
    content = [
        *many("error", 1_000, "a.yaml"), *many("info", 1_000, "b.yaml"), *many("warning", 1_000, "c.yaml"),
    ]  # fmt: skip
    report = report_of(*content)

    rendered = render("".join(stream_markdown(report, max_length=None)))

    assert read_findings(rendered) == expect_findings(report)
    assert "".join(stream_report_json(report)).count('"fingerprint"') == 3_000


@pytest.mark.parametrize("max_length", [2_000, 10_000, COMMENT_LENGTH, 1 << 20])
def test_a_report_is_no_longer_than_its_limit_and_keeps_the_errors(max_length: int) -> None:
    content = [
        *many("info", 1_000, "a.yaml"),
        *many("warning", 1_000, "b.yaml"),
        *many("error", 40, "b.yaml", 2_000),
        *many("error", 1_000, "犬.yaml"),
    ]
    report = report_of(
        *content,
        problems=[UnmatchedPattern("*" * number) for number in range(1, 300)],
        notes=[KnownFindings(1, "b" * number) for number in range(1, 300)],
        plans=[make_plan(f"{number}.yaml", ("action", "ok")) for number in range(300)],
    )

    text = "".join(stream_markdown(report, max_length=max_length))

    assert max_length // 2 < len(text.encode()) <= max_length or max_length == 1 << 20
    rendered = render(text)
    assert_inert(rendered)
    listed = read_findings(rendered)
    assert listed
    expected = sorted(expect_findings(report), key=lambda found: SEVERITIES.index(found.severity))
    assert {found.severity for found in listed} <= {found.severity for found in expected[: len(listed)]}
    for path in {found.path for found in listed}:  # of a file, the first of each severity
        of_file = [found for found in listed if found.path == path]
        assert {*of_file} == {*[found for found in expected if found.path == path][: len(of_file)]}
    left_out = re.findall(r"([\d,]+) (?:error|warning|info)s?\b", text.partition("**Left out**")[2].partition("\n")[0])
    assert len(listed) + sum(int(number.replace(",", "")) for number in left_out) == 3_040
    assert rendered.join("td") == [] or re.search(r"^and [\d,]+ more documents$", text, re.MULTILINE)


def test_one_rule_does_not_crowd_out_the_others() -> None:
    doc = document("a: 1\n", "b.yaml")
    other = replace(KIND, name="other-rule")
    rare = [finding(place(doc, "a"), kind=other), finding(place(doc, "1"), kind=other, severity="warning")]

    text = "".join(stream_markdown(report_of(*many("error", 3_000), checked(doc, *rare)), max_length=8_000))
    listed = read_findings(render(text))

    assert [found.rule for found in listed if found.path == "b.yaml"] == ["other-rule"]
    assert {found.severity for found in listed} == {"error"}


def test_many_findings_are_counted_by_rule_in_closed_sections() -> None:
    other = checked(document("a: 1\n", "b.yaml"), omitted={("made-up-rule", "b.yaml"): 3})

    text = "".join(stream_markdown(report_of(*many("error", 51), other)))

    assert "| [`made-up-rule`](https://preclear.example/docs/rules/made-up-rule) | error | 54 |" in text
    assert "<details>\n<summary><code>pets.yaml</code>: 51 errors</summary>" in text
