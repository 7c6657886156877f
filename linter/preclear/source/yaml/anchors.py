"""YAML's anchors, aliases and merge keys, and how many nodes they stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from preclear.source.json_value import kind_of
from preclear.source.trouble import refuse_syntax
from preclear.source.yaml.reading import UNSUPPORTED_YAML

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.source.document import Document
    from preclear.source.json_value import Json
    from preclear.source.trouble import Unusable
    from preclear.source.yaml.events import Event
    from preclear.source.yaml.reading import Reading


_NAME = re.compile(r"[^\s,\[\]{}]+")
# A colon and a blank behind a name belong to it (1.2.2, 6.9.2), but readers and writers of `*name: value` agree that
# they do not.
_REGULAR_NAME = re.compile(r"[&*][A-Za-z0-9_-]+(?=[\s,\[\]{}]|:(?:\s|\Z)|\Z)")


class Anchored(NamedTuple):
    """What an alias stands for: the value, the text of a scalar, how many nodes it is with everything expanded."""

    value: Json
    text: str | None
    size: int


class IrregularName(Exception):
    """libyaml reads less of an anchor's name than YAML 1.2 does. `name` is what stands in the source."""

    def __init__(self, name: str, start: int) -> None:
        super().__init__(name)
        self.name = name
        self.start = start

    def refuse(self, document: Document) -> Unusable:
        """Add the fault that the name can't be read; gives the exception to raise."""
        message = f"`{self.name[:40]}` is the name of an anchor that few readers can read, expected letters and digits"
        end = self.start + len(self.name)
        return refuse_syntax(document, message, self.start, end, help="use letters, digits, `-` and `_` alone")


class Anchors:
    """The anchors so far, and the counts of nodes.

    `written` counts the keys, values and items of the containers that are closed; `expanded` what aliases add to
    them. The containers themselves are shared, so nothing is copied but the entries that a merge key brings.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.written = 0
        self.expanded = 0
        self.merged = 0
        self._kept: dict[str, Anchored | None] = {}  # None: of a container that is still open

    def open(self, event: Event) -> None:
        """The container with this anchor begins: an alias from inside would make it contain itself."""
        self._check_name(event)
        self._kept[event.anchor or ""] = None

    def close(self, name: str, value: Json, size: int) -> None:
        """The container with this anchor ends. A name that is used again means the later node from there on."""
        self._kept[name] = Anchored(value, None, size)

    def keep(self, event: Event, value: Json, text: str, size: int) -> None:
        """The scalar with this anchor is read."""
        self._check_name(event)
        self._kept[event.anchor or ""] = Anchored(value, text, size)

    def resolve(self, event: Event) -> Anchored | None:
        """What an alias stands for; None where that contains the alias. Raises Unusable."""
        self._check_name(event)
        name = event.anchor or ""
        if name not in self._kept:
            start, end = self.reading.offsets(event)
            message = f"alias `*{name}` has no anchor, expected `&{name}` before it"
            help = f'define the anchor, or put the text in quotes: `"*{name}"`'
            raise refuse_syntax(self.reading.document, message, start, end, help=help)
        return self._kept[name]

    def value(self, event: Event, part: str | int, inside: dict[str, Json] | list[Json]) -> Json:
        """The value of an alias that stands under `part` of `inside`, the innermost open container. Raises Unusable."""
        anchored = self.resolve(event)
        if anchored is None:
            message = f"alias `*{event.anchor}` stands inside of its own anchor, expected a value that has an end"
            help = "refer to it with `$ref`: a schema may refer to itself"
            self.reading.report(UNSUPPORTED_YAML, event, message, part, help=help)
            return None
        self.expanded += anchored.size
        self._check(event, self.expanded, 10, inside)
        return anchored.value

    def check_written(self, event: Event) -> None:
        """Raises Unusable when there are too many nodes up to `event`."""
        limit = self.reading.limits.nodes
        if self.written > limit:
            message = f"there are more than {limit:,} keys, values and items up to here"
            raise self.reading.refuse_limit(event, "nodes", message, limit)

    def merge(self, mapping: dict[str, Json], event: Event, brought: Sequence[Json]) -> None:
        """Add what the merge keys of a mapping bring, the last of which `event` is. Raises Unusable.

        Own keys go before merged ones, and earlier mappings of a list before later ones. yaml.org/type/merge. The
        values of several merge keys are taken for one list, as no reader agrees with another on them.
        """
        listed = [each if isinstance(each, list) else [each] for each in brought]
        for source in (source for sources in listed for source in sources):
            if not isinstance(source, dict):
                message = f"`<<` merges {kind_of(source)}, expected a mapping or a list of mappings"
                help = "give `<<` an alias of a mapping, or remove it"
                self.reading.report(UNSUPPORTED_YAML, event, message, "<<", help=help, at="key")
                continue
            self.merged += len(source)
            self._check(event, self.merged, 1, mapping)
            for key, value in source.items():
                mapping.setdefault(key, value)

    def _check_name(self, event: Event) -> None:
        """Raises IrregularName where libyaml read only a part of an anchor's name."""
        text = self.reading.source.text
        at = event.start_mark.index
        if text[at : at + 1] == "!":
            at = text.find("&", at)  # behind the tag
        if not _REGULAR_NAME.match(text, at):
            name = _NAME.match(text, at + 1)
            raise IrregularName(name[0] if name else "", at + 1)

    def _check(self, event: Event, count: int, times: int, inside: dict[str, Json] | list[Json]) -> None:
        limit = self.reading.limits.expanded_nodes
        if count <= limit:
            return
        open_nodes = (len(items) + 2 * len(mapping or ()) for mapping, items, _, _, _ in self.reading.stack)
        written = self.written + sum(open_nodes) + len(inside) * (2 if isinstance(inside, dict) else 1)
        if count > times * written:
            message = f"with its aliases expanded, the document has more than {max(limit, times * written):,} nodes"
            raise self.reading.refuse_limit(event, "expanded_nodes", message, limit)
