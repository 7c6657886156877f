"""A page of the documentation, rendered for a terminal with colour. This is the only module that uses rich for it."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, ClassVar

from rich.console import Console
from rich.markdown import CodeBlock, Heading, Markdown, TableElement
from rich.padding import Padding
from rich.style import Style as RichStyle
from rich.syntax import ANSISyntaxTheme, Syntax
from rich.table import Table
from rich.theme import Theme

from preclear.report.rules.page import resolve_page_links

if TYPE_CHECKING:
    from rich.console import ConsoleOptions, RenderResult

_MAX_WIDTH = 120  # cells; longer lines are hard to read
_THEME = Theme(
    {"markdown.code": "cyan", "markdown.h1": "bold", "markdown.h2": "bold", "markdown.h3": "bold"}, inherit=True
)
_CODE_THEME = ANSISyntaxTheme(
    {
        ("Name", "Tag"): RichStyle(color="blue"),
        ("Literal", "String"): RichStyle(color="green"),
        ("Comment",): RichStyle(dim=True),
    }
)


def render_page(text: str, width: int, *, has_links: bool = False) -> str:
    """Return the Markdown of a rule's page with ANSI escape codes, in lines of at most `width` cells, up to 120.

    Links to other pages become absolute. Without `has_links`, the addresses follow their texts.
    """
    output = StringIO()
    console = Console(
        file=output,
        width=min(width, _MAX_WIDTH),
        force_terminal=True,
        color_system="standard",
        legacy_windows=False,
        highlight=False,
        theme=_THEME,
    )
    console.print(_Page(resolve_page_links(text), hyperlinks=has_links))
    return "".join(f"{line.rstrip()}\n" for line in output.getvalue().splitlines())


class _Heading(Heading):
    """A heading at the left margin."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        self.text.justify = "left"
        if self.tag == "h1":
            self.text.stylize("underline")
        yield self.text


class _CodeBlock(CodeBlock):
    """Indented code in the colours of the terminal."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        code = Syntax(str(self.text).rstrip(), self.lexer_name, theme=_CODE_THEME, word_wrap=True)
        yield Padding(code, (0, 0, 0, 4))


class _Table(TableElement):
    """A table without lines; that of a page's facts has no headings."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        headings = self.header.row.cells if self.header is not None and self.header.row is not None else []
        has_headings = any(cell.content.plain for cell in headings)
        table = Table(box=None, show_header=has_headings, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        for heading in headings:
            table.add_column(heading.content)
        for row in self.body.rows if self.body is not None else ():
            table.add_row(*(cell.content for cell in row.cells))
        yield table


class _Page(Markdown):
    elements: ClassVar = {
        **Markdown.elements,
        "heading_open": _Heading,
        "fence": _CodeBlock,
        "code_block": _CodeBlock,
        "table_open": _Table,
    }
