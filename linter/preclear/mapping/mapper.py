"""Mapping of a whole answer: every message and every difference from the plan becomes a finding."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from preclear.engine import SELECT_ALL, RuleSelection
from preclear.mapping.answer.answer import MAX_MESSAGES
from preclear.mapping.collector import (
    UNFORESEEN_BY_SELECTED_NOTE,
    UNFORESEEN_NOTE,
    FindingCollector,
    MappedFinding,
    kind_for_source,
)
from preclear.mapping.comparison.result import Comparison
from preclear.mapping.finding_index import FindingIndex
from preclear.mapping.placer import MessagePlacer
from preclear.source import DEFAULT_LIMITS, SEVERITY_RANK, non_empty_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from preclear.engine import CheckResult, Finding
    from preclear.mapping.answer.answer import Answer, Message, MessageSource
    from preclear.mapping.answer.resources import ResourceList
    from preclear.mapping.comparison.compare import PlanComparison
    from preclear.mapping.origin import SupportsOrigin
    from preclear.source import Document, Json, Kind, Limits, Severity

MAX_FINDINGS = 1_000
"""How many findings of one kind an answer yields. More than a check's, because an upload can't be repeated."""

_CLOCK_INTERVAL = 64  # messages and details between two checks of the clock


class CreatedConnector(NamedTuple):
    """The connector and version that an import created: ids and names as sent, None if absent."""

    connector_id: str | None
    connector_name: str | None
    version_id: str | None
    version_name: str | None


class ValidationCounts(NamedTuple):
    """How many resources of one kind were validated, and how many were not (`errors` is absent)."""

    validated: int
    not_validated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedAnswer:
    """An answer, mapped to its document.

    `mapped_findings` are sorted by file, line, column and rule. Their number is limited by kind: `omitted` counts the
    rest by rule and document path, and `counts` has the true numbers by severity. `message_count` is the number of
    messages in the answer. `created_connector` is None if nothing was created, or if the answer doesn't say what.
    `deselected_counts` counts, by rule name, the messages and differences that the selection excludes.
    `unplaced_count` counts the messages that there was no time for. `comparison` counts what was compared with the
    plan, and what the answer doesn't say; `is_compared` says whether the comparison came to its end.
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
    comparison: Comparison = field(default_factory=Comparison)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the import."""
        return tuple(entry.finding for entry in self.mapped_findings)

    @property
    def unlisted_count(self) -> int:
        """The number of messages that were not read, or not placed for lack of time."""
        return self.unplaced_count + self.answer.unread_count

    @property
    def foreseen_count(self) -> int:
        """The number of findings that a rule had already reported."""
        return sum(bool(entry.foreseen_by) for entry in self.mapped_findings)

    def unconfirmed_findings(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return a check's findings, without those that the import reports itself at least as severely."""
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
    *,
    schemas: Mapping[str, Json] | None = None,
    is_new_version: bool | None = None,
) -> MappedAnswer:
    """Place every message of `answer` in the checked document, and compare the plan with what was created.

    If a bundle was sent, `source_map` maps it to the original files, and `bundle_document` is the loaded bundle: line
    numbers in the answer refer to it. `selection` is the one of the check. Raises nothing and drops nothing: a message
    without a place goes to the document itself; whatever isn't selected is counted. Also counted are the messages that
    are left when `is_time_up` returns True, and those of one kind beyond MAX_FINDINGS, or beyond the findings of
    `limits` if they differ from the default. The most severe messages come first if there are too many.

    `schemas` are the platform's schemas by the name of their definition there, for an answer that only has their URLs.
    `is_new_version` says that the answer's connector already existed: the import of a version doesn't change the
    connector's own fields, so that each of their differences is a warning. Without it, a connector with more than one
    version counts as one.
    """
    limit = MAX_FINDINGS if limits.findings == DEFAULT_LIMITS.findings else limits.findings
    findings = [*checked.findings, *(suppressed.finding for suppressed in checked.suppressed), *checked.baselined]
    finding_index = FindingIndex(findings, checked.connector)
    placer = MessagePlacer(checked, answer, source_map, bundle_document, finding_index)
    collector = FindingCollector(
        finding_index, UNFORESEEN_NOTE if _is_everything(selection) else UNFORESEEN_BY_SELECTED_NOTE, limit
    )
    deselected_counts: Counter[str] = Counter()
    unplaced_count = _collect_messages(placer, collector, selection, deselected_counts, is_time_up, limit)
    comparison = placer.compare(schemas, is_new_version)
    is_compared = comparison is None or _collect_differences(
        comparison, collector, selection, deselected_counts, is_time_up
    )
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
        comparison=Comparison() if comparison is None else comparison.result,
    )


