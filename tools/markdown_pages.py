"""Links and headings of Markdown pages, as a code host reads them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PARTS = re.compile(
    r"(?P<block>^ *(?P<fence>`{3,})[^\n]*\n.*?^ *(?P=fence)`*$)"
    r"|(?P<link>\[(?P<text>(?:`[^`]*`|[^\[\]`])*)\]\((?P<target>[^()\s]+)\))"
    r"|(?P<span>(?P<ticks>`+).+?(?P=ticks)(?!`))",
    re.DOTALL | re.MULTILINE,
)
"""Code blocks, links and code spans; what looks like a link in code isn't one."""

_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)


_WHOLE = 26
"""Characters of the longest code span, with its backticks, that is kept on one line; a phone has room for more."""


_DESCRIPTION = 200
"""Characters after which a page's description ends with the sentence before; search engines show about as many."""


class Link(NamedTuple):
    """A link of a page: its text, which can have code in it, and where it leads."""

    text: str
    target: str

    @property
    def is_relative(self) -> bool:
        """Whether it leads to a file beside the page, or to a heading of the page itself."""
        return re.match(r"[a-z][a-z0-9+.-]*:|/", self.target) is None


class CodeBlock(NamedTuple):
    """A code block: its language, which can be empty, its text without the indentation of the fence, and its line."""

    language: str
    text: str
    line: int


def find_links(text: str) -> Iterator[Link]:
    """Yield the links of a page in their order."""
    for match in _PARTS.finditer(text):
        if match["link"]:
            yield Link(match["text"], match["target"])


def replace_links(text: str, replace: Callable[[Link], str]) -> str:
    """Return the page with each link replaced by what `replace` returns for it, in Markdown."""

    def substitute(match: re.Match[str]) -> str:
        return replace(Link(match["text"], match["target"])) if match["link"] else match[0]

    return _PARTS.sub(substitute, text)


def keep_code_together(text: str) -> str:
    """Return a page whose short code spans with a hyphen have the class `whole`, in the syntax of Python-Markdown.

    Browsers break lines after a hyphen, and would show `--fix` on two lines.
    """

    def mark(match: re.Match[str]) -> str:
        is_short = match["span"] is not None and match["ticks"] == "`" and "-" in match[0] and len(match[0]) <= _WHOLE
        return f"{match[0]}{{: .whole }}" if is_short else match[0]

    return _PARTS.sub(mark, text)


def describe(text: str) -> str:
    """Return the first paragraph of a page as plain text; empty if the page doesn't begin with prose.

    If it's long, the last sentences are left out.
    """
    paragraph = next((part for part in re.split(r"\n{2,}", text.strip()) if not part.startswith("#")), "")
    if re.match(r"[|>-]|```|\* |\d+\. ", paragraph):
        return ""
    plain = " ".join(replace_links(paragraph, lambda link: link.text).replace("`", "").split())
    plain = re.sub(r"(?<!\w)\*+(\S.*?)\*+(?!\w)", r"\1", plain).removesuffix(":")
    sentences = re.split(r"(?<=[.?]) (?=\S)", plain)
    length = 0
    for count, sentence in enumerate(sentences):
        length += len(sentence) + 1
        if count and length > _DESCRIPTION:
            return " ".join(sentences[:count])
    return plain


def find_blocks(text: str) -> Iterator[CodeBlock]:
    """Yield the code blocks of a page in their order; lines are numbered from 1 and are those of the opening fences."""
    for match in _PARTS.finditer(text):
        if match["block"]:
            opening, *lines = match["block"].split("\n")
            indent = len(opening) - len(opening.lstrip(" "))
            body = "".join(f"{line[indent:]}\n" for line in lines[:-1])
            yield CodeBlock(opening.strip(" `"), body, text.count("\n", 0, match.start()) + 1)


def list_anchors(text: str) -> list[str]:
    """Return the anchors of a page's headings, as GitHub computes them."""
    prose = _PARTS.sub(lambda match: match[0] if match["block"] is None else "", text)
    seen: Counter[str] = Counter()
    anchors: list[str] = []
    for heading in _HEADING.findall(prose):
        shown = replace_links(heading, lambda link: link.text)
        anchor = re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")
        anchors.append(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor)
        seen[anchor] += 1
    return anchors


def indent_nested_blocks(text: str) -> str:
    """Return a page whose blocks inside list items are indented by four spaces, as Python-Markdown requires.

    A code host reads two or three. Lists have two levels at most.
    """
    parts: list[str] = []
    end = 0
    for match in _PARTS.finditer(text):
        if match["block"]:
            parts += (_indent_items(text[end : match.start()]), _indent_block(match["block"]))
            end = match.end()
    return "".join((*parts, _indent_items(text[end:])))


def _indent_items(text: str) -> str:
    """Indent list items and paragraphs; the other lines of a paragraph can be anywhere."""
    return re.sub(r"(?m)^ {1,3}(?=(?:[-*]|\d+\.) )|(?<=\n\n) {1,3}(?=\S)", "    ", text)


def _indent_block(block: str) -> str:
    indent = len(block) - len(block.lstrip(" "))
    return re.sub(r"(?m)^(?=.)", " " * (4 - indent), block) if 0 < indent < 4 else block
