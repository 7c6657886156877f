"""One file: its text, its value, and the way from a pointer to its place in the text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeAlias

from preclear.source.lines import Lines

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.source.fault import Fault, Kind, Severity
    from preclear.source.json_value import Json
    from preclear.source.place import PlacePart
    from preclear.source.pointer import Pointer
    from preclear.source.span import Span
    from preclear.source.yaml.input import YamlInput

Format: TypeAlias = Literal["yaml", "json"]


class AmbiguousScalar(NamedTuple):
    """An unquoted YAML scalar that YAML 1.1 and 1.2 read differently, or whose lines they count differently.

    `text` is the scalar as written, `yaml11_meaning` what a YAML 1.1 reader makes of it ("the boolean false", "a
    date"), and `yaml12_meaning` what one of 1.2 does: "text", or "the number 10". A key is kept as it is written, so
    one that both read as the same number, which is written otherwise (`007`), is here too.
    """

    pointer: Pointer
    part: PlacePart
    text: str
    yaml11_meaning: str
    yaml12_meaning: str = "text"


class Extent(NamedTuple):
    """Where a node's key and value stand, in offsets that count the text's characters from 0, ends exclusive.

    The key's offsets are -1 where the node has none: the root, an item of a list.
    """

    key_start: int
    key_end: int
    start: int
    end: int


class Locator(Protocol):
    """Finds where a pointer leads to in one text."""

    def extent(self, pointer: Pointer) -> Extent:
        """The extent of the node at `pointer`. Raises LookupError where there is none."""
        ...


class Document:
    """A file that was read, whether or not it could be parsed."""

    __slots__ = (
        "_lines",
        "_locator",
        "ambiguous_scalars",
        "data",
        "fault_counts",
        "faults",
        "file",
        "format",
        "is_loaded",
        "omitted_fault_counts",
        "omitted_scalar_count",
        "path",
        "text",
        "value",
        "yaml_input",
    )

    path: str  # as people are shown it; `<stdin>` for standard input
    file: Path | None  # absolute; None for standard input
    data: bytes  # exactly what was read
    text: str  # decoded, without byte order mark
    format: Format
    value: Json  # what the text holds; None where `loaded` is False
    is_loaded: bool
    faults: list[Fault]  # what the loader found, in the text's order; of one kind the first 10,000
    fault_counts: Counter[str]  # all that were found, by kind
    omitted_fault_counts: Counter[tuple[Kind, Severity]]  # how many more there are, which are not in `faults`
    ambiguous_scalars: list[AmbiguousScalar]
    omitted_scalar_count: int  # how many more there are, which are not in `ambiguous`
    yaml_input: YamlInput | None  # what libyaml read in place of the text, where that is not the text
    _lines: Lines | None
    _locator: Locator | None

    def __init__(self, path: str, file: Path | None, data: bytes, text: str = "", format: Format = "yaml") -> None:
        self.path = path
        self.file = file
        self.data = data
        self.text = text
        self.format = format
        self.value = None
        self.is_loaded = False
        self.faults = []
        self.fault_counts = Counter()
        self.omitted_fault_counts = Counter()
        self.ambiguous_scalars = []
        self.omitted_scalar_count = 0
        self.yaml_input = None
        self._lines = None
        self._locator = None

    def __repr__(self) -> str:
        return f"<Document {self.path}>"

    @property
    def lines(self) -> Lines:
        """The text's lines."""
        lines = self._lines
        if lines is None:
            lines = self._lines = Lines(self.text)
        return lines

    def span(self, pointer: Pointer, part: PlacePart = "value") -> Span:
        """Where the key or the value of `pointer` stands: start and end, 1-based, in characters.

        Through an alias or a merge key this is where the text is. Raises LookupError where the pointer leads to
        nothing, or has no key (the root, an item of a list).
        """
        if not self.is_loaded:
            raise LookupError(pointer, part)
        locator = self._locator
        if locator is None:
            locator = self._locator = self._create_locator()
        extent = locator.extent(pointer)
        if part == "value":
            return self.lines.span(extent.start, extent.end)
        if extent.key_start < 0:
            raise LookupError(pointer, part)
        return self.lines.span(extent.key_start, extent.key_end)

    def line(self, number: int) -> str:
        """The text of line `number` (1-based) without its line end. Raises LookupError where there is none."""
        return self.lines.text(number)

    def excerpt(self, span: Span) -> str:
        """The text of `span`."""
        lines, (start, end) = self.lines, span
        return self.text[lines.offset(start.line - 1, start.column - 1) : lines.offset(end.line - 1, end.column - 1)]

    def _create_locator(self) -> Locator:
        if self.format == "json":
            from preclear.source.json.locate import JsonLocator

            return JsonLocator(self.text, self.value)
        from preclear.source.yaml.locate import YamlLocator

        return YamlLocator(self.text, self.value, self.yaml_input)
