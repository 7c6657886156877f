"""Duplicate keys in a YAML text, for texts that are known to have some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.loader_faults import report_duplicate
from preclear.source.yaml.index import YamlIndex
from preclear.source.yaml.keys import MERGE_KEY

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.parser_input import YamlInput
    from preclear.source.yaml.events import Event
    from preclear.source.yaml.index import YamlBranch, YamlNode

_MAX_ALIASES = 3  # aliases that a help text names


def report_duplicates(document: Document, yaml_input: YamlInput) -> None:
    """Report every duplicate key of `document`."""
    _DuplicateFinder(document, yaml_input)


class _DuplicateFinder(YamlIndex):
    """Builds the index, and drops the nodes of each container when it ends."""

    def __init__(self, document: Document, yaml_input: YamlInput) -> None:
        self._document = document
        # For each open node, the offsets of the first occurrence of its repeated keys.
        self._first_extents: list[dict[str, tuple[int, int]]] = []
        super().__init__(document.text, None if yaml_input.text == document.text else yaml_input)

    def _add(self, stack: list[YamlBranch], item: YamlNode, is_merge: bool) -> None:
        parent, part = stack[-1], item.part
        earlier = parent.entries.get(part) if isinstance(part, str) else None
        super()._add(stack, item, is_merge)
        del self._first_extents[len(stack) :]
        while len(self._first_extents) < len(stack):
            self._first_extents.append({})
        if earlier is None or not isinstance(part, str):
            return
        first = self._first_extents[-1].setdefault(part, (earlier.key_start, earlier.key_end))
        pointer = (*(node.part for node in stack[1:]), part)
        second = (item.key_start, item.key_end)
        report_duplicate(self._document, pointer, first, second, self._describe_fix(parent) if is_merge else None)

    def _close(self, item: YamlBranch, event: Event) -> None:
        super()._close(item, event)
        item.entries, item.items, item.merge_values, item.last_child = {}, [], None, None

    def _describe_fix(self, parent: YamlBranch) -> str:
        """Describe how to write the merge keys of one mapping as one key."""
        sources = [
            self._text[merge_value.start : merge_value.end]
            for merge_value in (parent.merge_values or ())[: _MAX_ALIASES + 1]
        ]
        if len(sources) > _MAX_ALIASES or not all(merge_value.startswith("*") for merge_value in sources):
            sources = ["*a", "*b"]
        return f"merge them with one key: `{MERGE_KEY}: [{', '.join(sources)}]`"
