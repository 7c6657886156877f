"""From an import's answer back to the document: every message a finding at its place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from preclear.engine.rule_selection import SELECT_ALL, RuleSelection
from preclear.mapping.answer.answer import MAX_MESSAGES
from preclear.mapping.collector import (
    UNFORESEEN_BY_SELECTED_NOTE,
    UNFORESEEN_NOTE,
    FindingCollector,
    MappedFinding,
    kind_for_source,
)
from preclear.source import DEFAULT_LIMITS, SEVERITY_RANK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from preclear.engine import CheckResult, Finding
    from preclear.mapping.answer.answer import Answer, Message, MessageSource
    from preclear.mapping.answer.resources import ResourceList
    from preclear.mapping.origin import SupportsOrigin
    from preclear.source import Document, Json, Kind, Limits, Severity

LISTED = 1_000
"""Findings of one kind that are made of an answer: more than of a check, since an upload can't be repeated."""

_CLOCK_INTERVAL = 64  # messages or details between two looks at the clock


class CreatedConnector(NamedTuple):
    """What an import made: ids and names as sent, None where the answer does not say them."""

    connector_id: str | None
    connector_name: str | None
    version_id: str | None
    version_name: str | None


class ValidationCounts(NamedTuple):
    """How many resources of a sort the import validated, and of how many it does not say so (`errors` is absent)."""

    validated: int
    not_validated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedAnswer:
    """An answer on the document that it is about.

    `mapped_findings` are sorted as findings are: by file, line, column, rule. Of each kind there are so many at most;
    `omitted` counts the others by rule and the document's path, and `counts` has the true numbers by severity.
    `message_count` counts those of the answer, `action_validation` and `trigger_validation` say what was validated.
    `created_connector` is None where nothing was, or where the answer does not say what. `deselected_counts` counts, by
    the rule's name, what the answer says and the selection does not want. `unplaced_count` counts the messages that
    there was no time for. `is_compared` says whether all that was created was compared with the plan.
    """

    answer: Answer
    mapped_findings: tuple[MappedFinding, ...]
    message_count: int
    action_validation: ValidationCounts
    trigger_validation: ValidationCounts
    created_connector: CreatedConnector | None
    counts: Counter[Severity]
    omitted: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    deselected_counts: Counter[str] = field(default_factory=Counter[str])
    unplaced_count: int = 0
    is_compared: bool = True

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the import found."""
        return tuple(entry.finding for entry in self.mapped_findings)

    @property
    def unlisted_count(self) -> int:
        """How many messages were not read or not placed, though they are selected."""
        return self.unplaced_count + self.answer.unread_count

    @property
    def foreseen_count(self) -> int:
        """How many of them a rule had found already."""
        return sum(bool(entry.foreseen_by) for entry in self.mapped_findings)

    def unconfirmed_findings(self, findings: Iterable[Finding]) -> list[Finding]:
        """Those of a check's findings that the import does not tell itself: as gravely, of their place and fault."""
        confirmed_ids = {id(finding) for entry in self.mapped_findings for finding in entry.confirmed_findings}
        return [finding for finding in findings if id(finding) not in confirmed_ids]


