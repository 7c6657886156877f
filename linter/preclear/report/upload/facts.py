"""The facts that a report shows about an upload besides its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.mapping import wrap_counts
from preclear.report.rendering.escape import escape
from preclear.report.rendering.timestamp import format_timestamp
from preclear.report.server_facts import list_server_facts
from preclear.report.upload.created import created_to_json, format_differences, format_unknown
from preclear.report.upload.request import describe_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.report.upload.model import UploadReport
    from preclear.source import Json

_TEXT_WIDTH = 67  # characters of a line beside its label
_RESOURCE_KINDS = ("actions", "triggers", "definitions")


def list_facts(report: UploadReport) -> dict[str, str]:
    """Return the facts by name, escaped, with line breaks in long lists. An upload that wasn't sent has none."""
    match report.outcome:
        case "accepted":
            return _accepted_facts(report)
        case "rejected":
            return list_server_facts(report)
        case "unknown":
            return _unknown_facts(report)
        case _:
            return {}


def _accepted_facts(report: UploadReport) -> dict[str, str]:
    facts: dict[str, str] = {}
    created = created_to_json(report)
    if created is not None:
        for name in ("connector", "version"):
            resource = created[name]
            if isinstance(resource, dict):
                facts[name] = escape(
                    " ".join(str(resource[key]) for key in ("name", "id") if resource[key] is not None)
                )
        facts["created"] = ", ".join(_format_counts(created)) or "not listed in the answer"
        facts["plan"] = _wrap(format_differences(report))
        unknown = format_unknown(report)
        facts |= {"not known": _wrap(unknown)} if unknown else {}
    else:
        facts["created"] = "unknown: the answer was lost or could not be read completely"
    facts["sent"] = describe_document(report)
    return facts


def _wrap(text: str) -> str:
    return "\n".join(wrap_counts(text, _TEXT_WIDTH))


def _format_counts(created: dict[str, Json]) -> Iterator[str]:
    counts, planned = created["counts"], created["planned"]
    if not isinstance(counts, dict) or not isinstance(planned, dict):
        return
    for name in _RESOURCE_KINDS:
        number = counts.get(name)
        if isinstance(number, int):
            noun = name if number != 1 else name.removesuffix("s")
            yield f"{number:,} {noun}" + ("" if planned.get(name) == number else f" (planned: {planned.get(name)})")


def _unknown_facts(report: UploadReport) -> dict[str, str]:
    destination, started = report.destination, report.started
    if destination is None or started is None:
        return {}
    moment = format_timestamp(started)
    facts = {"started": moment, "host": destination.host, "organisation": destination.organisation}
    if destination.connector is not None:
        facts |= {"connector": destination.connector, "version": escape(destination.version or "")}
    else:
        facts["connector"] = f"a new one, `{escape(report.title)}`"
    facts["sent"] = describe_document(report)
    facts |= {"server said": f"{report.status}"} if report.status is not None else {"server said": "nothing"}
    facts |= list_server_facts(report)
    facts["to find out"] = escape(report.lookup_command)
    version = destination.version
    name = f"a version `{version}`" if version is not None else f"a connector `{report.title}`"
    facts["then"] = escape(f"{name} created at {moment} or later is this upload; if there is none, upload again")
    return facts
