"""The parse events of libyaml.

`yaml.load` and `yaml.compose` recurse in C and crash the process on 25,000 nested brackets. Events don't.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast

from preclear._records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.source.parser_input import YamlInput


class YamlMark(Protocol):
    """A position in the text: 0-based, in characters."""

    line: int
    column: int
    index: int


class Event(Protocol):
    """Any event. Its class decides which of the attributes it has."""

    start_mark: YamlMark
    end_mark: YamlMark
    anchor: str | None
    tag: str | None
    value: str
    style: str | None
    flow_style: bool


class EventClasses(NamedTuple):
    """PyYAML's event classes, kept here so that PyYAML is imported only when there is YAML to read."""

    scalar: type[Event]
    alias: type[Event]
    mapping_start: type[Event]
    mapping_end: type[Event]
    sequence_start: type[Event]
    sequence_end: type[Event]
    document_start: type[Event]
    stream_start: type[Event]
    stream_end: type[Event]

    def is_start(self, event: Event) -> bool:
        """Whether `event` begins a mapping or a list."""
        return event.__class__ is self.mapping_start or event.__class__ is self.sequence_start

    def is_end(self, event: Event) -> bool:
        """Whether `event` ends a mapping or a list."""
        return event.__class__ is self.mapping_end or event.__class__ is self.sequence_end


EventReader: TypeAlias = "Callable[[], Event]"
"""Returns the next event; the last is a StreamEndEvent. Raises yaml.YAMLError."""


@cache
def event_classes() -> EventClasses:
    """Return the classes to compare the class of an event with."""
    from yaml import events

    classes = (
        events.ScalarEvent,
        events.AliasEvent,
        events.MappingStartEvent,
        events.MappingEndEvent,
        events.SequenceStartEvent,
        events.SequenceEndEvent,
        events.DocumentStartEvent,
        events.StreamStartEvent,
        events.StreamEndEvent,
    )
    return EventClasses(*cast("tuple[type[Event], ...]", classes))


def create_event_reader(yaml_input: YamlInput) -> EventReader:
    """Return a function that returns the next event of `yaml_input` at each call, with all replacements undone."""
    read_event = _create_parser(yaml_input.text)
    if not yaml_input.has_replacements:
        return read_event

    def restore_event() -> Event:
        event = read_event()
        if hasattr(event, "value"):
            event.value = yaml_input.restore(event.value)
        if yaml_input.original_names and getattr(event, "anchor", None) is not None:
            event.anchor = yaml_input.original_names.get(event.anchor or "", event.anchor)
        return event

    return restore_event


class _Parser(Protocol):
    def get_event(self) -> Event: ...


class _ParserClass(Protocol):
    def __call__(self, text: str, /) -> _Parser: ...


def _create_parser(text: str) -> EventReader:
    try:
        cyaml = import_module("yaml.cyaml")
    except ImportError:  # PyYAML was built without libyaml
        return _create_slow_parser(text)
    return cast("_ParserClass", vars(cyaml)["CParser"])(text).get_event


def _create_slow_parser(text: str) -> EventReader:
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class PurePythonParser(Reader, Scanner, Parser):
        def __init__(self, source: str) -> None:
            Reader.__init__(self, source)
            Scanner.__init__(self)
            Parser.__init__(self)

    return cast("_ParserClass", PurePythonParser)(text).get_event
