"""From a placed message to a finding, with what a person must know of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from preclear.engine import Finding, RelatedPlace
from preclear.engine import import_kinds as kinds
from preclear.source.numbers import counted
from preclear.upload.mapping_origin import span_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.source import Kind, Pointer, Severity
    from preclear.upload.answer import Slot
    from preclear.upload.mapping_compare import Difference
    from preclear.upload.mapping_foreseen import Foreseen
    from preclear.upload.mapping_placing import Placed

SHOWN = 300
"""Characters of a message of the import in a finding."""

KEPT = 16_384
"""Characters of it that a report for programs has."""

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


def entry_of_message(placed: Placed, foreseen: Foreseen, severity: Severity, unforeseen: str = UNFORESEEN) -> Entry:
    """Make the entry of a message. `unforeseen` is what to say where no rule foresaw it."""
    said, spot = placed.said, placed.spot
    by = foreseen.by(spot, severity, placed.within)
    told = foreseen.told(by, spot, severity, placed.text[:SHOWN], said.field)
    span = span_of(spot.place)
    if span is None:
        raise AssertionError("a message is only placed where something is")
    finding = Finding(
        rule=_KINDS[said.slot],
        severity=severity,
        message=_message(placed),
        help=_help(by, unforeseen, placed.hint, said.note),
        place=spot.place,
        span=span,
        related=_related(by),
        origin="import",
        placed=spot.placed,
    )
    left_out = max(0, len(placed.text) - KEPT)
    return Entry(finding, placed.text[:KEPT], left_out, said.at, said.field, tuple(by), tuple(told))


def entry_of_difference(
    difference: Difference, foreseen: Foreseen, severity: Severity, unforeseen: str = UNFORESEEN
) -> Entry:
    """Make the entry of a resource that differs: it says what became of a fault, never the fault itself."""
    spot = difference.spot
    by = foreseen.by(spot, severity)
    finding = Finding(
        rule=difference.kind,
        severity=severity,
        message=difference.message,
        help=_help(by, unforeseen, difference.help, None),
        place=spot.place,
        span=spot.place.span,
        related=_related(by),
        origin="import",
        placed=spot.placed,
    )
    return Entry(finding, difference.message, 0, difference.at, None, tuple(by))


def sorted_entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """By file, line, column, rule and message; those of one rule at one node are numbered."""
    listed = sorted(
        entries,
        key=lambda entry: (
            entry.finding.path,
            entry.finding.span,
            entry.finding.rule.name,
            entry.finding.message,
            [str(part).zfill(9) for part in entry.at],
        ),
    )
    seen: Counter[tuple[str, int, Pointer, str]] = Counter()
    numbered: list[Entry] = []
    for entry in listed:
        finding = entry.finding
        identity = (finding.rule.name, id(finding.document), finding.pointer, finding.part)
        nth = seen[identity]
        seen[identity] += 1
        numbered.append(entry._replace(finding=replace(finding, nth=nth)) if nth else entry)
    return tuple(numbered)


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


def _help(by: list[Finding], unforeseen: str, hint: str | None, note: str | None) -> str:
    parts = [unforeseen]
    if by:
        names = " and ".join(f"`{name}`" for name in dict.fromkeys(each.rule.name for each in by))
        advice = next((each.help for each in by if each.help), None)
        parts = [f"foreseen by {names}", *([advice] if advice else [])]
    return "; ".join([*parts, *(part for part in (hint, note) if part)])


def _related(by: list[Finding]) -> tuple[RelatedPlace, ...]:
    return tuple(RelatedPlace(f"`{each.rule.name}`: {each.message}", each.place, each.span) for each in by)


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"
