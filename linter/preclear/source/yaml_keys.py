"""YAML's mapping keys: always kept as text, as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.document import Ambiguous
from preclear.source.json_value import kind_of
from preclear.source.keys import NON_STRING_KEY
from preclear.source.numbers import counted
from preclear.source.trouble import add_fault
from preclear.source.yaml_events import event_kinds, old_break
from preclear.source.yaml_scalars import (
    CONSTANTS,
    NoJsonNumber,
    TooManyDigits,
    in_words,
    is_plainly_text,
    older_reading,
    plain_value,
)

if TYPE_CHECKING:
    from preclear.source.yaml_anchors import Anchors
    from preclear.source.yaml_events import Event
    from preclear.source.yaml_reading import Reading
    from preclear.source.yaml_values import ValueReader

MERGE_KEY = "<<"


class KeyReader:
    """Turns the events of a key into its text. What a plain key means is decided once and remembered."""

    def __init__(self, reading: Reading, values: ValueReader, anchors: Anchors) -> None:
        self.reading = reading
        self.values = values
        self.anchors = anchors
        self.memo: dict[str, str] = {}
        self.merging: dict[int, Event] = {}  # the merge keys of open mappings, by how deep these lie

    def read(self, event: Event) -> str:
        """The text of a key, of whatever sort. Raises Unusable."""
        kinds = event_kinds()
        if event.__class__ is kinds.scalar:
            return self._scalar(event)
        if event.__class__ is kinds.alias:
            return self._alias(event)
        return self._collection(event)

    def _scalar(self, event: Event) -> str:
        text = event.value
        limit = self.reading.limits.key_bytes
        if len(text) > limit:
            message = f"this key has {len(text):,} characters"
            raise self.reading.refuse_limit(event, "key_bytes", message, limit, width=1)
        if event.anchor is not None:
            self.anchors.keep(event.anchor, text, text, 1)
        if not text.isascii() and (character := old_break(text)):
            self._ambiguous(text, f"two lines, broken at {character}")
        if event.tag is not None:
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
            self.merging[len(self.reading.stack)] = event
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
        """Pass over a key that is a mapping or a list: its text is what is written."""
        reading, kinds = self.reading, event_kinds()
        event, depth, deepest = start, 0, reading.limits.depth - len(reading.stack)
        while True:
            if kinds.starts(event):
                depth += 1
                if depth > deepest:
                    message = f"this is nested more than {counted(reading.limits.depth, 'level')} deep"
                    raise reading.refuse_limit(event, "depth", message, reading.limits.depth, width=1)
            elif kinds.ends(event):
                depth -= 1
                if not depth:
                    break
            event = reading.next_event()
        first, last = reading.offsets(start)[0], reading.offsets(event)[1]
        text = reading.document.text[first:last].rstrip(" \t\r\n")
        kind = "a mapping" if start.__class__ is kinds.mapping_start else "a list"
        pointer = reading.pointer(text)
        message = f"key `{text[:40]}` is {kind}, expected a string"
        add_fault(
            reading.document, NON_STRING_KEY, message, first, first + len(text), help="write the key as text",
            pointer=pointer, part="key",
        )  # fmt: skip
        return text

    def _report(self, event: Event, text: str, kind: str, help: str) -> None:
        message = f"key `{text}` is {kind}, expected a string" if text else "the key is empty, expected a string"
        self.reading.report(NON_STRING_KEY, event, message, text, help=help, at="key")

    def _ambiguous(self, text: str, older: str, newer: str = "text") -> None:
        self.reading.document.ambiguous.append(Ambiguous(self.reading.pointer(text), "key", text, older, newer))
