"""Findings from placed messages and differences: message, help, related findings and numbering."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from preclear.engine import (
    IMPORT_ACTION_ERROR,
    IMPORT_AUTH_SCHEME_MESSAGE,
    IMPORT_CREDENTIAL_ERROR,
    IMPORT_MESSAGE,
    IMPORT_REJECTED,
    IMPORT_TRIGGER_ERROR,
    IMPORT_VERSION_MESSAGE,
    Finding,
    FindingIdentity,
    RelatedPlace,
)
from preclear.mapping.location import quote_field
from preclear.source import format_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.mapping.answer.answer import MessageSource
    from preclear.mapping.comparison.difference import Difference
    from preclear.mapping.finding_index import FindingIndex
    from preclear.mapping.location import MappedLocation
    from preclear.mapping.placement import PlacedMessage
    from preclear.mapping.text.resolution import RelatedText
    from preclear.source import Kind, Place, Pointer, Severity, Span

MAX_MESSAGE_LENGTH = 300
"""Characters of an import's message that a finding shows."""

MAX_REPORTED_LENGTH = 16_384
"""Characters of an import's message that a report for programs has."""

MAX_RELATED = 50
"""Findings of the check that one finding of the import lists as related; the rest are counted."""

UNFORESEEN_NOTE = "no preclear rule foresaw this"
UNFORESEEN_BY_SELECTED_NOTE = "no selected rule foresaw this"

_KIND_BY_SOURCE: dict[MessageSource, Kind] = {
    "action": IMPORT_ACTION_ERROR,
    "trigger": IMPORT_TRIGGER_ERROR,
    "message": IMPORT_MESSAGE,
    "version": IMPORT_VERSION_MESSAGE,
    "auth scheme": IMPORT_AUTH_SCHEME_MESSAGE,
    "credential": IMPORT_CREDENTIAL_ERROR,
    "rejection": IMPORT_REJECTED,
}


class MappedFinding(NamedTuple):
    """A finding of the import with its message.

    `text` is the message as sent, at most MAX_REPORTED_LENGTH characters; `omitted_length` counts the rest. `pointer`
    is the message's place in the answer. `foreseen_by` are the check's findings at the same place;
    `confirmed_findings` are those of them that the message repeats.
    """

    finding: Finding
    text: str
    omitted_length: int
    pointer: Pointer
    field: str | None
    foreseen_by: tuple[Finding, ...]
    confirmed_findings: tuple[Finding, ...] = ()


def kind_for_source(source: MessageSource) -> Kind:
    """Return the kind of finding for a message from `source`."""
    return _KIND_BY_SOURCE[source]


class _LocationContext(NamedTuple):
    """The parts of a finding that all messages of one severity at one location share."""

    span: Span
    foreseen_by: tuple[Finding, ...]
    related: tuple[RelatedPlace, ...]
    help: str


class _Draft(NamedTuple):
    """A mapped finding without its number (`nth`)."""

    kind: Kind
    location: MappedLocation
    severity: Severity
    context: _LocationContext
    message: str
    help: str
    text: str
    omitted_length: int
    pointer: Pointer
    field: str | None = None
    confirmed_findings: tuple[Finding, ...] = ()

    def build(self, nth: int) -> MappedFinding:
        """Build the mapped finding; `nth` counts, from 0, the findings of its rule at its node."""
        location, context = self.location, self.context
        finding = Finding(
            rule=self.kind,
            severity=self.severity,
            message=self.message,
            help=self.help,
            place=location.place.original,
            span=context.span,
            related=context.related,
            origin="import",
            placement=location.placed,
            nth=nth,
        )
        return MappedFinding(
            finding,
            self.text,
            self.omitted_length,
            self.pointer,
            self.field,
            context.foreseen_by,
            self.confirmed_findings,
        )


