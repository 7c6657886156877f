"""A document, the places in it, and the reports about them.

These types refer to each other: a document keeps the loader's reports, a report has a place, a place has a document.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeAlias

from preclear._records import Record, replace
from preclear.source.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from preclear.source.json_value import Json
    from preclear.source.kinds import EditLevel, Kind, Severity
    from preclear.source.lines import Span
    from preclear.source.locator import AmbiguousScalar, Extent, Locator, PlacePart
    from preclear.source.parser_input import YamlInput
    from preclear.source.pointer import Pointer

Format: TypeAlias = Literal["yaml", "json"]


class Place(NamedTuple):
    """The location of a node's key or value, given by its pointer. `span` converts it to lines and columns.

    `missing` names a key that the node should have but doesn't; the place is then the node itself. `exact` is set if a
    pointer can't express the location, as for a syntax error or the second of two equal keys.
    """

    document: Document
    pointer: Pointer
    part: PlacePart = "value"
    missing: str | None = None
    exact: Span | None = None

    @property
    def identity(self) -> tuple[int, Pointer]:
        """A key that's unique to this node within a run."""
        return id(self.document), self.pointer

    @property
    def place(self) -> Place:
        """This place, so that a place is a `HasPlace` too."""
        return self

    @property
    def span(self) -> Span:
        """Start and end, 1-based, in characters. Raises LookupError if the pointer leads nowhere."""
        return self.exact or self.document.span(self.pointer, self.part)

    @property
    def original(self) -> Place:
        """The place in the user's file that this one comes from: itself, unless the document is derived from others."""
        source_map = self.document.source_map
        return self if source_map is None else source_map.original(self).original


class SourceMap(Protocol):
    """Maps the places of a document that is derived from others, such as a bundle, back to them."""

    def original(self, place: Place) -> Place:
        """Return the existing place that `place` comes from; for a new node, that of the nearest old one around it."""
        ...


class HasPlace(Protocol):
    """Anything that has a place."""

    @property
    def place(self) -> Place: ...


class Set(NamedTuple):
    """Replaces the value of the node at `target` by `value`."""

    target: HasPlace
    value: Json


class Rename(NamedTuple):
    """Renames the key of the node at `target` to `key`. The entry stays where it is in its mapping."""

    target: HasPlace
    key: str


class Insert(NamedTuple):
    """Inserts `value` into the mapping or list at `target`.

    In a mapping, `key` is the new key and the entry comes last. In a list, it's the 0-based index of the item before
    which the value is inserted; the length of the list appends it.
    """

    target: HasPlace
    key: str | int
    value: Json


class Remove(NamedTuple):
    """Removes the node at `target` from its mapping or list."""

    target: HasPlace


EditOperation: TypeAlias = Set | Rename | Insert | Remove


class Edit(Record):
    """Operations that settle a report; all are made, or none.

    `level` says what they change: `safe` edits mean the same to every reader, `rename` edits give the same API other
    names, and after an `adapt` edit the document says less than before. `title` is an imperative such as "rename it to
    `listPets`", and `loss` says what the document no longer says: it's set if and only if the level is `adapt`.

    Operations refer to the document as it is, not to the result of each other. No operation is within a node that
    another one sets or removes. References to a renamed component and links to a renamed operation aren't part of the
    edit: they are updated along with it.

    `choice` is the edit's name if a setting chooses between it and `alternatives`, which settle the report, too.
    """

    level: EditLevel
    title: str
    operations: tuple[EditOperation, ...]
    loss: str | None = None
    choice: str | None = None
    alternatives: tuple[Edit, ...] = ()

    def choose(self, choice: str | None) -> Edit:
        """Return the alternative with this name; the edit itself if there is none."""
        return next((edit for edit in self.alternatives if edit.choice == choice), self)


class RelatedLocation(NamedTuple):
    """Another location that belongs to a report, and what it has to do with the report."""

    message: str
    location: HasPlace


class GroupedReport(NamedTuple):
    """All places that one report covers. Each can be suppressed, or be in a baseline, without the others.

    `build_report` makes the report for the remaining places: at least one of `places`, in their order.
    """

    places: Sequence[Place]
    build_report: Callable[[Sequence[Place]], Report]


