"""YAML to values, in one pass over libyaml's events: no recursion, no node graph, every limit held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.decode import control_character, refuse
from preclear.source.numbers import counted
from preclear.source.trouble import Unusable, refuse_syntax, take_faults
from preclear.source.yaml.anchors import Anchors, IrregularName
from preclear.source.yaml.depth import in_front_of_limit
from preclear.source.yaml.events import event_kinds
from preclear.source.yaml.keys import MERGE_KEY, KeyReader
from preclear.source.yaml.mend import mend
from preclear.source.yaml.reading import Reading
from preclear.source.yaml.source import source_of, without_name
from preclear.source.yaml.stream import (
    holds_no_document,
    read_end,
    report_directives,
    report_misplaced_tabs,
)
from preclear.source.yaml.tabs import WrongTab
from preclear.source.yaml.values import MISSING, ValueReader
from preclear.source.yaml.words import Problem, refuse_character, refuse_problem

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.json_value import Json
    from preclear.source.limits import Limits
    from preclear.source.yaml.events import Event
    from preclear.source.yaml.source import Source


def load_yaml(document: Document, limits: Limits) -> Json:
    """The value of `document.text`. What is wrong with it goes to the document's faults.

    Raises Unusable, with a fault, where the text can't be read.
    """
    from yaml import YAMLError

    source = source_of(document.text)
    before = len(document.faults)
    while True:
        try:
            value = YamlLoader(document, limits, source).load()
        except (YAMLError, IrregularName) as error:
            take_faults(document, before)
            problem = Problem.of(error) if isinstance(error, YAMLError) else None
            read = None if problem is None else in_front_of_limit(source.text, problem)
            source = source._replace(text=read) if read is not None else _mended(document, source, error)
        else:
            document.source = None if source.text == document.text else source
            report_directives(document)
            report_misplaced_tabs(document, *source.misplaced)
            return value


def _mended(document: Document, source: Source, error: Exception) -> Source:
    """What to read in place of `source`, in which `error` was found. Raises Unusable, with a fault, where it is one."""
    if isinstance(error, IrregularName):
        mended = without_name(source, error.name)
        if mended is None:
            raise error.refuse(document) from error
        return mended
    problem = Problem.of(error)
    try:
        mended = mend(source, problem)
    except WrongTab as wrong:
        raise refuse_character(document, wrong.at) from error
    if mended is None:
        raise _refuse(document, problem) from error
    return mended


def _refuse(document: Document, problem: Problem) -> Unusable:
    if holds_no_document(document.text):
        return _refuse_empty(document)
    found = control_character(document.text)
    if found is not None and problem.line is None:
        at, name = found
        message = f"`{name}` is a control character: YAML has no place for it"
        help = "remove it, or write it as an escape in double quotes"
        return refuse_syntax(document, message, at, at + 1, help=help)
    return refuse_problem(document, problem)


def _refuse_empty(document: Document) -> Unusable:
    help = "give an OpenAPI document, as YAML or JSON text"
    return refuse(document, "the file is empty: it has nothing but blanks and comments", help)


class YamlLoader:
    """Reads one text, once."""

    def __init__(self, document: Document, limits: Limits, source: Source) -> None:
        self.reading = Reading(document, limits, source)
        self.anchors = Anchors(self.reading)
        self.values = ValueReader(self.reading)
        self.keys = KeyReader(self.reading, self.values, self.anchors)
        self.duplicated = False

    def load(self) -> Json:
        """The first document's value. Raises yaml.YAMLError and Unusable."""
        reading, kinds = self.reading, event_kinds()
        event = reading.next_event()
        while event.__class__ is not kinds.document_start:
            if event.__class__ is kinds.stream_end:
                raise _refuse_empty(reading.document)
            event = reading.next_event()
        value = self._read()
        read_end(reading)
        if self.duplicated:
            from preclear.source.yaml.duplicates import report_duplicates

            report_duplicates(reading.document, reading.source)
        return value

    def _read(self) -> Json:
        """The first document's value. Every event goes through this one loop, so it keeps all it needs in locals."""
        scalar, alias, mapping_start, mapping_end, list_start, list_end, *_ = event_kinds()
        next_event, stack, anchors = self.reading.next_event, self.reading.stack, self.anchors
        value_of, key_of, merging = self.values.memo.get, self.keys.memo.get, self.keys.merging
        limits = self.reading.limits
        deepest, longest, most = limits.depth, limits.scalar_bytes, limits.nodes
        mapping: dict[str, Json] | None = None
        items: list[Json] = []
        key = ""
        value: Json
        while True:
            event = next_event()
            kind = event.__class__
            if mapping is not None and kind is not mapping_end:
                simple = kind is scalar and not event.style and event.tag is None and event.anchor is None
                text = key_of(event.value) if simple else None
                key = self.keys.read(event) if text is None else text
                if key in mapping:
                    self.duplicated = True
                    if key == MERGE_KEY:
                        self.keys.keep_merged(mapping[key])
                event = next_event()
                kind = event.__class__
            if kind is scalar:
                value = MISSING
                if event.tag is None and event.anchor is None:
                    value = text = event.value
                    if not event.style:
                        value = value_of(text, MISSING)
                    elif len(text) > longest or not text.isascii():
                        value = MISSING
                if value is MISSING:
                    value = self._scalar(event, len(items) if mapping is None else key)
            elif kind is mapping_start or kind is list_start:
                if event.tag is not None or event.anchor is not None or len(stack) >= deepest:
                    self._open(event, len(items) if mapping is None else key, kind is mapping_start)
                stack.append((mapping, items, key, event.anchor, anchors.written + anchors.expanded))
                mapping, items = ({} if kind is mapping_start else None), []
                continue
            elif kind is mapping_end or kind is list_end:
                value = items if mapping is None else mapping
                anchors.written += len(items) if mapping is None else 2 * len(mapping)
                if merging or stack[-1][3] is not None or anchors.written > most:
                    self._close(value, event)
                mapping, items, key, _, _ = stack.pop()
            elif kind is alias:
                inside, part = (items, len(items)) if mapping is None else (mapping, key)
                value = anchors.value(event, part, inside)
            else:
                return items[0]
            if mapping is None:
                items.append(value)
            else:
                mapping[key] = value

    def _scalar(self, event: Event, part: str | int) -> Json:
        value = self.values.read(event, part)
        if event.anchor is not None:
            self.anchors.keep(event, value, event.value, 1)
        return value

    def _open(self, event: Event, part: str | int, is_mapping: bool) -> None:
        """Check that the container that begins with `event` may stand under `part`. Raises Unusable."""
        reading = self.reading
        if len(reading.stack) >= reading.limits.depth:
            message = f"this is nested more than {counted(reading.limits.depth, 'level')} deep"
            raise reading.refuse_limit(event, "depth", message, reading.limits.depth, width=1)
        if event.tag is not None:
            self.values.container_tag(event, part, "map" if is_mapping else "seq")
        if event.anchor is not None:
            self.anchors.open(event)

    def _close(self, value: Json, event: Event) -> None:
        """Finish a container: its merge key gives way to what it brings, its anchor now stands for it."""
        stack, merging, anchors = self.reading.stack, self.keys.merging, self.anchors
        merge = merging.pop(len(stack), None)
        if isinstance(value, dict) and merge is not None:
            anchors.merge(value, merge.event, (*merge.earlier, value.pop(MERGE_KEY, None)))
        anchors.check_written(event)
        _, _, _, anchor, before = stack[-1]
        if anchor is not None:
            anchors.close(anchor, value, anchors.written + anchors.expanded - before + 1)
