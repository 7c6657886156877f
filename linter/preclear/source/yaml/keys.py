"""YAML mapping keys, which are always kept as the text that was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.source.kinds import NON_STRING_KEY
from preclear.source.loader_faults import add_fault
from preclear.source.wording import describe_type, format_count
from preclear.source.yaml.events import event_classes
from preclear.source.yaml.input import find_yaml11_break
from preclear.source.yaml.scalars import (
    CONSTANTS,
    NonFiniteNumberError,
    TooManyDigitsError,
    describe_yaml11_value,
    describe_yaml12_value,
    is_always_text,
    parse_plain,
)

if TYPE_CHECKING:
    from preclear.source.json_value import Json
    from preclear.source.yaml.anchors import Anchors
    from preclear.source.yaml.events import Event
    from preclear.source.yaml.state import LoaderState
    from preclear.source.yaml.values import ValueReader

MERGE_KEY = "<<"
MERGE_TAG = "tag:yaml.org,2002:merge"


class Merge(NamedTuple):
    """The last merge key of an open mapping, and the values of the ones before it."""

    event: Event
    earlier_values: list[Json]


class KeyReader:
    """Turns the events of a key into its text. Plain keys that are strings are remembered."""

    def __init__(self, state: LoaderState, values: ValueReader, anchors: Anchors) -> None:
        self.state = state
        self.values = values
        self.anchors = anchors
        self.memo: dict[str, str] = {}
        self.open_merges: dict[int, Merge] = {}  # the merge keys of open mappings, by their depth

    def read(self, event: Event) -> str:
        """Return the text of a key of any type. Raises LoadError."""
        classes = event_classes()
        if event.__class__ is classes.scalar:
            return self._read_scalar(event)
        if event.__class__ is classes.alias:
            return self._read_alias(event)
        return self._read_collection(event)

    def add_merge_value(self, value: Json) -> None:
        """Keep the value of a merge key of the innermost mapping, because another follows."""
        merge = self.open_merges.get(len(self.state.stack))
        if merge is not None:
            merge.earlier_values.append(value)

    def _start_merge(self, event: Event) -> None:
        depth = len(self.state.stack)
        earlier_merge = self.open_merges.get(depth)
        self.open_merges[depth] = Merge(event, [] if earlier_merge is None else earlier_merge.earlier_values)

    def _read_scalar(self, event: Event) -> str:
        text = event.value
        limit = self.state.limits.key_bytes
        if len(text) > limit:
            message = f"this key has {len(text):,} characters"
            raise self.state.report_exceeded_limit(event, "key_bytes", message, limit, width=1)
        if event.anchor is not None:
            self.anchors.add_scalar(event, text, text, 1)
        if not text.isascii() and (character := find_yaml11_break(text)):
            self._add_ambiguous(text, f"two lines, broken at {character}")
        if event.tag == MERGE_TAG and text == MERGE_KEY:
            self._start_merge(event)
            self.values.report_merge_tag(event)
        elif event.tag is not None:
            self.values.check_key_tag(event, text)
        elif not event.style:
            self._read_plain(event, text)
        return text

    def _read_plain(self, event: Event, text: str) -> None:
        if text not in CONSTANTS and is_always_text(text):
            if event.anchor is None:
                self.memo[text] = text
            return
        if text == MERGE_KEY:
            self._start_merge(event)
            return
        limit = self.state.limits.digits
        try:
            value = parse_plain(text, limit)
        except TooManyDigitsError as error:
            message = f"this key is a number of {len(text):,} digits"
            raise self.state.report_exceeded_limit(event, "digits", message, limit) from error
        except NonFiniteNumberError:
            value = 0.5  # any fraction will do: it isn't a string either
        if text in CONSTANTS or isinstance(value, float):
            self._report(event, text, describe_type(value), f'quote it: `"{text or "null"}"`')
            return
        yaml12_meaning = describe_yaml12_value(value)
        yaml11_meaning = describe_yaml11_value(text) or (
            yaml12_meaning if isinstance(value, int) and str(value) != text else None
        )
        if yaml11_meaning is not None:
            self._add_ambiguous(text, yaml11_meaning, yaml12_meaning)
        elif event.anchor is None:
            self.memo[text] = text

    def _read_alias(self, event: Event) -> str:
        node = self.anchors.resolve(event)
        if node is not None and node.text is not None:
            return node.text
        text = f"*{event.anchor}"
        self._report(event, text, "a mapping or a list", "write the key as text")
        return text

    def _read_collection(self, start: Event) -> str:
        """Return the text of a key that is a mapping or a list, as it's written."""
        state, classes = self.state, event_classes()
        first, last = state.offsets(start)[0], self._skip_key(start)
        text = state.document.text[first:last].rstrip(" \t\r\n")
        description = "a mapping" if start.__class__ is classes.mapping_start else "a list"
        pointer = state.pointer(text)
        message = f"key `{text[:40]}` is {description}, expected a string"
        add_fault(
            state.document, NON_STRING_KEY, message, first, first + len(text), help="write the key as text",
            pointer=pointer, part="key",
        )  # fmt: skip
        return text

    def _skip_key(self, event: Event) -> int:
        """Read a key that is a mapping or a list, for the anchors in it. Returns the offset of its end."""
        state, classes = self.state, event_classes()
        max_depth = state.limits.depth - len(state.stack)
        open_nodes: list[tuple[Event, list[Json]]] = []
        while True:
            if classes.is_start(event):
                if len(open_nodes) >= max_depth:
                    message = f"this is nested more than {format_count(state.limits.depth, 'level')} deep"
                    raise state.report_exceeded_limit(event, "depth", message, state.limits.depth, width=1)
                if event.anchor is not None:
                    self.anchors.open_container(event)
                open_nodes.append((event, []))
                event = state.next_event()
                continue
            if classes.is_end(event):
                start, items = open_nodes.pop()
                value: Json = items
                if start.__class__ is classes.mapping_start:
                    pairs = zip(items[::2], items[1::2], strict=True)
                    value = {key: item for key, item in pairs if isinstance(key, str)}
                if start.anchor is not None:
                    self.anchors.close_container(start.anchor, value, len(items) + 1)
                if not open_nodes:
                    return state.offsets(event)[1]
            else:
                value = self._read_nested(event, *open_nodes[-1])
            open_nodes[-1][1].append(value)
            event = state.next_event()

    def _read_nested(self, event: Event, start: Event, items: list[Json]) -> Json:
        """Return the value of a scalar or an alias inside a key, or its text if it's a key there."""
        classes = event_classes()
        is_key = start.__class__ is classes.mapping_start and len(items) % 2 == 0
        if event.__class__ is classes.alias:
            node = self.anchors.resolve(event) if is_key else None
            return node.text if node else self.anchors.expand(event, "", items)
        value = self.values.read(event, "")
        if event.anchor is not None:
            self.anchors.add_scalar(event, value, event.value, 1)
        return event.value if is_key else value

    def _report(self, event: Event, text: str, description: str, help: str) -> None:
        message = f"key `{text}` is {description}, expected a string" if text else "the key is empty, expected a string"
        self.state.add_fault(NON_STRING_KEY, event, message, text, help=help, place_part="key")

    def _add_ambiguous(self, text: str, yaml11_meaning: str, yaml12_meaning: str = "text") -> None:
        self.state.add_ambiguous(text, text, "key", yaml11_meaning, yaml12_meaning)
