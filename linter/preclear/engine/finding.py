"""Findings: what reports show and programs get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from preclear._patterns import lazy_pattern
from preclear._records import NamedTuple, Record
from preclear.engine.retained_edit import retain_edit
from preclear.source import format_pointer

if TYPE_CHECKING:
    from preclear.source import (
        Document,
        Edit,
        Kind,
        Place,
        PlacePart,
        Pointer,
        RelatedLocation,
        Report,
        Severity,
        Span,
        TextFix,
    )

Origin: TypeAlias = Literal["check", "import"]
Placement: TypeAlias = Literal["exact", "resource", "text", "document"]

_EMPTY_NAME = lazy_pattern(r"(?<![^\s(])``(?![^\s),;:.?])")


class RelatedPlace(NamedTuple):
    """Another place that a finding refers to, and why."""

    message: str
    place: Place
    span: Span


class FindingIdentity(NamedTuple):
    """What identifies a finding: not its wording, and not its line. `nth` is explained at `Finding`."""

    rule: str
    document: Document
    pointer: Pointer
    part: PlacePart
    nth: int = 0

    @classmethod
    def from_place(cls, rule: str, place: Place, nth: int = 0) -> FindingIdentity:
        """Return the identity of a finding of `rule` at `place`."""
        place = place.original
        return cls(rule, place.document, place.pointer, place.part, nth)


class Finding(Record, kw_only=True):
    """A finding at its place. Lines and columns of `span` are 1-based, in characters; the end is exclusive.

    `origin` says whether it comes from a check or from an import's answer. `placement` says how exact its place is; for
    a check it is always `exact`. `nth` numbers the findings of one rule at one part of one node, 0-based.
    `group_places` has all places of a finding about several, of which `place` is the first. `counterparts` are other
    places that are part of the problem, such as the first of two equal names. `edit` settles the finding; it
    has no operations if its new values are large.

    All places are in the user's files. If the document that was checked is derived from them, `checked_places` are the
    affected places in that document, which the connector is made of; otherwise it's empty. `edit` refers to the checked
    document, too.
    """

    rule: Kind
    severity: Severity
    message: str
    help: str | None
    place: Place
    span: Span
    related: tuple[RelatedPlace, ...] = ()
    origin: Origin = "check"
    placement: Placement = "exact"
    nth: int = 0
    group_places: tuple[Place, ...] = ()
    counterparts: tuple[Place, ...] = ()
    edit: Edit | None = None
    checked_places: tuple[Place, ...] = ()
    text_fix: TextFix | None = None

    @property
    def places(self) -> tuple[Place, ...]:
        """All places of the finding: nearly always one."""
        return self.group_places or (self.place,)

    @property
    def affected_places(self) -> tuple[Place, ...]:
        """All places of the finding, and its counterparts."""
        return (*self.places, *self.counterparts)

    @property
    def connector_places(self) -> tuple[Place, ...]:
        """The affected places in the document that the connector is made of."""
        return self.checked_places or self.affected_places

    @property
    def identities(self) -> tuple[FindingIdentity, ...]:
        """The identity at each affected place, because either end of a duplicate can become the first."""
        if not self.group_places and not self.counterparts:
            return (FindingIdentity.from_place(self.rule.name, self.place, self.nth),)
        return tuple(FindingIdentity.from_place(self.rule.name, place) for place in self.affected_places)

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that identify the finding, made of rule, path, pointer, part and `nth`."""
        return compute_fingerprint(self.rule.name, self.path, format_pointer(self.pointer), self.part, self.nth)

    @property
    def document(self) -> Document:
        """The document that contains it."""
        return self.place.document

    @property
    def path(self) -> str:
        """The path of that document, as in messages."""
        return self.place.document.path

    @property
    def pointer(self) -> Pointer:
        """The pointer of the node that it is about."""
        return self.place.pointer

    @property
    def part(self) -> PlacePart:
        """Whether it is at the key or the value of that node."""
        return self.place.part


def compute_fingerprint(rule: str, path: str, pointer: str, part: str, nth: int) -> str:
    """Return 16 hexadecimal digits that identify a finding. `pointer` is a JSON Pointer as text."""
    from hashlib import sha256

    parts = (rule, path, pointer, part, str(nth))
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def make_finding(kind: Kind, report: Report) -> Finding:
    """Make a finding of a report of a rule or check of this kind. Raises LookupError if a place doesn't exist."""
    checked_place = report.location.place
    place = checked_place.original
    group_places = tuple(report.group.places) if report.group else ()
    is_derived = checked_place.document.source_map is not None
    return Finding(
        rule=kind,
        severity=report.severity or kind.severity,
        message=quote_empty_names(report.message),
        help=quote_empty_names(report.help) if report.help else report.help,
        place=place,
        span=place.span,
        related=tuple(_make_related_place(related) for related in report.related),
        group_places=tuple(place.original for place in group_places) if is_derived else group_places,
        counterparts=tuple(place.original for place in report.counterparts) if is_derived else report.counterparts,
        edit=None if report.edit is None else retain_edit(report.edit),
        checked_places=(*(group_places or (checked_place,)), *report.counterparts) if is_derived else (),
    )


def quote_empty_names(text: str) -> str:
    """Put quotes in the backticks around an empty name, which is invisible otherwise."""
    return _EMPTY_NAME.sub('`""`', text) if "``" in text else text


def _make_related_place(related: RelatedLocation) -> RelatedPlace:
    place = related.location.place.original
    return RelatedPlace(quote_empty_names(related.message), place, place.span)
