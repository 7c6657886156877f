"""The report as a page in a browser: it works from a file, without a network, and nothing in a document acts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from preclear.cli import main
from tests.hostile.test_injection import poisoned
from tests.report.browser import CHROMIUM, open_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source import Json
    from tests.report.browser import Page

PETSHOP = Path(__file__).parents[2] / "fixtures" / "projects" / "petshop" / "openapi.yaml"
ATTACKS = (
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '" onmouseover=alert(1) x="',
    "' autofocus onfocus=alert(1) '",
    "<svg onload=alert(1)>",
    "<!-- <script>",
    "]]><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "<iframe src=https://evil.example></iframe>",
    "<link rel=stylesheet href=https://evil.example/a.css>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
)
MANY = 60

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium isn't on the PATH"),
]

VISIBLE = "[...document.querySelectorAll('article.finding')].filter(e => e.checkVisibility())"
ROWS = "[...document.querySelectorAll('.resource')].filter(e => e.checkVisibility())"


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    with open_browser() as page:
        page.resize(1280)
        yield page


def make_page(folder: Path, *documents: Path) -> Path:
    file = folder / "report.html"
    main(["check", *map(str, documents), "--report", f"html={file}"])
    return file


@pytest.fixture
def petshop(browser: Page, tmp_path: Path) -> Page:
    """The page of the petshop, opened, which must not have complained or made a request when a test ends."""
    browser.open(make_page(tmp_path, PETSHOP))
    return browser


@pytest.fixture
def many(browser: Page, tmp_path: Path) -> Page:
    """The page of a document whose findings and actions are so many that they are folded."""
    paths: Json = {f"/p{number}": {"get": {"operationId": f"get p{number}", "responses": {}}} for number in range(MANY)}
    document: Json = {
        "openapi": "3.1.0",
        "info": {"title": "Many", "version": "1"},
        "servers": [{"url": "https://a.example"}],
        "paths": paths,
    }
    (tmp_path / "many.json").write_text(json.dumps(document, indent=1))
    browser.open(make_page(tmp_path, tmp_path / "many.json"))
    return browser


def assert_quiet(page: Page) -> None:
    page.evaluate("new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)))")
    assert page.messages == []
    assert [url for url in page.requests if not url.startswith("data:")] == page.requests[:1]
    assert page.requests[0].startswith("file:///")


def names_of(page: Page, elements: str) -> list[str]:
    names: list[str] = page.evaluate(
        f"{elements}.map(e => e.dataset.name ?? e.querySelector('.rule-name').textContent)"
    )
    return names


def test_it_opens_without_a_message_or_a_request(petshop: Page) -> None:
    assert petshop.evaluate("document.title") == "Failed: Found 10 errors and 2 infos in 2 files."
    assert petshop.evaluate(f"{VISIBLE}.length") == 12
    assert petshop.evaluate(f"{ROWS}.length") == 9
    assert_quiet(petshop)


def test_typing_filters_the_plan_and_the_findings(petshop: Page) -> None:
    petshop.press("/")
    petshop.type("getpet UNDECLARED")

    assert names_of(petshop, VISIBLE) == ["undeclared-path-parameter"]
    assert names_of(petshop, ROWS) == ["getPet"]
    assert petshop.evaluate("document.getElementById('finding-count').textContent") == "Showing 1 of 12 findings"
    assert petshop.evaluate("document.getElementById('plan-count').textContent") == "Showing 1 of 9 resources"
    assert petshop.evaluate("document.querySelectorAll('#groups-nav a').length") == 1

    petshop.type(" nothing")
    assert petshop.evaluate(f"{VISIBLE}.length + {ROWS}.length") == 0
    assert petshop.evaluate("document.getElementById('no-match').checkVisibility()")

    petshop.press("Escape")
    assert petshop.evaluate("document.getElementById('search').value") == ""
    assert petshop.evaluate(f"{VISIBLE}.length + {ROWS}.length") == 12 + 9
    assert_quiet(petshop)


def test_the_plan_is_filtered_by_status_and_type(petshop: Page) -> None:
    petshop.click("input[name=status][value=blocked]")
    petshop.click("input[name=type][value=action]")
    petshop.click("input[name=type][value=trigger]")

    statuses = petshop.evaluate(f"{ROWS}.map(e => e.dataset.type + ' ' + e.dataset.status)")
    assert statuses == ["action blocked"] * 3 + ["trigger blocked"]
    assert petshop.evaluate(f"{VISIBLE}.length") == 12

    petshop.click("input[name=status][value=blocked]")
    petshop.click("input[name=status][value=ok]")
    assert petshop.evaluate(f"{ROWS}.length") == 0
    assert_quiet(petshop)


def test_the_findings_are_filtered_by_severity_and_fix(petshop: Page) -> None:
    petshop.click("input[name=severity][value=info]")
    assert names_of(petshop, VISIBLE) == ["external-reference", "server-variable"]

    petshop.click("input[name=fix]")
    assert names_of(petshop, VISIBLE) == []
    assert petshop.evaluate("document.getElementById('no-match').checkVisibility()")

    petshop.click("#reset")
    petshop.click("input[name=fix][value='safe rename']")
    assert petshop.evaluate(f"{VISIBLE}.length") == 4
    petshop.click("input[name=fix][value='safe rename adapt']")
    assert petshop.evaluate(f"{VISIBLE}.length") == 10

    petshop.click("#reset")
    assert petshop.evaluate(f"{VISIBLE}.length") == 12
    assert_quiet(petshop)


@pytest.mark.parametrize("mode", ["file", "resource"])
def test_the_findings_are_grouped_by_file_and_by_resource_and_by_rule_again(petshop: Page, mode: str) -> None:
    titles = "[...document.querySelectorAll('#groups > section > h3')].map(e => e.textContent)"
    before = names_of(petshop, VISIBLE)

    petshop.click(f"input[name=group][value={mode}]")

    groups = petshop.evaluate(titles)
    assert petshop.evaluate(f"{VISIBLE}.length") == 12
    if mode == "file":
        assert [title.rpartition("petshop/")[2] for title in groups] == ["models/pet.yaml", "openapi.yaml"]
        places = petshop.evaluate(f"{VISIBLE}.map(e => e.querySelector('.place code').textContent)")
        lines = [tuple(map(int, place.split(":")[1:])) for place in places if "openapi.yaml" in place]
        assert lines == sorted(lines)
    else:
        assert "action getPet" in groups
        assert petshop.evaluate(
            "[...document.querySelectorAll('#groups > section')].filter(e => e.querySelector('h3 a')).every(group => {"
            " const row = document.querySelector(group.querySelector('h3 a').hash);"
            " return [...group.querySelectorAll('article')].every(e => row.dataset.findings.includes(e.id.slice(2)))})"
        )
    assert petshop.evaluate("document.getElementById('rules-title').checkVisibility()")

    petshop.click("input[name=group][value=rule]")
    assert petshop.evaluate(titles) == []
    assert names_of(petshop, VISIBLE) == before
    assert_quiet(petshop)


def test_the_theme_follows_the_system_until_it_is_chosen(petshop: Page) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    petshop.set_scheme("dark")
    dark = petshop.evaluate(background)
    petshop.set_scheme("light")
    light = petshop.evaluate(background)

    assert dark != light
    petshop.click("#theme")
    petshop.click("#theme")
    assert petshop.evaluate("document.getElementById('theme').textContent") == "Theme: dark"
    assert petshop.evaluate(background) == dark
    petshop.click("#theme")
    assert petshop.evaluate(background) == light
    assert_quiet(petshop)


def test_keys_move_through_the_findings(petshop: Page) -> None:
    current = f"{VISIBLE}.indexOf(document.activeElement)"

    assert petshop.evaluate(current) == -1
    positions: list[int] = []
    for key in ("j", "j", "ArrowDown", "k", "ArrowUp", "k"):
        petshop.press(key)
        positions.append(petshop.evaluate(current))

    assert positions == [0, 1, 2, 1, 0, 0]
    assert petshop.evaluate("document.activeElement.getBoundingClientRect().top >= 56")
    petshop.press("/")
    petshop.type("jk")
    assert petshop.evaluate("document.getElementById('search').value") == "jk"
    petshop.press("Escape")
    assert petshop.evaluate("document.activeElement === document.body")
    assert_quiet(petshop)


def test_every_control_is_reached_by_tab_and_shows_its_focus(petshop: Page) -> None:
    controls = (
        "[...document.querySelectorAll('input[type=checkbox], #search, #theme')].filter(e => e.checkVisibility())"
    )
    expected = petshop.evaluate(f"{controls}.length")
    reached: set[int] = set()
    for _ in range(60):
        petshop.press("Tab")
        index = petshop.evaluate(f"{controls}.indexOf(document.activeElement)")
        if index >= 0:
            reached.add(index)
            outline = "getComputedStyle(document.activeElement.closest('.chip') ?? document.activeElement).outlineStyle"
            assert petshop.evaluate(outline) == "solid"

    assert reached == set(range(expected))
    assert petshop.evaluate(
        "[...document.querySelectorAll('button, input, a')].filter(e => e.checkVisibility())"
        ".every(e => e.textContent || e.ariaLabel || e.labels?.length)"
    )
    assert_quiet(petshop)


def test_the_place_of_a_finding_is_copied(petshop: Page) -> None:
    petshop.call("Browser.grantPermissions", permissions=["clipboardReadWrite"])
    petshop.click("article.finding .copy")
    petshop.wait_for("document.querySelector('article.finding .copy').textContent !== 'Copy'")
    place = petshop.evaluate("document.querySelector('article.finding .place code').textContent")

    result = petshop.evaluate("document.querySelector('article.finding .copy').textContent")
    copied = "navigator.clipboard.readText()" if result == "Copied" else "getSelection().toString()"
    assert petshop.evaluate(copied) == place
    assert place.endswith(":14:20")
    assert_quiet(petshop)


def test_long_lists_are_folded_and_links_unfold_them(many: Page) -> None:
    group = "document.getElementById('rule-invalid-action-name')"
    shown = f"[...{group}.querySelectorAll('article')].filter(e => e.checkVisibility()).length"
    assert many.evaluate(shown) == 10
    assert many.evaluate(f"{ROWS}.filter(e => e.dataset.type === 'action').length") == 10

    many.press("/")
    many.type("p59")
    assert many.evaluate(f"{ROWS}.map(e => e.dataset.name)") == ["get p59"]
    many.evaluate(f"{ROWS}[0].querySelector('a').click()")
    many.wait_for("location.hash.startsWith('#f-')")
    many.wait_for("document.querySelector(':target').checkVisibility()")

    many.press("Escape")
    many.click("#rule-invalid-action-name .show-all")
    assert many.evaluate(shown) == MANY
    assert_quiet(many)


def test_a_link_to_a_folded_finding_shows_it(many: Page) -> None:
    target = "document.querySelectorAll('#rule-invalid-action-name article')[40]"
    assert not many.evaluate(f"{target}.checkVisibility()")

    many.evaluate(f"location.hash = {target}.id")
    many.wait_for(f"{target}.checkVisibility()")
    many.wait_for(f"Math.abs({target}.getBoundingClientRect().top) < innerHeight")
    assert_quiet(many)


def test_the_plans_of_many_documents_are_folded_until_a_filter_finds_something(browser: Page, tmp_path: Path) -> None:
    documents = [tmp_path / f"{name}.json" for name in ("ant", "bee", "cat", "dog")]
    for document in documents:
        operation: Json = {"operationId": f"list_{document.stem}", "responses": {"200": {"description": "all"}}}
        content: Json = {
            "openapi": "3.1.0",
            "info": {"title": document.stem, "version": "1"},
            "servers": [{"url": "https://a.example"}],
            "paths": {"/p": {"get": operation}},
        }
        document.write_text(json.dumps(content))
    browser.open(make_page(tmp_path, *documents))
    plans = "[...document.querySelectorAll('details.plan')].filter(e => e.checkVisibility())"

    assert browser.evaluate(f"{plans}.map(e => e.open)") == [False] * 4
    browser.press("/")
    browser.type("list_cat")
    assert browser.evaluate(f"{plans}.map(e => e.open)") == [True]
    assert names_of(browser, ROWS) == ["list_cat"]

    browser.press("Escape")
    assert browser.evaluate(f"{plans}.map(e => e.open)") == [False] * 4
    browser.evaluate("location.hash = 'resource-12'")
    browser.wait_for("document.getElementById('resource-12').checkVisibility()")
    assert_quiet(browser)


def test_all_findings_of_a_resource_are_shown_from_the_plan(petshop: Page) -> None:
    expected = petshop.evaluate("document.querySelector('.more button').closest('.resource').dataset.findings").split()

    petshop.click(".more button")

    assert sorted(petshop.evaluate(f"{VISIBLE}.map(e => e.id.slice(2))")) == sorted(expected)
    assert len(expected) == 4
    petshop.click("#resource-filter")
    assert petshop.evaluate(f"{VISIBLE}.length") == 12
    assert_quiet(petshop)


def test_it_is_readable_without_script(browser: Page, tmp_path: Path) -> None:
    file = make_page(tmp_path, PETSHOP)
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(file)
        assert browser.evaluate(f"{VISIBLE}.length") == 12
        assert not browser.evaluate("document.getElementById('search').checkVisibility()")
        assert browser.evaluate("[...document.querySelectorAll('.controls')].every(e => !e.checkVisibility())")
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)


_CONTRASTS = """(() => {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const luminance = (color) => {
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const hasText = e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  const isClear = color => color === 'transparent' || color === 'rgba(0, 0, 0, 0)';
  const texts = [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && hasText(e));
  return texts.map(e => {
    let back = e;
    while (isClear(getComputedStyle(back).backgroundColor)) back = back.parentElement;
    const [high, low] = [luminance(getComputedStyle(e).color), luminance(getComputedStyle(back).backgroundColor)]
      .sort((a, b) => b - a);
    return [(high + 0.05) / (low + 0.05), e.className || e.tagName];
  });
})()"""
"""The contrast of every visible text with what is behind it, and the class of its element."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_enough_contrast(petshop: Page, scheme: str) -> None:
    petshop.set_scheme(scheme)
    try:
        petshop.click("input[name=severity][value=error]")
        contrasts: list[tuple[float, str]] = petshop.evaluate(_CONTRASTS)
    finally:
        petshop.set_scheme("light")

    assert len(contrasts) > 200
    assert [(round(ratio, 2), name) for ratio, name in contrasts if ratio < 4.5] == []  # WCAG 2.2, level AA


@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
def test_no_width_makes_the_page_scroll_sideways(petshop: Page, width: int) -> None:
    petshop.resize(width)
    try:
        assert petshop.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert petshop.evaluate(f"{VISIBLE}.every(e => e.getBoundingClientRect().right <= innerWidth)")
    finally:
        petshop.resize(1280)


def test_printed_everything_is_unfolded(many: Page) -> None:
    many.call("Emulation.setEmulatedMedia", media="print")
    try:
        assert many.evaluate(f"{VISIBLE}.length") == many.evaluate("document.querySelectorAll('article').length")
        assert many.evaluate(f"{ROWS}.length") == many.evaluate("document.querySelectorAll('.resource').length")
        assert not many.evaluate("document.getElementById('search').checkVisibility()")
        assert many.evaluate("[...document.querySelectorAll('.source')].every(e => e.scrollWidth <= e.clientWidth + 1)")
    finally:
        many.call("Emulation.setEmulatedMedia", media="")
    printed = many.print()
    assert printed.startswith(b"%PDF")
    assert_quiet(many)


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_text_does_not_act(browser: Page, tmp_path: Path, attack: str) -> None:
    (tmp_path / "hostile.json").write_text(json.dumps(poisoned(attack), indent=1))
    browser.open(make_page(tmp_path, tmp_path / "hostile.json"))

    assert browser.evaluate(f"{VISIBLE}.length") > 10
    assert attack in browser.evaluate("document.body.textContent")
    for mode in ("file", "resource", "rule"):
        browser.click(f"input[name=group][value={mode}]")
    browser.press("/")
    browser.type("alert")
    browser.press("Escape")
    browser.press("j")
    assert browser.evaluate("document.querySelectorAll('main :is(script, img, iframe, link, base, meta)').length") == 0
    assert browser.evaluate("document.scripts.length") == 1
    assert_quiet(browser)


def test_the_policy_stops_what_an_escape_would_miss(petshop: Page) -> None:
    petshop.evaluate(
        "(() => { const e = document.createElement('img'); e.src = 'https://evil.example/a.png';"
        " document.body.append(e); const s = document.createElement('script');"
        " try { s.text = 'window.hacked = 1'; } catch { window.blocked = 1; } document.body.append(s); })()"
    )

    petshop.wait_for("window.blocked === 1")
    assert petshop.evaluate("window.hacked") is None
    assert [message for message in petshop.messages if "evil.example" in message]
