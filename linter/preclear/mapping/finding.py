"""From a placed message to a finding, with what a person must know of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from preclear.engine import Finding, RelatedPlace
from preclear.engine import import_kinds as kinds
from preclear.engine.finding import Identity
from preclear.source.numbers import counted

if TYPE_CHECKING:
    from preclear.mapping.answer.answer import Slot
    from preclear.mapping.compare import Difference
    from preclear.mapping.foreseen import Foreseen
    from preclear.mapping.placing import Placed
    from preclear.mapping.walk import Spot
    from preclear.source import Kind, Place, Pointer, Severity, Span

SHOWN = 300
"""Characters of a message of the import in a finding."""

KEPT = 16_384
"""Characters of it that a report for programs has."""

RELATED = 50
"""Findings of ours that a finding of the import leads to; more at one place are counted."""

UNFORESEEN = "no rule of preclear foresaw this"
UNFORESEEN_BY_SELECTED = "no rule that was selected foresaw this"

_KINDS: dict[Slot, Kind] = {
    "action": kinds.IMPORT_ACTION_ERROR,
    "trigger": kinds.IMPORT_TRIGGER_ERROR,
    "message": kinds.IMPORT_MESSAGE,
    "version": kinds.IMPORT_VERSION_MESSAGE,
    "auth scheme": kinds.IMPORT_AUTH_SCHEME_MESSAGE,
    "credential": kinds.IMPORT_CREDENTIAL_ERROR,
    "rejection": kinds.IMPORT_REJECTED,
}


class Entry(NamedTuple):
    """A finding of the import, and what it was made of.

    `text` is the message as sent, at most KEPT characters; `left_out` counts those behind. `at` is where it stands in
    the answer, `foreseen` what our own rules had found at the place, and `told` what of that it says itself.
    """

    finding: Finding
    text: str
    left_out: int
    at: Pointer
    field: str | None
    foreseen: tuple[Finding, ...]
    told: tuple[Finding, ...] = ()


def kind_of_slot(slot: Slot) -> Kind:
    """The kind of finding that a message in a slot becomes."""
    return _KINDS[slot]


class _Basis(NamedTuple):
    """What all messages of one severity at one spot have in common."""

    span: Span
    foreseen: tuple[Finding, ...]
    related: tuple[RelatedPlace, ...]
    help: str


class _Draft(NamedTuple):
    """An entry whose finding has no number yet."""

    kind: Kind
    spot: Spot
    severity: Severity
    basis: _Basis
    message: str
    help: str
    text: str
    left_out: int
    at: Pointer
    field: str | None = None
    told: tuple[Finding, ...] = ()

    def entry(self, nth: int) -> Entry:
        """The entry, with the finding that is the `nth` of its rule at its node."""
        spot, basis = self.spot, self.basis
        finding = Finding(
            rule=self.kind,
            severity=self.severity,
            message=self.message,
            help=self.help,
            place=spot.place,
            span=basis.span,
            related=basis.related,
            origin="import",
            placed=spot.placed,
            nth=nth,
        )
        return Entry(finding, self.text, self.left_out, self.at, self.field, basis.foreseen, self.told)


class Entries:
    """Makes entries. `unforeseen` is what to say where no rule foresaw a message."""

    def __init__(self, foreseen: Foreseen, unforeseen: str = UNFORESEEN) -> None:
        self._foreseen = foreseen
        self._unforeseen = unforeseen
        self._bases: dict[tuple[Spot, Severity, Place | None, tuple[int, ...]], _Basis] = {}
        self._spans: dict[tuple[int, Pointer, str, Span | None], Span] = {}
        self._drafts: defaultdict[tuple[str, Span, str], list[_Draft]] = defaultdict(list)

    def add_message(self, placed: Placed, severity: Severity) -> None:
        """Take a message."""
        said, location, text = placed.said, placed.location, placed.text
        spot = location.spot
        basis = self._basis(spot, severity, location.within, location.foreseen)
        told = self._foreseen.told(basis.foreseen, spot, severity, text[:SHOWN], said.field) if basis.foreseen else ()
        help = _joined(basis.help, location.hint, said.note)
        kept, left_out = text[:KEPT], placed.left_out + max(0, len(text) - KEPT)
        draft = _Draft(
            kind=_KINDS[said.slot],
            spot=spot,
            severity=severity,
            basis=basis,
            message=_message(placed),
            help=help,
            text=kept,
            left_out=left_out,
            at=said.at,
            field=said.field,
            told=tuple(told),
        )
        self._add(draft)

    def add_difference(self, difference: Difference, severity: Severity) -> None:
        """Take a resource that differs: it says what became of a fault, never the fault itself."""
        kind, message, spot, advice, at = difference
        basis = self._basis(spot, severity)
        self._add(_Draft(kind, spot, severity, basis, message, _joined(basis.help, advice), message, 0, at))

    def sorted(self) -> tuple[Entry, ...]:
        """All by file, line, column, rule and message, then as they were taken; those of a rule at a node numbered."""
        seen: Counter[Identity] = Counter()
        entries: list[Entry] = []
        for key in sorted(self._drafts):
            for draft in sorted(self._drafts[key], key=_message_of):
                identity = Identity.at(draft.kind.name, draft.spot.place)
                entries.append(draft.entry(seen[identity]))
                seen[identity] += 1
        return tuple(entries)

    def _add(self, draft: _Draft) -> None:
        self._drafts[draft.spot.place.document.path, draft.basis.span, draft.kind.name].append(draft)

    def _basis(
        self, spot: Spot, severity: Severity, within: Place | None = None, known: tuple[Finding, ...] = ()
    ) -> _Basis:
        key = (spot, severity, within, tuple(map(id, known)))
        found = self._bases.get(key)
        if found is None:
            by = known or tuple(self._foreseen.by(spot, severity, within))
            found = self._bases[key] = _Basis(self._span(spot.place), by, _related(by), _help(by, self._unforeseen))
        return found

    def _span(self, place: Place) -> Span:
        """The span of a place: a node has many that lack a key, and all of them stand at one span."""
        key = (id(place.document), place.pointer, place.part, place.exact)
        span = self._spans.get(key)
        if span is None:
            span = self._spans[key] = place.span
        return span


def _message_of(draft: _Draft) -> str:
    return draft.message


def _message(placed: Placed) -> str:
    """What the message is about, and what it says, in the import's words."""
    said, text, about = placed.said, placed.text, placed.about or ""
    if about:
        if said.owner is not None:
            about = f"connection `{_short(said.owner)}`, {about}"
    elif said.owner is not None:
        about = f"connection `{_short(said.owner)}`"
    if said.field:
        about = f"{about}, `{_short(said.field)}`" if about else f"`{_short(said.field)}`"
    cut = len(text) - SHOWN
    shown = text.strip() if cut <= 0 else f"{text[:SHOWN]}… ({counted(cut, 'more character')})"
    shown = shown or "a message without a text"
    return f"{about}: {shown}" if about else shown


def _help(by: tuple[Finding, ...], unforeseen: str) -> str:
    if not by:
        return unforeseen
    names = " and ".join(f"`{name}`" for name in dict.fromkeys(each.rule.name for each in by))
    more = f" ({counted(len(by), 'finding')})" if len(by) > RELATED else ""
    advice = next((each.help for each in by if each.help), None)
    return _joined(f"foreseen by {names}{more}", advice)


def _joined(*parts: str | None) -> str:
    return "; ".join(filter(None, parts))


def _related(by: tuple[Finding, ...]) -> tuple[RelatedPlace, ...]:
    return tuple(RelatedPlace(f"`{each.rule.name}`: {each.message}", each.place, each.span) for each in by[:RELATED])


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"
