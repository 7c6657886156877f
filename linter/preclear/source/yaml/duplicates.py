"""The keys of a YAML text that stand twice in one mapping, for a text that is known to have some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.keys import report_duplicate
from preclear.source.yaml.index import YamlIndex
from preclear.source.yaml.keys import MERGE_KEY

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.yaml.events import Event
    from preclear.source.yaml.items import Item, Leaf
    from preclear.source.yaml.source import Source

_SHOWN = 3  # aliases in a help


def report_duplicates(document: Document, source: Source) -> None:
    """Report every key of `document` that is there twice."""
    _Duplicates(document, source)


class _Duplicates(YamlIndex):
    """Goes through the events as the index does, and forgets what is closed."""

    def __init__(self, document: Document, source: Source) -> None:
        self._document = document
        self._first: list[dict[str, tuple[int, int]]] = []  # of each open node: where its repeated keys first stand
        super().__init__(document.text, None if source.text == document.text else source)

    def _add(self, stack: list[Item], item: Leaf, merges: bool) -> None:
        parent, part = stack[-1], item.part
        earlier = parent.entries.get(part) if isinstance(part, str) else None
        super()._add(stack, item, merges)
        del self._first[len(stack) :]
        while len(self._first) < len(stack):
            self._first.append({})
        if earlier is None or not isinstance(part, str):
            return
        first = self._first[-1].setdefault(part, (earlier.key_start, earlier.key_end))
        pointer = (*(open.part for open in stack[1:]), part)
        again = (item.key_start, item.key_end)
        report_duplicate(self._document, pointer, first, again, self._help(parent) if merges else None)

    def _close(self, item: Item, event: Event) -> None:
        super()._close(item, event)
        item.entries, item.items, item.merges, item.last = {}, [], None, None

    def _help(self, parent: Item) -> str:
        """How several merge keys of one mapping are written as one."""
        written = [self._text[each.start : each.end] for each in (parent.merges or ())[: _SHOWN + 1]]
        if len(written) > _SHOWN or not all(each.startswith("*") for each in written):
            written = ["*a", "*b"]
        return f"merge them with one key: `{MERGE_KEY}: [{', '.join(written)}]`"
