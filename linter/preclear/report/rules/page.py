"""The page of a rule in the documentation, as Markdown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from preclear._urls import DOCUMENTATION
from preclear.report.rule_pages import page_url

if TYPE_CHECKING:
    from preclear.source import Kind

PACKAGE = Path(__file__).parents[2]
PAGES = (PACKAGE / "pages", PACKAGE.parents[1] / "docs" / "rules")
"""The folders with the pages: in an installed package, and next to the sources of an editable install."""

_PAGE_LINK = re.compile(r"\]\(([a-z0-9-]+)\.md(?=[)#])")
_GUIDE_LINK = re.compile(r"\]\(\.\./([a-z0-9-]+)\.md(?=[)#])")
_INDEX_LINK = re.compile(r"\]\(README\.md(?=[)#])")


def read_page(kind: Kind) -> str | None:
    """Return the Markdown of a kind's page. Return None for other rule packs, and if the pages aren't installed."""
    if page_url(kind) is None:
        return None
    for folder in PAGES:
        try:
            return (folder / f"{kind.name}.md").read_text(encoding="utf-8")
        except OSError:
            continue
    return None


def resolve_page_links(text: str) -> str:
    """Make the links of a page to other pages absolute."""
    text = _GUIDE_LINK.sub(rf"]({DOCUMENTATION}/\1", _INDEX_LINK.sub(f"]({DOCUMENTATION}/rules", text))
    return _PAGE_LINK.sub(rf"]({DOCUMENTATION}/rules/\1", text)