class FindingCollector:
    """Collects mapped findings, at most `limit` of one kind.

    `unforeseen_note` is the help of a message that no rule foresaw. `counts` counts messages and differences by
    severity, including the omitted ones; `omitted` counts the omitted ones by the kind's name.
    """

    def __init__(self, finding_index: FindingIndex, unforeseen_note: str, limit: int) -> None:
        self.counts: Counter[Severity] = Counter()
        self.omitted: Counter[str] = Counter()
        self._finding_index = finding_index
        self._unforeseen_note = unforeseen_note
        self._limit = limit
        self._counts_by_kind: Counter[str] = Counter()
        self._contexts: dict[
            tuple[MappedLocation, Severity, Place | None, tuple[int, ...], tuple[RelatedText, ...]], _LocationContext
        ] = {}
        self._spans: dict[tuple[int, Pointer, str, Span | None], Span] = {}
        self._drafts: defaultdict[tuple[str, Span, str], list[_Draft]] = defaultdict(list)

    def is_full(self, kind: Kind) -> bool:
        """Return whether the limit for a kind is reached."""
        return self._counts_by_kind[kind.name] >= self._limit

    def omit(self, kind: Kind, severity: Severity) -> None:
        """Count a message or difference beyond the limit."""
        self.counts[severity] += 1
        self.omitted[kind.name] += 1

    def add_message(self, placed_message: PlacedMessage, severity: Severity) -> None:
        """Add a message, or only count it beyond the limit."""
        message, placement, text = placed_message.message, placed_message.placement, placed_message.text
        if self.is_full(_KIND_BY_SOURCE[message.source]):
            self.omit(_KIND_BY_SOURCE[message.source], severity)
            return
        location = placement.location
        context = self._context_for(
            location, severity, placement.resource_place, placement.foreseen_by, placement.related
        )
        confirmed = (
            self._finding_index.confirmed_findings(
                context.foreseen_by, location, severity, text[:MAX_MESSAGE_LENGTH], message.field
            )
            if context.foreseen_by
            else ()
        )
        help = _join_parts(context.help, placement.hint, message.note)
        reported_text, omitted_length = (
            text[:MAX_REPORTED_LENGTH],
            placed_message.omitted_length + max(0, len(text) - MAX_REPORTED_LENGTH),
        )
        draft = _Draft(
            kind=_KIND_BY_SOURCE[message.source],
            location=location,
            severity=severity,
            context=context,
            message=_format_message(placed_message),
            help=help,
            text=reported_text,
            omitted_length=omitted_length,
            pointer=message.pointer,
            field=message.field,
            confirmed_findings=tuple(confirmed),
        )
        self._add(draft)

    def add_difference(self, difference: Difference, severity: Severity) -> None:
        """Add a difference, or only count it beyond the limit. It's an effect of a fault and confirms no finding."""
        kind, _, message, location, advice, pointer = difference
        if self.is_full(kind):
            self.omit(kind, severity)
            return
        context = self._context_for(location, severity)
        self._add(
            _Draft(kind, location, severity, context, message, _join_parts(context.help, advice), message, 0, pointer)
        )

    def sorted_findings(self) -> tuple[MappedFinding, ...]:
        """Return all by file, line, column, rule and message, numbered by rule and node."""
        counts: Counter[FindingIdentity] = Counter()
        findings: list[MappedFinding] = []
        for key in sorted(self._drafts):
            for draft in sorted(self._drafts[key], key=_message_key):
                identity = FindingIdentity.from_place(draft.kind.name, draft.location.place)
                findings.append(draft.build(counts[identity]))
                counts[identity] += 1
        return tuple(findings)

    def _add(self, draft: _Draft) -> None:
        self.counts[draft.severity] += 1
        self._counts_by_kind[draft.kind.name] += 1
        self._drafts[draft.location.place.original.document.path, draft.context.span, draft.kind.name].append(draft)

    def _context_for(
        self,
        location: MappedLocation,
        severity: Severity,
        resource_place: Place | None = None,
        named_findings: tuple[Finding, ...] = (),
        named_places: tuple[RelatedText, ...] = (),
    ) -> _LocationContext:
        key = (location, severity, resource_place, tuple(map(id, named_findings)), named_places)
        context = self._contexts.get(key)
        if context is None:
            foreseen_by = named_findings or tuple(self._finding_index.findings_for(location, severity, resource_place))
            context = self._contexts[key] = _LocationContext(
                self._span_for(location.place),
                foreseen_by,
                (*self._named_places(named_places), *_related_places(foreseen_by)),
                _format_help(foreseen_by, self._unforeseen_note),
            )
        return context

    def _named_places(self, named_places: tuple[RelatedText, ...]) -> Iterator[RelatedPlace]:
        for reason, place in named_places:
            yield RelatedPlace(reason, place.original, self._span_for(place))

    def _span_for(self, place: Place) -> Span:
        """Return the span of a place, cached: a node has one span for all its missing keys."""
        key = (id(place.document), place.pointer, place.part, place.exact)
        span = self._spans.get(key)
        if span is None:
            span = self._spans[key] = place.original.span
        return span


def _message_key(draft: _Draft) -> str:
    return draft.message


def _format_message(placed_message: PlacedMessage) -> str:
    """Format the subject and the import's own text."""
    message, text, subject = placed_message.message, placed_message.text, placed_message.resource_label or ""
    if subject:
        if message.connection_name is not None:
            subject = f"connection {quote_field(message.connection_name)}, {subject}"
    elif message.connection_name is not None:
        subject = f"connection {quote_field(message.connection_name)}"
    if message.field:
        subject = f"{subject}, {quote_field(message.field)}" if subject else quote_field(message.field)
    omitted_length = len(text) - MAX_MESSAGE_LENGTH
    excerpt = (
        text.strip()
        if omitted_length <= 0
        else f"{text[:MAX_MESSAGE_LENGTH]}… ({format_count(omitted_length, 'more character')})"
    )
    excerpt = excerpt or "a message without text"
    return f"{subject}: {excerpt}" if subject else excerpt


def _format_help(findings: tuple[Finding, ...], unforeseen_note: str) -> str:
    if not findings:
        return unforeseen_note
    names = " and ".join(f"`{name}`" for name in dict.fromkeys(finding.rule.name for finding in findings))
    count_note = f" ({format_count(len(findings), 'finding')})" if len(findings) > MAX_RELATED else ""
    advice = next((finding.help for finding in findings if finding.help), None)
    return _join_parts(f"foreseen by {names}{count_note}", advice)


def _join_parts(*parts: str | None) -> str:
    return "; ".join(filter(None, parts))


def _related_places(findings: tuple[Finding, ...]) -> tuple[RelatedPlace, ...]:
    return tuple(
        RelatedPlace(f"`{finding.rule.name}`: {finding.message}", finding.place, finding.span)
        for finding in findings[:MAX_RELATED]
    )