def _collect_messages(
    placer: MessagePlacer,
    collector: FindingCollector,
    selection: RuleSelection,
    deselected_counts: Counter[str],
    is_time_up: Callable[[], bool],
    limit: int,
) -> int:
    """Place the messages and return the number of those that there was no time for."""
    messages = placer.answer.messages
    severity_for = cache(partial(_message_severity, selection))
    work_count = _CLOCK_INTERVAL
    for index, message in enumerate(_by_severity(messages, severity_for, limit)):
        if work_count >= _CLOCK_INTERVAL:
            work_count = 0
            if is_time_up():
                return len(messages) - index
        work_count += max(1, len(message.details))
        kind, severity = kind_for_source(message.source), severity_for(message.source, message.severity)
        if severity is None:
            deselected_counts[kind.name] += 1
        elif collector.is_full(kind):
            collector.omit(kind, severity)
        else:
            for placed_message in placer.place_message(message):
                collector.add_message(placed_message, severity)
    return 0


def _collect_differences(
    comparison: PlanComparison,
    collector: FindingCollector,
    selection: RuleSelection,
    deselected_counts: Counter[str],
    is_time_up: Callable[[], bool],
) -> bool:
    """Compare the plan with the answer and return whether the comparison is complete."""
    difference_count = 0
    for index, difference in enumerate(comparison.differences(), 1):
        difference_count += difference is not None
        if difference_count > MAX_MESSAGES or (index % _CLOCK_INTERVAL == 0 and is_time_up()):
            return False
        if difference is None:
            continue
        severity = _selected_severity(selection, difference.kind, difference.severity)
        if severity is None:
            deselected_counts[difference.kind.name] += 1
        else:
            collector.add_difference(difference, severity)
    return True


def _by_severity(
    messages: Sequence[Message], severity: Callable[[MessageSource, Severity], Severity | None], limit: int
) -> Sequence[Message]:
    """Return the messages as sent or, if there are more than `limit`, the most severe first."""
    if len(messages) <= limit:
        return messages
    return sorted(messages, key=lambda message: -SEVERITY_RANK[severity(message.source, message.severity) or "info"])


def _message_severity(selection: RuleSelection, source: MessageSource, severity: Severity) -> Severity | None:
    return _selected_severity(selection, kind_for_source(source), severity)


def _selected_severity(selection: RuleSelection, kind: Kind, severity: Severity) -> Severity | None:
    """Return the configured severity for a message of `severity`; None if the kind isn't selected."""
    return selection.effective_severity(kind, severity) if selection.includes(kind) else None


def _is_everything(selection: RuleSelection) -> bool:
    return replace(selection, severities={}, options={}) == SELECT_ALL


def _count_validated(resources: ResourceList | None) -> ValidationCounts:
    if resources is None:
        return ValidationCounts(0, 0)
    validated_count = sum(resource.is_validated for resource in resources)
    return ValidationCounts(validated_count, len(resources) - validated_count)


def _read_created(answer: Answer) -> CreatedConnector | None:
    """Return the connector with its latest version: the one with `isLatest`, else the last in the list."""
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
        non_empty_text(connector.get("id")),
        non_empty_text(connector.get("name")),
        latest.text("id") if latest is not None else None,
        latest.text("name") if latest is not None else None,
    )
