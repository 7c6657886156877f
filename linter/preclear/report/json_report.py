"""The format for programs: one JSON object, version 1.

Everything but ASCII is written as an escape of JSON, so the bytes are the same on every terminal and nothing in them
acts; so is the second of two `#`, which begin a command of the oldest pipelines' runners anywhere in a line.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from preclear.report.pages import page_url
from preclear.source import pointer_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.engine import Finding
    from preclear.report.results import Results
    from preclear.source import Json, Position

VERSION = 1
"""Rises when a field is taken away or changes its meaning; a field that is added does not change it."""


_AT_ONCE = 1_000  # findings that are written together


def json_report(results: Results) -> str:
    """Give the report, ending with a line end."""
    return "".join(json_pieces(results))


def json_pieces(results: Results) -> Iterator[str]:
    """Give the report in pieces, for all of it can take more memory than anything before."""
    summary: dict[str, Json] = {
        "files": len(results.files),
        "errors": results.counts["error"],
        "warnings": results.counts["warning"],
        "infos": results.counts["info"],
    }
    if results.omitted:
        summary["omitted"] = omitted_objects(results)
    head: dict[str, Json] = {"version": VERSION, "summary": summary}
    yield from object_pieces(head, "findings", map(finding_object, results.findings))


def object_pieces(
    before: dict[str, Json], name: str, items: Iterable[dict[str, Json]], after: dict[str, Json] | None = None
) -> Iterator[str]:
    """Give an object in pieces, ending with a line end: some fields, a long list of objects under `name`, the rest.

    Of the list no more is there at once than is written together.
    """
    yield json_text(before).removesuffix("\n}\n")
    yield f',\n  "{name}": ['
    waiting = iter(items)
    start = ""
    while taken := [*islice(waiting, _AT_ONCE)]:
        listed: list[Json] = [*taken]
        yield start + json_text(listed).removeprefix("[").removesuffix("\n]\n").replace("\n", "\n  ")
        start = ","
    yield "\n  ]" if start else "]"
    yield json_text(after).replace("{\n", ",\n", 1) if after else "\n}\n"


def omitted_objects(results: Results) -> list[Json]:
    """Give how many findings of a rule in a file are not among the findings."""
    return [{"rule": rule, "path": path, "count": number} for (rule, path), number in sorted(results.omitted.items())]


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
