"""The format for programs: one JSON object, version 1.

Everything but ASCII is written as an escape of JSON, so the bytes are the same on every terminal and nothing in them
acts; so is the second of two `#`, which begin a command of the oldest pipelines' runners anywhere in a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from json import dumps
from json.encoder import encode_basestring_ascii as _quote
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.report.rule_pages import page_url
from preclear.source import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from preclear.engine import Finding
    from preclear.project import Results
    from preclear.source import Json, Position

FORMAT_VERSION = 1
"""Rises when a field is taken away or changes its meaning; a field that is added does not change it."""


_BATCH_SIZE = 1_000  # findings that are written together


class LongObject(NamedTuple):
    """An object of an output whose lists may be long: iterators, which are written in pieces."""

    fields: Mapping[str, Json | Iterator[Json]]


Item: TypeAlias = "Json | LongObject"


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
    """Give an object in pieces, ending with a line end: some fields, a long list of objects under `name`, the rest."""
    yield from stream_lists(before, ((name, items),), after)


def stream_lists(
    before: dict[str, Json],
    lists: Iterable[tuple[str, Iterable[Item]]],
    after: dict[str, Json] | None = None,
) -> Iterator[str]:
    """Give an object in pieces, ending with a line end: some fields, long lists under their names, the rest.

    Of the lists no more is there at once than is written together. An item may have long lists of its own.
    """
    yield dump_json(before).removesuffix("\n}\n")
    for name, items in lists:
        yield f',\n  "{name}": ['
        yield from _stream_list(items, "\n  ")
    yield dump_json(after).replace("{\n", ",\n", 1) if after else "\n}\n"


def _stream_list(items: Iterable[Item], newline: str) -> Iterator[str]:
    """The items of a list and the bracket that closes it; `newline` is a line end and the indentation of the list."""
    remaining = iter(items)
    inner_newline = f"{newline}  "
    start = ""
    while batch := [*islice(remaining, _BATCH_SIZE)]:
        texts: list[str] = []
        for item in batch:
            if isinstance(item, LongObject):
                yield _escape_commands("".join(texts))
                texts.clear()
                yield f"{start}{inner_newline}"
                yield from _stream_long_object(item, inner_newline)
            else:
                texts.append(f"{start}{inner_newline}{_dump(item, inner_newline)}")
            start = ","
        yield _escape_commands("".join(texts))
    yield f"{newline}]" if start else "]"


def _stream_long_object(item: LongObject, newline: str) -> Iterator[str]:
    inner_newline = f"{newline}  "
    start = "{"
    for key, value in item.fields.items():
        yield f"{start}{inner_newline}{_quote(key)}: "
        if isinstance(value, Iterator):
            yield "["
            yield from _stream_list(value, inner_newline)
        else:
            yield _escape_commands(_dump(value, inner_newline))
        start = ","
    yield f"{newline}}}"


def omitted_to_json(results: Results) -> list[Json]:
    """Give how many findings of a rule in a file are not among the findings."""
    return [{"rule": rule, "path": path, "count": number} for (rule, path), number in sorted(results.omitted.items())]


def dump_json(value: Json) -> str:
    """Write `value` in lines, ending with a line end."""
    return _escape_commands(_dump(value, "\n")) + "\n"


def _escape_commands(text: str) -> str:
    return text.replace("##", "#\\u0023")


def _dump(value: Json, newline: str) -> str:
    """Write `value` as the standard library does with an indent of 2, in a fraction of the time.

    `newline` is a line end and the indentation of where it stands.
    """
    if isinstance(value, str):
        return _quote(value)
    if isinstance(value, dict):
        inner_newline = f"{newline}  "
        texts = [f"{_quote(key)}: {_dump(member, inner_newline)}" for key, member in value.items()]
        return f"{{{inner_newline}{f',{inner_newline}'.join(texts)}{newline}}}" if texts else "{}"
    if isinstance(value, list):
        inner_newline = f"{newline}  "
        return (
            f"[{inner_newline}{f',{inner_newline}'.join([_dump(item, inner_newline) for item in value])}{newline}]"
            if value
            else "[]"
        )
    return _LITERALS[value] if value is None or isinstance(value, bool) else _dump_number(value)


_LITERALS = {None: "null", True: "true", False: "false"}


def _dump_number(value: float) -> str:
    return int.__repr__(value) if isinstance(value, int) else dumps(value)


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
