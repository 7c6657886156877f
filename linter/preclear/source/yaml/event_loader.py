"""YAML to values, in one pass over libyaml's events: no recursion, no node graph, and with limits on everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.decode import find_control_character
from preclear.source.loader_faults import LoadError, remove_faults, report_syntax_error, report_unreadable
from preclear.source.wording import format_count
from preclear.source.yaml.anchors import Anchors, UnsupportedAnchorError
from preclear.source.yaml.events import event_classes
from preclear.source.yaml.input import prepare_yaml_input, replace_anchor_name
from preclear.source.yaml.keys import MERGE_KEY, KeyReader
from preclear.source.yaml.state import LoaderState
from preclear.source.yaml.stream import (
    has_no_document,
    read_stream_end,
    report_directives,
    report_misplaced_tabs,
)
from preclear.source.yaml.syntax_errors import YamlProblem, report_invalid_character, report_yaml_problem
from preclear.source.yaml.tabs import InvalidTabError
from preclear.source.yaml.values import MISSING, ValueReader
from preclear.source.yaml.workarounds import apply_workaround, text_before_limit

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.json_value import Json
    from preclear.source.limits import Limits
    from preclear.source.locator import Locator
    from preclear.source.parser_input import YamlInput
    from preclear.source.yaml.events import Event


def load_events(document: Document, limits: Limits) -> None:
    """Parse `document.text` and set the document's value. Problems with the text become faults of the document.

    Raises LoadError, with a fault, if the text can't be read.
    """
    from yaml import YAMLError

    yaml_input = prepare_yaml_input(document.text)
    fault_count = len(document.faults)
    while True:
        try:
            value = YamlLoader(document, limits, yaml_input).load()
        except (YAMLError, UnsupportedAnchorError) as error:
            remove_faults(document, fault_count)
            problem = YamlProblem.from_error(error) if isinstance(error, YAMLError) else None
            prefix = None if problem is None else text_before_limit(yaml_input.text, problem)
            yaml_input = (
                yaml_input._replace(text=prefix)
                if prefix is not None
                else _work_around_error(document, yaml_input, error)
            )
        else:
            document.yaml_input = None if yaml_input.text == document.text else yaml_input
            report_directives(document)
            report_misplaced_tabs(document, *yaml_input.misplaced_tabs)
            document.set_value(value, _create_locator)
            return


def _create_locator(document: Document) -> Locator:
    from preclear.source.yaml.locate import YamlLocator

    return YamlLocator(document.text, document.value, document.yaml_input)


def _work_around_error(document: Document, yaml_input: YamlInput, error: Exception) -> YamlInput:
    """Return the input to read after `error` in `yaml_input`. Raises LoadError, with a fault, if it's a real error."""
    if isinstance(error, UnsupportedAnchorError):
        replacement = replace_anchor_name(yaml_input, error.name)
        if replacement is None:
            raise error.report(document) from error
        return replacement
    problem = YamlProblem.from_error(error)
    try:
        replacement = apply_workaround(yaml_input, problem)
    except InvalidTabError as tab_error:
        raise report_invalid_character(document, tab_error.offset) from error
    if replacement is None:
        raise _report_problem(document, problem) from error
    return replacement


def _report_problem(document: Document, problem: YamlProblem) -> LoadError:
    if has_no_document(document.text):
        return _report_empty(document)
    match = find_control_character(document.text)
    if match is not None and problem.line is None:
        offset, name = match
        message = f"`{name}` is a control character, which YAML doesn't allow"
        help = "remove it, or write it as an escape in double quotes"
        return report_syntax_error(document, message, offset, offset + 1, help=help)
    return report_yaml_problem(document, problem)


def _report_empty(document: Document) -> LoadError:
    help = "pass an OpenAPI document, as YAML or JSON text"
    return report_unreadable(document, "the file is empty: it has only whitespace and comments", help)


