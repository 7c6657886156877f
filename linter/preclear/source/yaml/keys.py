"""YAML's mapping keys: always kept as text, as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.source.json_value import kind_of
from preclear.source.keys import NON_STRING_KEY
from preclear.source.numbers import counted
from preclear.source.trouble import add_fault
from preclear.source.yaml.events import event_kinds
from preclear.source.yaml.scalars import (
    CONSTANTS,
    NoJsonNumber,
    TooManyDigits,
    in_words,
    is_plainly_text,
    older_reading,
    plain_value,
)
from preclear.source.yaml.source import old_break

if TYPE_CHECKING:
    from preclear.source.json_value import Json
    from preclear.source.yaml.anchors import Anchors
    from preclear.source.yaml.events import Event
    from preclear.source.yaml.reading import Reading
    from preclear.source.yaml.values import ValueReader

MERGE_KEY = "<<"
MERGE_TAG = "tag:yaml.org,2002:merge"


class Merge(NamedTuple):
    """The last merge key of an open mapping, and the values of those before it."""

    event: Event
    earlier: list[Json]


class KeyReader:
    """Turns the events of a key into its text. What a plain key means is decided once and remembered."""

    def __init__(self, reading: Reading, values: ValueReader, anchors: Anchors) -> None:
        self.reading = reading
        self.values = values
        self.anchors = anchors
        self.memo: dict[str, str] = {}
        self.merging: dict[int, Merge] = {}  # the merge keys of open mappings, by how deep these lie

    def read(self, event: Event) -> str:
        """The text of a key, of whatever sort. Raises Unusable."""
        kinds = event_kinds()
        if event.__class__ is kinds.scalar:
            return self._scalar(event)
        if event.__class__ is kinds.alias:
            return self._alias(event)
        return self._collection(event)

    def keep_merged(self, value: Json) -> None:
        """Keep the value of an earlier merge key of the innermost mapping: another follows."""
        merge = self.merging.get(len(self.reading.stack))
        if merge is not None:
            merge.earlier.append(value)

    def _merge(self, event: Event) -> None:
        depth = len(self.reading.stack)
        before = self.merging.get(depth)
        self.merging[depth] = Merge(event, [] if before is None else before.earlier)

    def _scalar(self, event: Event) -> str:
        text = event.value
        limit = self.reading.limits.key_bytes
        if len(text) > limit:
            message = f"this key has {len(text):,} characters"
            raise self.reading.refuse_limit(event, "key_bytes", message, limit, width=1)
        if event.anchor is not None:
            self.anchors.keep(event, text, text, 1)
        if not text.isascii() and (character := old_break(text)):
            self._ambiguous(text, f"two lines, broken at {character}")
        if event.tag == MERGE_TAG and text == MERGE_KEY:
            self._merge(event)
            self.values.merge_tag(event)
        elif event.tag is not None:
            self.values.key_tag(event, text)
        elif not event.style:
            self._plain(event, text)
        return text

    def _plain(self, event: Event, text: str) -> None:
        if text not in CONSTANTS and is_plainly_text(text):
            if event.anchor is None:
                self.memo[text] = text
            return
        if text == MERGE_KEY:
            self._merge(event)
            return
        limit = self.reading.limits.digits
        try:
            value = plain_value(text, limit)
        except TooManyDigits as error:
            message = f"this key is a number of {len(text):,} digits"
            raise self.reading.refuse_limit(event, "digits", message, limit) from error
        except NoJsonNumber:
            value = 0.5  # any fraction: no string either
        if text in CONSTANTS or isinstance(value, float):
            self._report(event, text, kind_of(value), f'put it in quotes: `"{text or "null"}"`')
            return
        newer = in_words(value)
        older = older_reading(text) or (newer if isinstance(value, int) and str(value) != text else None)
        if older is not None:
            self._ambiguous(text, older, newer)
        elif event.anchor is None:
            self.memo[text] = text

    def _alias(self, event: Event) -> str:
        anchored = self.anchors.resolve(event)
        if anchored is not None and anchored.text is not None:
            return anchored.text
        text = f"*{event.anchor}"
        self._report(event, text, "a mapping or a list", "write the key out, as text")
        return text

    def _collection(self, start: Event) -> str:
        """Read a key that is a mapping or a list: its text is what is written."""
        reading, kinds = self.reading, event_kinds()
        first, last = reading.offsets(start)[0], self._pass_over(start)
        text = reading.document.text[first:last].rstrip(" \t\r\n")
        kind = "a mapping" if start.__class__ is kinds.mapping_start else "a list"
        pointer = reading.pointer(text)
        message = f"key `{text[:40]}` is {kind}, expected a string"
        add_fault(
            reading.document, NON_STRING_KEY, message, first, first + len(text), help="write the key as text",
            pointer=pointer, part="key",
        )  # fmt: skip
        return text

    def _pass_over(self, event: Event) -> int:
        """Read a mapping or a list that is a key, for the anchors in it; gives the offset behind it."""
        reading, kinds = self.reading, event_kinds()
        deepest = reading.limits.depth - len(reading.stack)
        open_nodes: list[tuple[Event, list[Json]]] = []
        while True:
            if kinds.starts(event):
                if len(open_nodes) >= deepest:
                    message = f"this is nested more than {counted(reading.limits.depth, 'level')} deep"
                    raise reading.refuse_limit(event, "depth", message, reading.limits.depth, width=1)
                if event.anchor is not None:
                    self.anchors.open(event)
                open_nodes.append((event, []))
                event = reading.next_event()
                continue
            if kinds.ends(event):
                start, items = open_nodes.pop()
                value: Json = items
                if start.__class__ is kinds.mapping_start:
                    pairs = zip(items[::2], items[1::2], strict=True)
                    value = {key: item for key, item in pairs if isinstance(key, str)}
                if start.anchor is not None:
                    self.anchors.close(start.anchor, value, len(items) + 1)
                if not open_nodes:
                    return reading.offsets(event)[1]
            else:
                value = self._in_key(event, *open_nodes[-1])
            open_nodes[-1][1].append(value)
            event = reading.next_event()

    def _in_key(self, event: Event, start: Event, items: list[Json]) -> Json:
        """The value of a scalar or an alias in a mapping or a list that is a key; its text where it is a key itself."""
        kinds = event_kinds()
        is_key = start.__class__ is kinds.mapping_start and len(items) % 2 == 0
        if event.__class__ is kinds.alias:
            anchored = self.anchors.resolve(event) if is_key else None
            return anchored.text if anchored else self.anchors.value(event, "", items)
        value = self.values.read(event, "")
        if event.anchor is not None:
            self.anchors.keep(event, value, event.value, 1)
        return event.value if is_key else value

    def _report(self, event: Event, text: str, kind: str, help: str) -> None:
        message = f"key `{text}` is {kind}, expected a string" if text else "the key is empty, expected a string"
        self.reading.report(NON_STRING_KEY, event, message, text, help=help, at="key")

    def _ambiguous(self, text: str, older: str, newer: str = "text") -> None:
        self.reading.add_ambiguous(text, text, "key", older, newer)
