"""The documentation site: its navigation, the addresses of rules, its links, and what it loads from elsewhere."""

from __future__ import annotations

import json
import re
import tomllib
from html import unescape
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

import pytest
from tools.build_site import CONFIG, ROOT, RULES_INDEX, build, list_files, localize, main, make_config, stage
from tools.build_site import PAGES as DOCS
from tools.markdown_pages import describe, indent_nested_blocks, keep_code_together
from tools.site_resources import Resource, find_foreign_resources

from preclear._urls import DOCUMENTATION
from preclear.engine import all_kinds
from preclear.report import page_url
from preclear.rule import discover_rules
from tests.pages.all_pages import PAGES
from tests.report.browser import CHROMIUM, open_browser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Navigation: TypeAlias = "str | list[Navigation] | dict[str, Navigation]"
RENDER_AS_CODE_HOST: Callable[[str], str] = import_module("cmarkgfm").github_flavored_markdown_to_html  # has no types

pytestmark = pytest.mark.skipif(not PAGES, reason="needs the pages, which an installed package has not")
needs_zensical = pytest.mark.skipif(find_spec("zensical") is None, reason="needs zensical, from the group `docs`")


PAGES_OF_SITE = [(path, site_path) for path, site_path in list_files().items() if path.endswith(".md")]


def address_of(site: Path, path: str) -> Path:
    """Return the file that is served for a page of the site's sources."""
    folder, name = (site / path).parent, (site / path).stem
    return folder / "index.html" if name in ("README", "index") else folder / name / "index.html"


def read_project() -> dict[str, Any]:
    """Return the settings of the site, with a section for each category of rules."""
    text = make_config(CONFIG.read_text("utf-8"), (DOCS / RULES_INDEX).read_text("utf-8"))
    project: dict[str, Any] = tomllib.loads(text)["project"]
    return project


def list_pages(navigation: Navigation) -> Iterator[str]:
    """Yield the pages of a navigation in its order."""
    if isinstance(navigation, str):
        yield navigation
    else:
        for entry in navigation.values() if isinstance(navigation, dict) else navigation:
            yield from list_pages(entry)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    target = tmp_path_factory.mktemp("built") / "site"
    assert main([str(target)]) == 0
    return target


def test_the_navigation_has_every_page_once() -> None:
    listed = list(list_pages(read_project()["nav"]))

    assert sorted(listed) == sorted(path for path in list_files().values() if path.endswith(".md"))


def test_the_page_of_a_rule_is_where_findings_lead() -> None:
    address = read_project()["site_url"]
    pages = {page.removesuffix(".md") for page in list_pages(read_project()["nav"])}
    kinds = all_kinds(discover_rules()).values()

    assert address == f"{DOCUMENTATION}/"
    assert len(kinds) > 100
    for kind in kinds:
        url = page_url(kind)
        assert url is not None
        assert url.removeprefix(address) in pages


@needs_zensical
def test_every_rule_has_a_page_on_the_site_and_the_index_is_at_rules(site: Path) -> None:
    for name in all_kinds(discover_rules()):
        assert f">{name}<" in re.sub(r"<a class=.headerlink.*", "<", (site / "rules" / name / "index.html").read_text())
    assert "<h1" in (site / "rules" / "index.html").read_text("utf-8")


@needs_zensical
def test_every_page_holds_back_what_scripts_load_from_elsewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))

    assert len(pages) > 100
    assert [page for page in pages if "content=\"default-src 'self'; " not in page.read_text(encoding="utf-8")] == []


@needs_zensical
@pytest.mark.parametrize("link", ["[a](nowhere.md)", "[a](commands.md#no-such-heading)"])
def test_a_link_that_leads_nowhere_fails_the_build(tmp_path: Path, link: str) -> None:
    config = stage(tmp_path)
    with (tmp_path / "docs" / "limits.md").open("a", encoding="utf-8") as page:
        page.write(f"\n{link}\n")

    assert not build(config)


def read_meta(page: Path, name: str) -> list[str]:
    """Return the contents of a page's `meta` elements of a name or property."""
    found = re.findall(rf'<meta (?:name|property)="{name}" content="([^"]*)"', page.read_text("utf-8"))
    return [unescape(content) for content in found]


@needs_zensical
def test_every_page_has_a_description_of_its_own(site: Path) -> None:
    pages = [address_of(site, site_path) for _, site_path in PAGES_OF_SITE]
    descriptions = {page: read_meta(page, "description") for page in pages}

    assert [page for page, found in descriptions.items() if len(found) != 1] == []
    assert [page for page, found in descriptions.items() if read_meta(page, "og:description") != found] == []
    assert len({found for (found,) in descriptions.values()}) == len(pages)
    assert read_meta(site / "rules" / "status-range" / "index.html", "og:title") == ["status-range"]


