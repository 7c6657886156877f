"""What the parts of the YAML loader share: the open containers, and how to say where something stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from preclear.source.document import AmbiguousScalar
from preclear.source.fault import Kind, Severity
from preclear.source.loader_faults import MAX_FAULTS, LoadError, add_fault, report_exceeded_limit
from preclear.source.yaml.events import create_event_reader

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.json_value import Json
    from preclear.source.limits import Limits
    from preclear.source.place import PlacePart
    from preclear.source.pointer import Pointer
    from preclear.source.yaml.events import Event
    from preclear.source.yaml.input import YamlInput

UNSUPPORTED_YAML = Kind(
    name="unsupported-yaml",
    category="document",
    severity="error",
    basis="openapi",
    source="OpenAPI 3.1, 4.3 Format; YAML 1.2.2, 10.2 JSON Schema",
    doc="""The document uses a part of YAML that JSON has no word for.

OpenAPI allows YAML only as far as it can be turned into JSON and back: the tags of the JSON schema, no values but
mappings, lists, strings, numbers, booleans and null. Other tags, infinity and not-a-number, values that contain
themselves and merge keys that merge no mapping are read differently by every reader, or refused. The tag `!!merge` and
tabs in the empty lines of a block text are warnings: many readers know them, and others refuse the file.""",
)


StackFrame: TypeAlias = "tuple[dict[str, Json] | None, list[Json], str, str | None, int]"
"""An open mapping (None in a list) or list, set aside while a container inside it is read: with the key that this will
stand under, its anchor, and how many nodes were counted before it. A plain tuple, as each container makes one."""


class LoaderState:
    """One pass over one text."""

    def __init__(self, document: Document, limits: Limits, yaml_input: YamlInput) -> None:
        self.document = document
        self.limits = limits
        self.yaml_input = yaml_input
        self.next_event = create_event_reader(yaml_input)
        self.stack: list[StackFrame] = []

    def pointer(self, part: str | int) -> Pointer:
        """The way to what stands under `part` of the innermost open container."""
        if not self.stack:
            return ()
        return (*(len(items) if mapping is None else key for mapping, items, key, _, _ in self.stack[1:]), part)

    def offsets(self, event: Event) -> tuple[int, int]:
        """The event's extent in the document's text, in characters from 0, without blanks at its end."""
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
        """Add a fault at `event`, which stands under `part` of the innermost open container."""
        start, end = self.offsets(event)
        pointer = self.pointer(part)
        place_part = place_part if pointer else "value"
        add_fault(
            self.document, kind, message, start, end, help=help, pointer=pointer, part=place_part, severity=severity
        )

    def add_ambiguous(
        self, text: str, part: str | int, place_part: PlacePart, yaml11_meaning: str, yaml12_meaning: str
    ) -> None:
        """Note that versions of YAML read `text`, under `part`, differently. `MAX_FAULTS` of these are kept."""
        document = self.document
        if len(document.ambiguous_scalars) < MAX_FAULTS:
            document.ambiguous_scalars.append(
                AmbiguousScalar(self.pointer(part), place_part, text, yaml11_meaning, yaml12_meaning)
            )
        else:
            document.omitted_scalar_count += 1

    def report_exceeded_limit(self, event: Event, limit: str, message: str, setting: int, width: int = 0) -> LoadError:
        """Add the fault that `limit` is exceeded at `event`; gives the exception to raise.

        The place is `width` characters long where it is given, for an event whose end is far away.
        """
        start, end = self.offsets(event)
        return report_exceeded_limit(self.document, limit, message, setting, start, start + width if width else end)
