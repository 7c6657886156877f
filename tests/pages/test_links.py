"""Links between the pages lead to files and headings that exist, on a code host as on the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tools.markdown_pages import find_links, list_anchors

from tests.pages.all_pages import DOCS, PAGES, ROOT, RULES, name_of

if TYPE_CHECKING:
    from pathlib import Path

ALL_PAGES = [*PAGES, *sorted(RULES.glob("*.md"))] if PAGES else []


def broken_links(text: str, page: Path) -> list[str]:
    """Return the links of a page's text that lead to no file, to no heading, or out of the repository."""
    broken: list[str] = []
    for link in find_links(text):
        path, _, anchor = link.target.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not link.is_relative:
            continue
        if target != page and not (target.is_relative_to(ROOT) and target.is_file()):
            broken.append(link.target)
        elif anchor:
            target_text = text if target == page else target.read_text(encoding="utf-8")
            broken += [link.target] if anchor not in list_anchors(target_text) else []
    return broken


@pytest.mark.parametrize("page", ALL_PAGES, ids=name_of)
def test_every_relative_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    assert broken_links(page.read_text(encoding="utf-8"), page) == []


@pytest.mark.skipif(not PAGES, reason="needs the pages, which an installed package has not")
@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("[a](commands.md#exit-codes), [b](ci/github.md), [c](../README.md#try-it)", []),
        ("[a](nowhere.md)", ["nowhere.md"]),
        ("[a](commands.md#no-such-heading)", ["commands.md#no-such-heading"]),
        ("# Here\n\n[a](#here), [b](#there)", ["#there"]),
        ("[a\nb](nowhere.md), [`c`](gone.md)", ["nowhere.md", "gone.md"]),
        ("`[a](nowhere.md)`\n\n```md\n[b](nowhere.md)\n# Heading\n```\n\n[c](#heading)", ["#heading"]),
        ("[a](../../elsewhere.md)", ["../../elsewhere.md"]),
        ("[a](https://example.com/nowhere.md)", []),
    ],
)
def test_a_link_that_leads_nowhere_is_found(text: str, broken: list[str]) -> None:
    assert broken_links(text, DOCS / "page.md") == broken


@pytest.mark.parametrize("page", ALL_PAGES, ids=name_of)
def test_a_page_has_one_title_and_no_heading_twice(page: Path) -> None:
    anchors = list_anchors(page.read_text(encoding="utf-8"))
    titles = [line for line in page.read_text(encoding="utf-8").splitlines()[:1] if line.startswith("# ")]

    assert len(titles) == 1
    assert len(anchors) == len(set(anchors))


@pytest.mark.skipif(not PAGES, reason="needs the pages, which an installed package has not")
def test_every_page_is_linked_from_another() -> None:
    linked = {
        (page.parent / link.target.partition("#")[0]).resolve()
        for page in ALL_PAGES
        for link in find_links(page.read_text(encoding="utf-8"))
        if link.is_relative
    }

    assert [name_of(page) for page in ALL_PAGES if DOCS in page.parents and page not in linked] == []


def table_faults(text: str) -> list[str]:
    """Return the lines that look like rows but aren't, or have another number of cells than their heading."""
    prose = re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)
    faults: list[str] = []
    for table in re.findall(r"(?:^\|.*\n?)+", prose, re.MULTILINE):
        rows = table.splitlines()
        widths = [len(re.findall(r"(?<!\\)\|", row)) for row in rows]
        if len(rows) < 3 or not re.fullmatch(r"\|(?: :?-{3,}:? \|)+", rows[1]):
            faults.append(rows[0])
        faults += [row for row, width in zip(rows, widths, strict=True) if width != widths[0]]
    return faults


@pytest.mark.parametrize("page", ALL_PAGES, ids=name_of)
def test_every_table_has_a_heading_and_rows_of_its_width(page: Path) -> None:
    assert table_faults(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("| a | b |\n| --- | ---: |\n| 1 | 2 |\n", []),
        ("| a | b \\| c |\n| --- | --- |\n| 1 | 2 |\n", []),
        ("| a | b |\n| --- | --- |\n| 1 |\n", ["| 1 |"]),
        ("| a | b | --- | --- | 1 | 2 |\n", ["| a | b | --- | --- | 1 | 2 |"]),
        ("```text\n| no | table\n```\n", []),
    ],
)
def test_a_broken_table_is_found(text: str, faults: list[str]) -> None:
    assert table_faults(text) == faults
