"""A page of the html format, read by a parser that isn't ours."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"input", "link", "meta", "rect"}
"""Elements of the page without an end tag."""


class Element:
    """An element, its attributes, and everything in it."""

    def __init__(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tag = tag
        self.attributes = {name: value or "" for name, value in attributes}
        self.children: list[Element | str] = []

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def all(self) -> list[Element]:
        """All elements in it, in order."""
        elements: list[Element] = []
        for child in self.children:
            if isinstance(child, Element):
                elements += [child, *child.all]
        return elements

    def find(self, tag: str, class_name: str = "") -> list[Element]:
        """All elements in it with this tag and class."""
        return [
            element for element in self.all if element.tag == tag and (not class_name or class_name in element.classes)
        ]

    def one(self, tag: str, class_name: str = "") -> Element:
        """The only such element."""
        (element,) = self.find(tag, class_name)
        return element


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", [])
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, attrs)
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> ends <{self.open[-1].tag}> at {self.getpos()}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment at {self.getpos()}: {data}")


def parse_page(text: str) -> Element:
    """Parse a page. Raises AssertionError if an element isn't closed where it should be."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    assert [element.tag for element in parser.open] == [""], "unclosed elements"
    return parser.root
