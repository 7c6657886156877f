"""A mapped answer as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.comparison_json import comparison_to_json
from preclear.report.json_report import FORMAT_VERSION, finding_to_json, omitted_to_json, stream_object
from preclear.source import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.engine import Finding
    from preclear.mapping import MappedAnswer, MappedFinding
    from preclear.project import Results
    from preclear.source import Json


def stream_answer_json(mapped: MappedAnswer, results: Results) -> Iterator[str]:
    """Yield the object in pieces, ending with a newline."""
    return stream_object(_make_head(mapped, results), "findings", _stream_findings(mapped, results.findings))


def _make_head(mapped: MappedAnswer, results: Results) -> dict[str, Json]:
    """Make the fields before the findings: as in the report of `check`, and the answer's summary."""
    answer, created = mapped.answer, mapped.created_connector
    return {
        "version": FORMAT_VERSION,
        **({"summary": {"omitted": omitted_to_json(results)}} if results.omitted else {}),
        "answer": {
            "status": answer.status,
            "refused": answer.is_refused,
            "code": answer.code,
            "connector": None if created is None else {"id": created.connector_id, "name": created.connector_name},
            "connectorVersion": None if created is None else {"id": created.version_id, "name": created.version_name},
            "messages": mapped.message_count,
            "unlisted": mapped.unlisted_count,
            "foreseen": mapped.foreseen_count,
            "unforeseen": len(mapped.mapped_findings) - mapped.foreseen_count,
            "leftOut": dict(sorted(mapped.deselected_counts.items())),
            "comparison": comparison_to_json(mapped),
            "actions": {
                "validated": mapped.action_validation.validated,
                "notValidated": mapped.action_validation.not_validated,
            },
            "triggers": {
                "validated": mapped.trigger_validation.validated,
                "notValidated": mapped.trigger_validation.not_validated,
            },
        },
    }


def _stream_findings(mapped: MappedAnswer, findings: tuple[Finding, ...]) -> Iterator[dict[str, Json]]:
    """Yield the findings. Those of the answer have their message as sent."""
    entries = {id(entry.finding): entry for entry in mapped.mapped_findings}
    rules: dict[int, list[Json]] = {}  # many messages share the same findings
    for finding in findings:
        entry = entries.get(id(finding))
        finding_object = finding_to_json(finding)
        yield finding_object if entry is None else {**finding_object, "sent": _sent_to_json(entry, rules)}


def _sent_to_json(entry: MappedFinding, rules: dict[int, list[Json]]) -> dict[str, Json]:
    """Make the object of a message: its text as sent, its place in the answer, and the rules that foresaw it."""
    foreseen = entry.foreseen_by
    if id(foreseen) not in rules:
        rules[id(foreseen)] = [*dict.fromkeys(finding.rule.name for finding in foreseen)]
    return {
        "text": entry.text,
        "leftOut": entry.omitted_length,
        "pointer": format_pointer(entry.pointer),
        "field": entry.field,
        "foreseenBy": rules[id(foreseen)],
    }