def map_answer(
    checked: CheckResult,
    answer: Answer,
    source_map: SupportsOrigin | None = None,
    bundle_document: Document | None = None,
    selection: RuleSelection = SELECT_ALL,
    is_time_up: Callable[[], bool] = lambda: False,
    limits: Limits = DEFAULT_LIMITS,
) -> MappedAnswer:
    """Place every message of `answer` in the document that was checked, and compare the plan with what was created.

    Where a bundle was sent, `source_map` leads from it to the original files and `bundle_document` is the bundle,
    loaded: lines that the answer names are its. `selection` is the one that the document was checked with. Nothing is
    raised and nothing dropped: what has no place stands at the document, and what is not selected is counted. So are
    the messages that are left when `is_time_up` says that the time is up, and those of one kind beyond LISTED or, where
    `limits` has another number of findings than by default, beyond that: the most severe come first then.
    """
    from preclear.mapping.finding_index import FindingIndex
    from preclear.mapping.placer import MessagePlacer

    limit = LISTED if limits.findings == DEFAULT_LIMITS.findings else limits.findings
    findings = [*checked.findings, *(suppressed.finding for suppressed in checked.suppressed), *checked.baselined]
    finding_index = FindingIndex(findings, checked.connector)
    placer = MessagePlacer(checked, answer, source_map, bundle_document, finding_index)
    collector = FindingCollector(
        finding_index, UNFORESEEN_NOTE if _is_everything(selection) else UNFORESEEN_BY_SELECTED_NOTE, limit
    )
    deselected_counts: Counter[str] = Counter()
    severity_for = cache(partial(_message_severity, selection))
    unplaced_count, work_count = 0, _CLOCK_INTERVAL
    for index, message in enumerate(_by_severity(answer.messages, severity_for, limit)):
        if work_count >= _CLOCK_INTERVAL:
            work_count = 0
            if is_time_up():
                unplaced_count = len(answer.messages) - index
                break
        work_count += max(1, len(message.details))
        kind, severity = kind_for_source(message.source), severity_for(message.source, message.severity)
        if severity is None:
            deselected_counts[kind.name] += 1
        elif collector.is_full(kind):
            collector.omit(kind, severity)
        else:
            for placed_message in placer.place_message(message):
                collector.add_message(placed_message, severity)
    is_compared = True
    for index, difference in enumerate(placer.differences(), 1):
        if index > MAX_MESSAGES or (index % _CLOCK_INTERVAL == 0 and is_time_up()):
            is_compared = False
            break
        severity = _selected_severity(selection, difference.kind, difference.kind.severity)
        if severity is None:
            deselected_counts[difference.kind.name] += 1
        else:
            collector.add_difference(difference, severity)
    path = checked.document.path
    return MappedAnswer(
        answer=answer,
        mapped_findings=collector.sorted_findings(),
        message_count=len(answer.messages) + answer.unread_count,
        action_validation=_count_validated(answer.actions),
        trigger_validation=_count_validated(answer.triggers),
        created_connector=None if answer.is_refused else _read_created(answer),
        counts=collector.counts,
        omitted=Counter({(name, path): count for name, count in collector.omitted.items()}),
        deselected_counts=deselected_counts,
        unplaced_count=unplaced_count,
        is_compared=is_compared,
    )


def _by_severity(
    messages: Sequence[Message], severity: Callable[[MessageSource, Severity], Severity | None], limit: int
) -> Sequence[Message]:
    """The messages as sent or, where these may be too many, the most severe first."""
    if len(messages) <= limit:
        return messages
    return sorted(messages, key=lambda said: -SEVERITY_RANK[severity(said.source, said.severity) or "info"])


def _message_severity(selection: RuleSelection, source: MessageSource, severity: Severity) -> Severity | None:
    return _selected_severity(selection, kind_for_source(source), severity)


def _selected_severity(selection: RuleSelection, kind: Kind, severity: Severity) -> Severity | None:
    """The severity of the findings of a kind whose messages say `severity`; None where these are not selected."""
    return selection.effective_severity(kind, severity) if selection.includes(kind) else None


def _is_everything(selection: RuleSelection) -> bool:
    return replace(selection, severities={}, options={}) == SELECT_ALL


def _count_validated(resources: ResourceList | None) -> ValidationCounts:
    if resources is None:
        return ValidationCounts(0, 0)
    validated_count = sum(resource.validated for resource in resources)
    return ValidationCounts(validated_count, len(resources) - validated_count)


def _read_created(answer: Answer) -> CreatedConnector | None:
    """The connector and, of its versions, the latest by its own word, else the last in the list."""
    latest = None
    for version in answer.versions:
        if version.text("name") or version.text("id"):
            latest = version
            if version.value.get("isLatest") is True:
                break
    if answer.connector is None and latest is None:
        return None
    connector = answer.connector or {}
    return CreatedConnector(
        _non_empty_text(connector.get("id")),
        _non_empty_text(connector.get("name")),
        latest.text("id") if latest is not None else None,
        latest.text("name") if latest is not None else None,
    )


def _non_empty_text(value: Json) -> str | None:
    return value if isinstance(value, str) and value else None
