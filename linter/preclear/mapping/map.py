"""From an import's answer back to the document: every message a finding at its place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from preclear.engine.select import EVERYTHING, Selection
from preclear.mapping.answer.answer import MOST
from preclear.mapping.finding import (
    UNFORESEEN,
    UNFORESEEN_BY_SELECTED,
    Entries,
    Entry,
    kind_of_slot,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from preclear.engine import Checked, Finding
    from preclear.mapping.answer.answer import Answer, Sent, Slot
    from preclear.mapping.origin import SourceMap
    from preclear.source import Document, Json, Kind, Severity


_AT_ONCE = 64  # messages or details between two looks at the clock


class Created(NamedTuple):
    """What an import made: ids and names as sent, None where the answer does not say them."""

    connector_id: str | None
    connector_name: str | None
    version_id: str | None
    version_name: str | None


class Validated(NamedTuple):
    """How many resources of a sort the import validated, and of how many it does not say so (`errors` is absent)."""

    validated: int
    not_validated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """An answer on the document that it is about.

    `entries` are sorted as findings are: by file, line, column, rule. `messages` counts those of the answer, `actions`
    and `triggers` say what was validated. `created` is None where nothing was, or where the answer does not say what.
    `left_out` counts, by the rule's name, what the answer says and the selection does not want. `unplaced` counts the
    messages that there was no time for. `is_compared` says whether all that was created was compared with the plan.
    """

    answer: Answer
    entries: tuple[Entry, ...]
    messages: int
    actions: Validated
    triggers: Validated
    created: Created | None
    left_out: Counter[str] = field(default_factory=Counter[str])
    unplaced: int = 0
    is_compared: bool = True

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the import found."""
        return tuple(entry.finding for entry in self.entries)

    @property
    def unlisted(self) -> int:
        """How many messages are in no entry, though they are selected."""
        return self.unplaced + self.answer.unread

    @property
    def foreseen(self) -> int:
        """How many of them a rule had found already."""
        return sum(bool(entry.foreseen) for entry in self.entries)

    def unconfirmed(self, findings: Iterable[Finding]) -> list[Finding]:
        """Those of a check's findings that the import does not tell itself: as gravely, of their place and fault."""
        told = {id(each) for entry in self.entries for each in entry.told}
        return [each for each in findings if id(each) not in told]


def map_answer(
    checked: Checked,
    answer: Answer,
    source_map: SourceMap | None = None,
    sent: Document | None = None,
    selection: Selection = EVERYTHING,
    is_over: Callable[[], bool] = lambda: False,
) -> Mapped:
    """Place every message of `answer` in the document that was checked, and compare the plan with what was created.

    Where a bundle was sent, `source_map` leads from it to the original files and `sent` is the bundle, loaded: lines
    that the answer names are its. `selection` is the one that the document was checked with. Nothing is raised and
    nothing dropped: what has no place stands at the document, and what is not selected is counted. So are the messages
    that are left when `is_over` says that the time is up.
    """
    from preclear.mapping.foreseen import Foreseen
    from preclear.mapping.placing import Placing

    found = [*checked.findings, *(each.finding for each in checked.suppressed), *checked.known]
    foreseen = Foreseen(found, checked.connector)
    placing = Placing(checked, answer, source_map, sent, foreseen)
    entries = Entries(foreseen, UNFORESEEN if _is_everything(selection) else UNFORESEEN_BY_SELECTED)
    left_out: Counter[str] = Counter()
    wanted = cache(partial(_severity_in, selection))
    unplaced, looked = 0, _AT_ONCE
    for number, said in enumerate(answer.messages):
        if looked >= _AT_ONCE:
            looked = 0
            if is_over():
                unplaced = len(answer.messages) - number
                break
        looked += max(1, len(said.details))
        severity = wanted(said.slot, said.severity)
        if severity is None:
            left_out[kind_of_slot(said.slot).name] += 1
            continue
        for part in placing.parts(said):
            entries.add_message(part, severity)
    is_compared = True
    for number, each in enumerate(placing.differences(), 1):
        if number > MOST or (number % _AT_ONCE == 0 and is_over()):
            is_compared = False
            break
        severity = _severity(selection, each.kind, each.kind.severity)
        if severity is None:
            left_out[each.kind.name] += 1
        else:
            entries.add_difference(each, severity)
    return Mapped(
        answer=answer,
        entries=entries.sorted(),
        messages=len(answer.messages) + answer.unread,
        actions=_validated(answer.actions),
        triggers=_validated(answer.triggers),
        created=None if answer.refused else _created(answer),
        left_out=left_out,
        unplaced=unplaced,
        is_compared=is_compared,
    )


def _severity_in(selection: Selection, slot: Slot, sent: Severity) -> Severity | None:
    return _severity(selection, kind_of_slot(slot), sent)


def _severity(selection: Selection, kind: Kind, sent: Severity) -> Severity | None:
    """The severity of the findings of a kind whose messages say `sent`; None where these are not selected."""
    return selection.severity(kind, sent) if selection.wants(kind) else None


def _is_everything(selection: Selection) -> bool:
    return replace(selection, severities={}, options={}) == EVERYTHING


def _validated(listed: tuple[Sent, ...] | None) -> Validated:
    held = listed or ()
    number = sum(sent.validated for sent in held)
    return Validated(number, len(held) - number)


def _created(answer: Answer) -> Created | None:
    """The connector and, of its versions, the latest by its own word, else the last in the list."""
    versions = [sent for sent in answer.versions if sent.text("name") or sent.text("id")]
    latest = next((sent for sent in versions if sent.value.get("isLatest") is True), versions[-1] if versions else None)
    if answer.connector is None and latest is None:
        return None
    connector = answer.connector or {}
    return Created(
        _text(connector.get("id")),
        _text(connector.get("name")),
        latest.text("id") if latest is not None else None,
        latest.text("name") if latest is not None else None,
    )


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) and value else None
