"""The state that the parts of the YAML loader share: the open containers, and the places of events."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from preclear.source.loader_faults import MAX_FAULTS, LoadError, add_fault, report_exceeded_limit
from preclear.source.locator import AmbiguousScalar
from preclear.source.yaml.events import create_event_reader

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.json_value import Json
    from preclear.source.kinds import Kind, Severity
    from preclear.source.limits import Limits
    from preclear.source.locator import PlacePart
    from preclear.source.parser_input import YamlInput
    from preclear.source.pointer import Pointer
    from preclear.source.yaml.events import Event, EventReader

StackFrame: TypeAlias = "tuple[dict[str, Json] | None, list[Json], str, str | None, int]"
"""An open mapping (None for a list) and list, kept while a container in it is read; the key and the anchor of that
container; and the number of nodes before it. A plain tuple, because there is one for each container."""


class LoaderState:
    """The state of one pass over one text."""

    def __init__(self, document: Document, limits: Limits, yaml_input: YamlInput) -> None:
        self.document = document
        self.limits = limits
        self.yaml_input = yaml_input
        self.next_event: EventReader = create_event_reader(yaml_input)
        self.stack: list[StackFrame] = []

    def pointer(self, part: str | int) -> Pointer:
        """Return the pointer of the node under `part` of the innermost open container."""
        if not self.stack:
            return ()
        return (*(len(items) if mapping is None else key for mapping, items, key, _, _ in self.stack[1:]), part)

    def offsets(self, event: Event) -> tuple[int, int]:
        """Return the event's start and end in the text, without trailing whitespace. 0-based, in characters."""
        lines, text = self.document.lines, self.document.text
        start = lines.offset(event.start_mark.line, event.start_mark.column)
        end = lines.offset(event.end_mark.line, event.end_mark.column)
        while end > start and text[end - 1] in " \t\r\n":
            end -= 1
        return start, end

    def add_fault(
        self,
        kind: Kind,
        event: Event,
        message: str,
        part: str | int,
        *,
        help: str | None = None,
        place_part: PlacePart = "value",
        severity: Severity | None = None,
    ) -> None:
        """Add a fault at `event`, which is under `part` of the innermost open container."""
        start, end = self.offsets(event)
        pointer = self.pointer(part)
        place_part = place_part if pointer else "value"
        add_fault(
            self.document, kind, message, start, end, help=help, pointer=pointer, part=place_part, severity=severity
        )

    def add_ambiguous(
        self, text: str, part: str | int, place_part: PlacePart, yaml11_meaning: str, yaml12_meaning: str
    ) -> None:
        """Add an ambiguous scalar under `part`. Only `MAX_FAULTS` of them are kept."""
        document = self.document
        if len(document.ambiguous_scalars) < MAX_FAULTS:
            document.ambiguous_scalars.append(
                AmbiguousScalar(self.pointer(part), place_part, text, yaml11_meaning, yaml12_meaning)
            )
        else:
            document.omitted_scalar_count += 1

    def report_exceeded_limit(self, event: Event, limit: str, message: str, setting: int, width: int = 0) -> LoadError:
        """Add the fault that `event` exceeds `limit`, and return the exception to raise.

        `width` is the length of the place in characters; by default it's the whole event.
        """
        start, end = self.offsets(event)
        return report_exceeded_limit(self.document, limit, message, setting, start, start + width if width else end)
