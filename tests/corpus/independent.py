"""An independent reading of a document: what must stand in the span of a finding.

JSON is read by the standard library, YAML by PyYAML's composer: neither has a part in how places are found here.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import yaml
from yaml.scanner import ScannerError

if TYPE_CHECKING:
    from preclear.source import Document, Place, Span


class Reading:
    """One document, read once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines = document.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self.json = document.format == "json"
        self._root: Any = json.loads(document.text) if self.json else _root(document.text)

    def fits(self, place: Place) -> str | None:
        """What is wrong with the span of `place`; None where the text in it is what its pointer names."""
        text = self._text(place.span)
        return self._fits_json(place, text) if self.json else self._fits_yaml(place, text)

    def _text(self, span: Span) -> str:
        (first, start), (last, end) = span
        if first == last:
            return self.lines[first - 1][start - 1 : end - 1]
        middle = self.lines[first : last - 1]
        return "\n".join([self.lines[first - 1][start - 1 :], *middle, self.lines[last - 1][: end - 1]])

    def _fits_json(self, place: Place, text: str) -> str | None:
        value = self._root
        for part in place.pointer:
            value = value[part]
        wanted = place.pointer[-1] if place.part == "key" else value
        return None if json.loads(text) == wanted else f"{text[:80]!r} is not {str(wanted)[:80]!r}"

    def _fits_yaml(self, place: Place, text: str) -> str | None:
        node = self._root
        for part in place.pointer:
            node = _entry(node, part)
        if place.part == "key":
            written = _compose(text)
            return None if written.value == place.pointer[-1] else f"{text[:80]!r} is not the key {place.pointer[-1]!r}"
        start = place.span.start
        if text.startswith("*") or (not text and _is_empty(node)):
            return None  # an alias stands for its anchor; nothing is written where the value is null
        marked = (node.start_mark.line + 1, node.start_mark.column + 1)
        if not text.startswith(("&", "!")) and marked != start and not self._after_properties(node, place.span):
            return f"starts at {tuple(start)}, the independent parser says {marked}"
        if isinstance(node, yaml.ScalarNode):
            written = _compose(" " * (start.column - 1) + text)
            return (
                None
                if written.value.rstrip("\n") == node.value.rstrip("\n")
                else f"{text[:80]!r} is not {node.value[:80]!r}"
            )
        return None

    def _after_properties(self, node: yaml.Node, span: Span) -> bool:
        """Whether only an anchor or a tag stands between the two starts."""
        before = self.lines[node.start_mark.line][node.start_mark.column :]
        return before.startswith(("&", "!")) and span.start.line >= node.start_mark.line + 1


def _root(text: str) -> Any:
    try:
        return _compose(text)
    except ScannerError:  # PyYAML takes no tab in the blank lines of a block scalar, YAML does
        return _compose(re.sub(r"(?m)^( *)\t[ \t]*$", r"\1", text))


def _compose(text: str) -> Any:
    loader = yaml.CSafeLoader(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value == ""


def _entry(node: Any, part: str | int) -> Any:
    """The value of one step; of the last of equal keys, and of a merged one where there is no own one."""
    if isinstance(node, yaml.SequenceNode):
        return node.value[part]
    found = [value for key, value in node.value if key.value == part]
    if found:
        return found[-1]
    for key, value in node.value:
        if key.value == "<<":
            for source in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                if any(inner.value == part for inner, _ in source.value):
                    return _entry(source, part)
    raise AssertionError(f"the independent parser has no {part!r}")
