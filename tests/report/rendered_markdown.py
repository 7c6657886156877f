"""Markdown as GitHub renders it: by its own parser, cmark-gfm, with raw HTML let through so that it can be seen.

GitHub itself then turns words of plain text into links, emojis and formulas. `list_acting_words` finds those.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

_RENDER: Callable[[str, int], str] = import_module("cmarkgfm").github_flavored_markdown_to_html  # has no types
_UNSAFE: int = import_module("cmarkgfm.cmark").Options.CMARK_OPT_UNSAFE
_VOID = frozenset({"br", "hr", "img", "input"})
_ACTING = re.compile(
    r"(?<![\w`])@[\w-]+|(?<!\w)#\d+|\bGH-\d+|://|\bwww\.|:[\w+-]+:|\$|\b[0-9a-f]{7,40}\b", re.IGNORECASE
)


class Text(NamedTuple):
    """A piece of text, and the tags around it, the outermost first."""

    tags: tuple[str, ...]
    text: str


class Rendered(NamedTuple):
    """A rendered text: its elements with their attributes, its pieces of text, and comments and declarations."""

    elements: list[tuple[str, dict[str, str | None]]]
    texts: list[Text]
    others: list[str]

    def join(self, tag: str) -> list[str]:
        """Return the text of each element of this kind, without the text of those inside of it."""
        found: list[str] = []
        last: tuple[str, ...] | None = None
        for tags, text in self.texts:
            if tag in tags:
                if tags[: tags.index(tag) + 1] != last:
                    found.append("")
                found[-1] += text
                last = tags[: tags.index(tag) + 1]
            else:
                last = None
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rendered = Rendered([], [], [])
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.rendered.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.rendered.texts.append(Text(tuple(self.open), data))

    def handle_comment(self, data: str) -> None:
        self.rendered.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.rendered.others.append(decl)

    def unknown_decl(self, data: str) -> None:
        self.rendered.others.append(data)

    def handle_pi(self, data: str) -> None:
        self.rendered.others.append(data)


def render(markdown: str) -> Rendered:
    """Render a text. Fails if its elements aren't closed in order."""
    reader = _Reader()
    reader.feed(_RENDER(markdown, _UNSAFE))
    reader.close()
    assert reader.open == []
    return reader.rendered


def list_acting_words(rendered: Rendered) -> list[str]:
    """List the words of plain text that GitHub makes a link, an emoji or a formula of."""
    return [
        match[0]
        for tags, text in rendered.texts
        if not {"code", "a", "pre"} & {*tags}
        for match in _ACTING.finditer(text)
    ]
