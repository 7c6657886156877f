"""What a built site loads from other hosts; it should be nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_LOADING_ATTRIBUTES = ("src", "srcset", "poster", "data", "style")
_NAMING_LINKS = ("canonical", "prev", "next", "alternate", "describedby")
"""Links in the head that browsers don't follow by themselves."""

_STYLE_URL = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
_FOREIGN = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)


class Resource(NamedTuple):
    """An address that a browser loads for a file of the site; the file's path is relative to the site."""

    path: str
    url: str


class _PageParser(HTMLParser):
    """Collects the addresses that a browser loads for a page before anyone clicks."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._in_style = tag == "style"
        for name in _LOADING_ATTRIBUTES:
            text = values.get(name, "")
            self.urls += (
                _style_urls(text) if name == "style" else re.split(r",\s+", text) if name == "srcset" else [text]
            )
        if tag == "link" and values.get("rel") not in _NAMING_LINKS:
            self.urls.append(values.get("href", ""))

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.urls += _style_urls(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False


def find_foreign_resources(site: Path) -> list[Resource]:
    """Return what the pages and style sheets of a built site load from other hosts.

    What scripts load isn't known. The theme's Content-Security-Policy holds it back.
    """
    found: list[Resource] = []
    for path in sorted(site.rglob("*")):
        urls: list[str] = []
        if path.suffix == ".html":
            parser = _PageParser()
            parser.feed(path.read_text(encoding="utf-8"))
            urls = parser.urls
        elif path.suffix == ".css":
            urls = _style_urls(path.read_text(encoding="utf-8"))
        found += [Resource(path.relative_to(site).as_posix(), url) for url in urls if _FOREIGN.match(url)]
    return found


def _style_urls(css: str) -> list[str]:
    return [quoted or plain for plain, quoted in _STYLE_URL.findall(css)]
