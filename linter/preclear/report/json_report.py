"""The format for programs: one JSON object, version 1.

Everything but ASCII is written as an escape of JSON, so the bytes are the same on every terminal and nothing in them
acts; so is the second of two `#`, which begin a command of the oldest pipelines' runners anywhere in a line.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from preclear.report.rule_pages import page_url
from preclear.source import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.engine import Finding
    from preclear.report.results import Results
    from preclear.source import Json, Position

FORMAT_VERSION = 1
"""Rises when a field is taken away or changes its meaning; a field that is added does not change it."""


_BATCH_SIZE = 1_000  # findings that are written together


def format_json(results: Results) -> str:
    """Give the report, ending with a line end."""
    return "".join(stream_json(results))


def stream_json(results: Results) -> Iterator[str]:
    """Give the report in pieces, for all of it can take more memory than anything before."""
    summary: dict[str, Json] = {
        "files": len(results.files),
        "errors": results.counts["error"],
        "warnings": results.counts["warning"],
        "infos": results.counts["info"],
    }
    if results.omitted:
        summary["omitted"] = omitted_to_json(results)
    head: dict[str, Json] = {"version": FORMAT_VERSION, "summary": summary}
    yield from stream_object(head, "findings", map(finding_to_json, results.findings))


def stream_object(
    before: dict[str, Json], name: str, items: Iterable[dict[str, Json]], after: dict[str, Json] | None = None
) -> Iterator[str]:
    """Give an object in pieces, ending with a line end: some fields, a long list of objects under `name`, the rest.

    Of the list no more is there at once than is written together.
    """
    yield dump_json(before).removesuffix("\n}\n")
    yield f',\n  "{name}": ['
    remaining = iter(items)
    separator = ""
    while batch := [*islice(remaining, _BATCH_SIZE)]:
        json_batch: list[Json] = [*batch]
        yield separator + dump_json(json_batch).removeprefix("[").removesuffix("\n]\n").replace("\n", "\n  ")
        separator = ","
    yield "\n  ]" if separator else "]"
    yield dump_json(after).replace("{\n", ",\n", 1) if after else "\n}\n"


def omitted_to_json(results: Results) -> list[Json]:
    """Give how many findings of a rule in a file are not among the findings."""
    return [{"rule": rule, "path": path, "count": number} for (rule, path), number in sorted(results.omitted.items())]


def dump_json(value: Json) -> str:
    """Write `value` in lines, ending with a line end."""
    import json

    return json.dumps(value, indent=2).replace("##", "#\\u0023") + "\n"


def finding_to_json(finding: Finding) -> dict[str, Json]:
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
        "pointer": format_pointer(finding.pointer),
        "part": finding.part,
        "start": position_to_json(finding.span.start),
        "end": position_to_json(finding.span.end),
        "related": [
            {
                "message": related.message,
                "path": related.place.document.path,
                "pointer": format_pointer(related.place.pointer),
                "start": position_to_json(related.span.start),
                "end": position_to_json(related.span.end),
            }
            for related in finding.related
        ],
        "origin": finding.origin,
        "placed": finding.placement,
        "fingerprint": finding.fingerprint,
        "url": page_url(kind),
    }


def position_to_json(position: Position) -> dict[str, Json]:
    """Give the object of a position: line and column, from 1, in characters."""
    return {"line": position.line, "column": position.column}
