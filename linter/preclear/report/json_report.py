"""The format for programs: one JSON object, version 1.

Everything but ASCII is written as an escape of JSON, so the bytes are the same on every terminal and nothing in them
acts; so is the second of two `#`, which begin a command of the oldest pipelines' runners anywhere in a line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.pages import page_url
from preclear.source import pointer_text

if TYPE_CHECKING:
    from preclear.engine import Finding
    from preclear.report.results import Results
    from preclear.source import Json, Position

VERSION = 1
"""Rises when a field is taken away or changes its meaning; a field that is added does not change it."""


def json_report(results: Results) -> str:
    """Give the report, ending with a line end."""
    summary: dict[str, Json] = {
        "files": len(results.files),
        "errors": results.counts["error"],
        "warnings": results.counts["warning"],
        "infos": results.counts["info"],
    }
    if results.omitted:
        summary["omitted"] = [
            {"rule": rule, "path": path, "count": number} for (rule, path), number in sorted(results.omitted.items())
        ]
    return json_text(
        {"version": VERSION, "summary": summary, "findings": [finding_object(each) for each in results.findings]}
    )


def json_text(value: Json) -> str:
    """Write `value` in lines, ending with a line end."""
    import json

    return json.dumps(value, indent=2).replace("##", "#\\u0023") + "\n"


def finding_object(finding: Finding) -> dict[str, Json]:
    """Give the object of one finding."""
    kind = finding.rule
    return {
        "rule": kind.name,
        "category": kind.category,
        "severity": finding.severity,
        "basis": kind.basis,
        "message": finding.message,
        "help": finding.help,
        "path": finding.path,
        "pointer": pointer_text(finding.pointer),
        "part": finding.part,
        "start": position_object(finding.span.start),
        "end": position_object(finding.span.end),
        "related": [
            {
                "message": each.message,
                "path": each.place.document.path,
                "pointer": pointer_text(each.place.pointer),
                "start": position_object(each.span.start),
                "end": position_object(each.span.end),
            }
            for each in finding.related
        ],
        "origin": finding.origin,
        "placed": finding.placed,
        "fingerprint": finding.fingerprint,
        "url": page_url(kind),
    }


def position_object(position: Position) -> dict[str, Json]:
    """Give the object of a position: line and column, from 1, in characters."""
    return {"line": position.line, "column": position.column}