@needs_zensical
def test_the_title_of_the_start_page_says_what_preclear_is(site: Path) -> None:
    (title,) = re.findall(r"<title>(.*)</title>", (site / "index.html").read_text("utf-8"))

    assert title == f"preclear: {read_project()['site_description']}"


@needs_zensical
def test_a_page_that_is_not_there_leads_to_pages_that_are(site: Path) -> None:
    content = (site / "404.html").read_text("utf-8").partition("<article")[2].partition("</article>")[0]
    links = re.findall(r'<a href="([^"]*)"', content)

    assert len(links) == 4
    folder = urlsplit(str(read_project()["site_url"])).path
    assert [link for link in links if not (site / link.removeprefix(folder) / "index.html").exists()] == []


@needs_zensical
def test_the_search_has_the_messages_of_rules_and_not_what_is_alike_on_their_pages(site: Path) -> None:
    sections = json.loads((site / "search.json").read_text("utf-8"))["items"]
    of_rules = [section for section in sections if section["location"].startswith("rules/")]

    assert {section["title"] for section in of_rules} >= {"status-range", "Bad"}
    assert {section["title"] for section in of_rules} & {"Good", "Suppress a finding"} == set()
    (messages,) = [section for section in of_rules if section["location"] == "rules/status-range/#bad"]
    assert "is a range; expected a single status" in messages["text"]


@needs_zensical
def test_sessions_on_the_site_have_the_parts_that_the_copy_script_looks_for(site: Path) -> None:
    page = (site / "index.html").read_text("utf-8")
    session = page.partition('<div class="language-console')[2].partition("</div>")[0]

    assert '<span class="gp">$ </span>preclear' in session
    assert '<span class="go">' in session
    assert re.search(r'<script src="(?:[^"]*/)?assets/copy\.js"', page)


@pytest.mark.skipif(CHROMIUM is None, reason="chromium isn't on the PATH")
def test_of_a_session_the_commands_are_copied(tmp_path: Path) -> None:
    session = '<span class="gp">$ </span>preclear check\n<span class="go">Found</span>\n<span class="gp">$ </span>ls\n'
    blocks = f'<div class="language-console"><pre id="a"><code>{session}</code></pre></div><pre id="b"><code>$ c\n'
    buttons = "".join(f'</code></pre><button data-clipboard-target="#{name} > code">c</button>' for name in "ab")
    script = (DOCS / "assets" / "copy.js").read_text("utf-8")
    (tmp_path / "page.html").write_text(f"<!doctype html>{blocks}{buttons}<script>{script}</script>")

    with open_browser() as page:
        page.open(tmp_path / "page.html")
        copied = [
            page.evaluate(f"(e => (e.click(), e.dataset.clipboardText))(document.querySelectorAll('button')[{index}])")
            for index in (0, 1)
        ]

    assert copied == ["preclear check\nls", None]


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("# A\n\nSee [b](b.md), `c` and *d*:\n\n- e\n", "See b, c and d"),
        ("# A\n\n`a *` is\nb.\n\nMore.\n", "a * is b."),
        (f"# A\n\n{'One. ' * 39}Is it? Two is cut.\n", f"{'One. ' * 39}".strip()),
        (f"# A\n\n{'a' * 300}. B.\n", f"{'a' * 300}."),
        ("# A\n\n| a |\n| --- |\n", ""),
        ("# A\n\n```sh\na\n```\n\nB\n", ""),
        ("# A\n", ""),
    ],
)
def test_a_description_is_the_first_paragraph_in_plain_text(text: str, description: str) -> None:
    assert describe(text) == description


FILES = {"docs/a.md": "a.md", "docs/ci/b.md": "ci/b.md", "CHANGELOG.md": "changelog.md", "x.json": "x.json"}


@pytest.mark.parametrize(
    ("path", "link", "localized"),
    [
        ("docs/a.md", "[b](ci/b.md#top)", "[b](ci/b.md#top)"),
        ("docs/ci/b.md", "[a](../a.md)", "[a](../a.md)"),
        ("docs/ci/b.md", "[c](../../CHANGELOG.md)", "[c](../changelog.md)"),
        ("docs/a.md", "[`x`](../x.json)", "[`x`](x.json)"),
        ("CHANGELOG.md", "[a](docs/a.md), [b](docs/ci/b.md#top)", "[a](a.md), [b](ci/b.md#top)"),
        ("docs/a.md", "see [`tests/t.py::test_a`](../tests/t.py)", "see `tests/t.py::test_a`"),
        ("docs/a.md", "[top](#top), [web](https://example.com/a.md)", "[top](#top), [web](https://example.com/a.md)"),
        ("docs/a.md", "`[t](../tests/t.py)`", "`[t](../tests/t.py)`"),
    ],
)
def test_links_lead_to_the_pages_of_the_site(path: str, link: str, localized: str) -> None:
    assert localize(link, path, FILES) == localized


