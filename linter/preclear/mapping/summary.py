"""Summary lines of a mapped answer. They may have control characters: escape them before printing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.mapping.answer.answer import MAX_MESSAGES
from preclear.mapping.comparison.wording import describe_compared, describe_unknown, wrap_counts
from preclear.source import format_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.mapping.mapper import MappedAnswer, ValidationCounts

DIFFERENCES = ("import-missing-resource", "import-unexpected-resource", "import-changed-field")
"""The names of the kinds that compare the plan with what was created."""


def summary_lines(mapped: MappedAnswer) -> Iterator[str]:
    """Yield the summary: what was created, how many messages there are, what is as planned, what was validated."""
    yield _outcome_line(mapped)
    finding_count = len(mapped.mapped_findings)
    message_count = mapped.message_count - sum(
        number for name, number in mapped.deselected_counts.items() if name not in DIFFERENCES
    )
    messages = format_count(message_count, "message")
    difference_count = sum(entry.finding.rule.name in DIFFERENCES for entry in mapped.mapped_findings)
    difference_count += sum(number for (name, _), number in mapped.omitted.items() if name in DIFFERENCES)
    omitted = mapped.omitted.total()
    if difference_count:
        messages += f" and {format_count(difference_count, 'difference')} from the plan"
    listed_count = message_count - mapped.unlisted_count
    if finding_count + omitted != listed_count + difference_count:  # some details have places of their own
        messages += f", at {format_count(finding_count + omitted, 'place')}"
    more = f", {omitted:,} not listed (`--limit findings=N`)" if omitted else ""
    counts = (
        f": {mapped.foreseen_count:,} foreseen, {finding_count - mapped.foreseen_count:,} not{more}"
        if finding_count
        else more
    )
    yield f"{messages}{counts}"
    yield from unlisted_lines(mapped)
    yield from _comparison_lines(mapped)
    validated = [
        *_validation_parts("action", mapped.action_validation),
        *_validation_parts("trigger", mapped.trigger_validation),
    ]
    if validated:
        yield "; ".join(validated)


def unlisted_lines(mapped: MappedAnswer) -> Iterator[str]:
    """Yield lines that count the messages that aren't listed, and why; nothing if all are listed."""
    if mapped.deselected_counts:
        counts = ", ".join(f"{count:,} `{name}`" for name, count in sorted(mapped.deselected_counts.items()))
        yield f"not shown because of `select` and `ignore`: {counts}"
    if mapped.unplaced_count:
        count_text = f"{mapped.unplaced_count:,} of {format_count(mapped.message_count, 'message')}"
        yield f"the time is up (`--timeout`): {count_text} aren't listed"
    if mapped.answer.unread_count:
        count_text = f"{mapped.answer.unread_count:,} of {format_count(mapped.message_count, 'message')}"
        yield f"only the first {MAX_MESSAGES:,} messages of an answer are read: {count_text} aren't listed"
    if not mapped.is_compared:
        yield "only part of what was created was compared with the plan: there is too much of it, or the time is up"


def _comparison_lines(mapped: MappedAnswer) -> Iterator[str]:
    """Yield what is as planned, with the number of fields that were compared, and what the answer doesn't say."""
    compared, unknown = describe_compared(mapped.comparison), describe_unknown(mapped.comparison)
    if compared:
        field_count = format_count(mapped.comparison.field_count, "field")
        yield from wrap_counts(f"as planned: {compared} ({field_count} compared)", indent="    ")
    if unknown:
        yield from wrap_counts(f"not known: {unknown}", indent="    ")


def _outcome_line(mapped: MappedAnswer) -> str:
    answer, created = mapped.answer, mapped.created_connector
    if answer.is_refused:
        status = "" if answer.status is None else f" with status {answer.status}"
        code = f" (`{answer.code[:80]}`)" if answer.code else ""
        return f"refused{status}{code}: nothing was created"
    if created is None:
        return "the answer doesn't say what was created"
    parts = [
        _describe_resource("connector", created.connector_name, created.connector_id),
        _describe_resource("version", created.version_name, created.version_id),
    ]
    return f"created {', '.join(filter(None, parts))}" if answer.is_complete else f"{', '.join(filter(None, parts))}"


def _describe_resource(label: str, name: str | None, identity: str | None) -> str:
    if name is None and identity is None:
        return ""
    suffix = f" ({identity[:80]})" if identity else ""
    return f"{label} `{name[:80]}`{suffix}" if name else f"{label}{suffix}"


def _validation_parts(noun: str, counts: ValidationCounts) -> Iterator[str]:
    """Yield the counts. An absent `errors` means no validation; an empty one means no errors."""
    if counts.validated:
        yield f"{format_count(counts.validated, noun)} validated"
    if counts.not_validated:
        yield f"{format_count(counts.not_validated, noun)} not validated"