class YamlLoader:
    """Reads one text. Each loader is used once."""

    def __init__(self, document: Document, limits: Limits, yaml_input: YamlInput) -> None:
        self.state: LoaderState = LoaderState(document, limits, yaml_input)
        self.anchors: Anchors = Anchors(self.state)
        self.values: ValueReader = ValueReader(self.state)
        self.keys: KeyReader = KeyReader(self.state, self.values, self.anchors)
        self.has_duplicates: bool = False

    def load(self) -> Json:
        """Read the value of the first document. Raises yaml.YAMLError and LoadError."""
        state, classes = self.state, event_classes()
        event = state.next_event()
        while event.__class__ is not classes.document_start:
            if event.__class__ is classes.stream_end:
                raise _report_empty(state.document)
            event = state.next_event()
        value = self._read_document()
        read_stream_end(state)
        if self.has_duplicates:
            from preclear.source.yaml.duplicates import report_duplicates

            report_duplicates(state.document, state.yaml_input)
        return value

    def _read_document(self) -> Json:
        """Read the value of the first document. Every event goes through this loop, so it uses local names."""
        scalar, alias, mapping_start, mapping_end, list_start, list_end, *_ = event_classes()
        next_event, stack, anchors = self.state.next_event, self.state.stack, self.anchors
        get_value, get_key, open_merges = self.values.memo.get, self.keys.memo.get, self.keys.open_merges
        limits = self.state.limits
        max_depth, max_length, max_nodes = limits.depth, limits.scalar_bytes, limits.nodes
        mapping: dict[str, Json] | None = None
        items: list[Json] = []
        key = ""
        value: Json
        while True:
            event = next_event()
            event_class = event.__class__
            if mapping is not None and event_class is not mapping_end:
                is_simple = event_class is scalar and not event.style and event.tag is None and event.anchor is None
                text = get_key(event.value) if is_simple else None
                key = self.keys.read(event) if text is None else text
                if key in mapping:
                    self.has_duplicates = True
                    if key == MERGE_KEY:
                        self.keys.add_merge_value(mapping[key])
                event = next_event()
                event_class = event.__class__
            if event_class is scalar:
                value = MISSING
                if event.tag is None and event.anchor is None:
                    value = text = event.value
                    if not event.style:
                        value = get_value(text, MISSING)
                    elif len(text) > max_length or not text.isascii():
                        value = MISSING
                if value is MISSING:
                    value = self._read_scalar(event, len(items) if mapping is None else key)
            elif event_class is mapping_start or event_class is list_start:
                if event.tag is not None or event.anchor is not None or len(stack) >= max_depth:
                    self._open_container(event, len(items) if mapping is None else key, event_class is mapping_start)
                stack.append((mapping, items, key, event.anchor, anchors.written_nodes + anchors.expanded_nodes))
                mapping, items = ({} if event_class is mapping_start else None), []
                continue
            elif event_class is mapping_end or event_class is list_end:
                value = items if mapping is None else mapping
                anchors.written_nodes += len(items) if mapping is None else 2 * len(mapping)
                if open_merges or stack[-1][3] is not None or anchors.written_nodes > max_nodes:
                    self._close_container(value, event)
                mapping, items, key, _, _ = stack.pop()
            elif event_class is alias:
                container, part = (items, len(items)) if mapping is None else (mapping, key)
                value = anchors.expand(event, part, container)
            else:
                return items[0]
            if mapping is None:
                items.append(value)
            else:
                mapping[key] = value

    def _read_scalar(self, event: Event, part: str | int) -> Json:
        value = self.values.read(event, part)
        if event.anchor is not None:
            self.anchors.add_scalar(event, value, event.value, 1)
        return value

    def _open_container(self, event: Event, part: str | int, is_mapping: bool) -> None:
        """Check the container that begins with `event` under `part`. Raises LoadError."""
        state = self.state
        if len(state.stack) >= state.limits.depth:
            message = f"this is nested more than {format_count(state.limits.depth, 'level')} deep"
            raise state.report_exceeded_limit(event, "depth", message, state.limits.depth, width=1)
        if event.tag is not None:
            self.values.check_container_tag(event, part, "map" if is_mapping else "seq")
        if event.anchor is not None:
            self.anchors.open_container(event)

    def _close_container(self, value: Json, event: Event) -> None:
        """Finish a container: replace its merge key with the merged entries, and define its anchor."""
        stack, open_merges, anchors = self.state.stack, self.keys.open_merges, self.anchors
        merge = open_merges.pop(len(stack), None)
        if isinstance(value, dict) and merge is not None:
            anchors.merge(value, merge.event, (*merge.earlier_values, value.pop(MERGE_KEY, None)))
        anchors.check_written(event)
        _, _, _, anchor, nodes_before = stack[-1]
        if anchor is not None:
            anchors.close_container(anchor, value, anchors.written_nodes + anchors.expanded_nodes - nodes_before + 1)