@pytest.mark.parametrize(
    ("text", "indented"),
    [
        ("- a\n  - b\n  - c\n", "- a\n    - b\n    - c\n"),
        ("- a\n  b\n", "- a\n  b\n"),
        (
            "1. a\n\n   ```yaml\n   a: 1\n\n     b: 2\n   ```\n2. b\n",
            "1. a\n\n    ```yaml\n    a: 1\n\n      b: 2\n    ```\n2. b\n",
        ),
        ("- a\n\n  more\n", "- a\n\n    more\n"),
        ("```text\n  - a\n\n  b\n```\n", "```text\n  - a\n\n  b\n```\n"),
    ],
)
def test_blocks_in_lists_are_indented_for_the_site(text: str, indented: str) -> None:
    assert indent_nested_blocks(text) == indented


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("`--fix` and `fix`", "`--fix`{: .whole } and `fix`"),
        ("`preclear check --fix --unsafe-fixes`", "`preclear check --fix --unsafe-fixes`"),
        ("```sh\npreclear check --fix\n```\n", "```sh\npreclear check --fix\n```\n"),
        ("[`--since`](a.md)", "[`--since`](a.md)"),
    ],
)
def test_short_code_with_a_hyphen_is_marked(text: str, marked: str) -> None:
    assert keep_code_together(text) == marked


def count_elements(html: str) -> dict[str, int]:
    """Return how many headings, lists, items, tables, cells and code blocks a page has."""
    names = ("h1", "h2", "h3", "ol", "ul", "li", "table", "tr", "td", "pre", "strong", "em")
    return {name: len(re.findall(rf"<{name}[ >]", html)) for name in names}


@needs_zensical
@pytest.mark.parametrize(("path", "site_path"), PAGES_OF_SITE, ids=[path for path, _ in PAGES_OF_SITE])
def test_a_page_of_the_site_has_the_parts_that_a_code_host_shows(site: Path, path: str, site_path: str) -> None:
    page = address_of(site, site_path).read_text("utf-8")
    html = page.partition("<article")[2].partition("</article>")[0]
    expected = RENDER_AS_CODE_HOST((ROOT / path).read_text("utf-8"))

    assert count_elements(html) == count_elements(expected)
    assert "{: ." not in html


def test_a_config_without_the_entry_of_the_rules_is_refused() -> None:
    with pytest.raises(ValueError, match=r"`zensical\.toml` has 0 entries"):
        make_config("[project]\n", "## a\n")


@pytest.mark.parametrize("arguments", [["a", "b"], ["--serve"]])
def test_wrong_usage_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("usage: ")


@pytest.mark.parametrize(
    ("file", "text", "urls"),
    [
        ("a.html", '<script src="https://cdn.example/a.js"></script>', ["https://cdn.example/a.js"]),
        ("a.html", '<link rel="stylesheet" href="//fonts.example/a.css">', ["//fonts.example/a.css"]),
        ("a.html", '<link rel="preconnect" href="https://fonts.example">', ["https://fonts.example"]),
        ("a.html", '<img srcset="a.png 1x, https://img.example/a.png 2x">', ["https://img.example/a.png 2x"]),
        ("a.html", '<p style="background: url(https://img.example/b.png)">', ["https://img.example/b.png"]),
        ("a.html", "<style>@import 'https://css.example/a.css';</style>", ["https://css.example/a.css"]),
        ("a.css", "@font-face { src: url('https://fonts.example/a.woff2') }", ["https://fonts.example/a.woff2"]),
        ("a.html", '<a href="https://example.com">a</a><link rel="canonical" href="https://example.com/a">', []),
        (
            "a.html",
            '<script src="../a.js"></script><img src="data:image/png;base64,aa"><p>url(https://x.example)</p>',
            [],
        ),
    ],
)
def test_what_is_loaded_from_other_hosts_is_found(tmp_path: Path, file: str, text: str, urls: list[str]) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / file).write_text(text)

    assert find_foreign_resources(tmp_path) == [Resource(f"sub/{file}", url) for url in urls]
