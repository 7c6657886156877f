"""A finding: what a person, a report or a program gets to see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from preclear.source import format_pointer

if TYPE_CHECKING:
    from preclear.source import Document, Kind, Place, PlacePart, Pointer, RelatedLocation, Report, Severity, Span

Origin: TypeAlias = Literal["check", "import"]
Placement: TypeAlias = Literal["exact", "resource", "text", "document"]

_EMPTY_NAME = re.compile(r"(?<![^\s(])``(?![^\s),;:.?])")


class RelatedPlace(NamedTuple):
    """Another place that a finding speaks of, and in which words."""

    message: str
    place: Place
    span: Span


class FindingIdentity(NamedTuple):
    """What a finding is known by, whatever its words: never its line. `nth` is that of the finding."""

    rule: str
    document: Document
    pointer: Pointer
    part: PlacePart
    nth: int = 0

    @classmethod
    def from_place(cls, rule: str, place: Place, nth: int = 0) -> FindingIdentity:
        """That of what `rule` found at `place`."""
        return cls(rule, place.document, place.pointer, place.part, nth)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that was found, at its place. Lines and columns of `span` are 1-based, in characters, the end excluded.

    `origin` says whether a check found it or the import's answer did, `placement` how sure its place is: always `exact`
    for a check. `nth` counts the findings of one rule at one part of one node, from 0. `group_places` has all places
    that it tells of where these are more than `place`, the first of them. `counterparts` are the other ends of what it
    is about, such as the first of two that are equal.
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

    @property
    def places(self) -> tuple[Place, ...]:
        """Every place that it tells of: nearly always one."""
        return self.group_places or (self.place,)

    @property
    def affected_places(self) -> tuple[Place, ...]:
        """Every place that it tells of, and the other ends of what it is about."""
        return (*self.places, *self.counterparts)

    @property
    def identities(self) -> tuple[FindingIdentity, ...]:
        """What it is known by at each place that it affects: which end of a duplicate is the first may change."""
        if not self.group_places and not self.counterparts:
            return (FindingIdentity.from_place(self.rule.name, self.place, self.nth),)
        return tuple(FindingIdentity.from_place(self.rule.name, place) for place in self.affected_places)

    @property
    def fingerprint(self) -> str:
        """What it is known by: 16 hexadecimal digits made of rule, path, pointer, part and `nth`, never of lines."""
        return compute_fingerprint(self.rule.name, self.path, format_pointer(self.pointer), self.part, self.nth)

    @property
    def document(self) -> Document:
        """The document that it stands in."""
        return self.place.document

    @property
    def path(self) -> str:
        """That document's path, as people are shown it."""
        return self.place.document.path

    @property
    def pointer(self) -> Pointer:
        """The node that it is about."""
        return self.place.pointer

    @property
    def part(self) -> PlacePart:
        """Whether it stands at that node's key or its value."""
        return self.place.part


def compute_fingerprint(rule: str, path: str, pointer: str, part: str, nth: int) -> str:
    """16 hexadecimal digits that stand for a finding: its rule, path, pointer as text, part, and which one it is."""
    from hashlib import sha256

    parts = (rule, path, pointer, part, str(nth))
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def make_finding(kind: Kind, report: Report) -> Finding:
    """The finding that `report` makes, of a rule or check of this kind."""
    place = report.location.place
    return Finding(
        rule=kind,
        severity=report.severity or kind.severity,
        message=_quote_empty_names(report.message),
        help=_quote_empty_names(report.help) if report.help else report.help,
        place=place,
        span=place.span,
        related=tuple(_make_related_place(related) for related in report.related),
        group_places=tuple(report.group.places) if report.group else (),
        counterparts=report.counterparts,
    )


def _quote_empty_names(text: str) -> str:
    """`text` with quotes in the backticks around an empty name: else nothing shows that there is one."""
    return _EMPTY_NAME.sub('`""`', text) if "``" in text else text


def _make_related_place(related: RelatedLocation) -> RelatedPlace:
    place = related.location.place
    return RelatedPlace(_quote_empty_names(related.message), place, place.span)