class Report(Record):
    """What's wrong at a node's key or value. The engine turns it into a finding, and raises if the node doesn't exist.

    `message` has its subject in backticks, then the fact, then what was expected; no capital, no full stop. `help` is
    an imperative. `severity` is set only if it differs from the kind's, and `group` only if the report covers more
    places than `location`. `counterparts` are the other ends of the problem, such as the first of two equal names:
    they're affected too, but get no report of their own. `edit` settles the report; the edit of a report with a `group`
    settles all its places.
    """

    message: str
    location: HasPlace
    help: str | None = None
    related: tuple[RelatedLocation, ...] = ()
    severity: Severity | None = None
    group: GroupedReport | None = None
    counterparts: tuple[Place, ...] = ()
    edit: Edit | None = None


def report_group(places: Sequence[Place], build_report: Callable[[Sequence[Place]], Report]) -> Iterator[Report]:
    """Yield one report for all of `places`, each of which can still be suppressed alone; nothing without places.

    `build_report` is called again if some of the places are suppressed, with those that remain.
    """
    if places:
        yield (
            replace(build_report(places), group=GroupedReport(places, build_report))
            if len(places) > 1
            else build_report(places)
        )


class Fault(NamedTuple):
    """A report with its kind, made without a rule: by the loader, the resolver or the structure check."""

    kind: Kind
    report: Report


class Document:
    """A file as it was read, whether or not its text could be parsed."""

    __slots__ = (
        "_create_locator",
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
        "source_map",
        "text",
        "value",
        "walks",
        "yaml_input",
    )

    path: str  # as it's shown to people; `<stdin>` for standard input
    file: Path | None  # absolute; None for standard input
    data: bytes  # exactly what was read
    text: str  # decoded, without the byte order mark
    format: Format
    value: Json  # the text's value; None if `is_loaded` is False
    is_loaded: bool
    faults: list[Fault]  # the loader's faults, in the order of the text; the first 10,000 of each kind
    fault_counts: Counter[str]  # the number of all faults, by the name of their kind
    omitted_fault_counts: Counter[tuple[Kind, Severity]]  # the number of faults that aren't in `faults`
    ambiguous_scalars: list[AmbiguousScalar]
    omitted_scalar_count: int  # the number of those that aren't in `ambiguous_scalars`
    walks: dict[object, object]  # what walks of its parts visit, for all documents that refer to it
    yaml_input: YamlInput | None  # what libyaml read, if that isn't the text itself
    source_map: SourceMap | None  # leads to the documents that this one is derived from; None for a file as it was read

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
        self.walks = {}
        self.source_map = None
        self._lines: Lines | None = None
        self._create_locator: Callable[[Document], Locator] | None = None
        self._locator: Locator | None = None

    def __repr__(self) -> str:
        return f"<Document {self.path}>"

    def set_value(self, value: Json, create_locator: Callable[[Document], Locator]) -> None:
        """Set the text's value: the document is loaded now. `create_locator` is called when a span is first needed."""
        self.value = value
        self._create_locator = create_locator
        self._locator = None
        self.is_loaded = True

    @property
    def lines(self) -> Lines:
        """The lines of the text."""
        if self._lines is None:
            self._lines = Lines(self.text)
        return self._lines

    def extent(self, pointer: Pointer) -> Extent:
        """Return the offsets of the key and value at `pointer`. Raises LookupError if there is no such node."""
        if self._locator is None:
            if self._create_locator is None:
                raise LookupError(pointer)
            self._locator = self._create_locator(self)
        return self._locator.extent(pointer)

    def span(self, pointer: Pointer, part: PlacePart = "value") -> Span:
        """Return the span of the key or value at `pointer`: start and end, 1-based, in characters.

        Through an alias or a merge key, it's the span of the text that defines the node. Raises LookupError if there is
        no such node, or if it has no key (the root, an item of a list).
        """
        extent = self.extent(pointer)
        if part == "value":
            return self.lines.span(extent.start, extent.end)
        if extent.key_start < 0:
            raise LookupError(pointer, part)
        return self.lines.span(extent.key_start, extent.key_end)

    def line(self, number: int) -> str:
        """Return line `number` (1-based) without its line end. Raises LookupError if there is no such line."""
        return self.lines.text(number)

    def excerpt(self, span: Span) -> str:
        """Return the text of `span`."""
        return self.text[slice(*(self.lines.offset(end.line - 1, end.column - 1) for end in span))]
