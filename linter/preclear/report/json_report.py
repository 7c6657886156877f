"""The format for programs: one JSON object, version 1.

Everything but ASCII is written as an escape of JSON, so the bytes are the same on every terminal and nothing in them
acts; so is the second of two `#`, which begin a command of the oldest pipelines' runners anywhere in a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from json import dumps
from json.encoder import encode_basestring_ascii as _quoted
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.report.rule_pages import page_url
from preclear.source import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from preclear.engine import Finding
    from preclear.project.results import Results
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
    yield from lists_pieces(before, ((name, items),), after)


def lists_pieces(
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
        yield from _list_pieces(items, "\n  ")
    yield dump_json(after).replace("{\n", ",\n", 1) if after else "\n}\n"


def _list_pieces(items: Iterable[Item], line: str) -> Iterator[str]:
    """The items of a list and the bracket that closes it; `line` is a line end and the indentation of the list."""
    waiting = iter(items)
    below = f"{line}  "
    start = ""
    while taken := [*islice(waiting, _BATCH_SIZE)]:
        texts: list[str] = []
        for item in taken:
            if isinstance(item, LongObject):
                yield _escaped("".join(texts))
                texts.clear()
                yield f"{start}{below}"
                yield from _long_pieces(item, below)
            else:
                texts.append(f"{start}{below}{_text(item, below)}")
            start = ","
        yield _escaped("".join(texts))
    yield f"{line}]" if start else "]"


def _long_pieces(item: LongObject, line: str) -> Iterator[str]:
    below = f"{line}  "
    start = "{"
    for key, held in item.fields.items():
        yield f"{start}{below}{_quoted(key)}: "
        if isinstance(held, Iterator):
            yield "["
            yield from _list_pieces(held, below)
        else:
            yield _escaped(_text(held, below))
        start = ","
    yield f"{line}}}"


def omitted_to_json(results: Results) -> list[Json]:
    """Give how many findings of a rule in a file are not among the findings."""
    return [{"rule": rule, "path": path, "count": number} for (rule, path), number in sorted(results.omitted.items())]


def dump_json(value: Json) -> str:
    """Write `value` in lines, ending with a line end."""
    return _escaped(_text(value, "\n")) + "\n"


def _escaped(text: str) -> str:
    return text.replace("##", "#\\u0023")


def _text(value: Json, line: str) -> str:
    """Write `value` as the standard library does with an indent of 2, in a fraction of the time.

    `line` is a line end and the indentation of where it stands.
    """
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, dict):
        below = f"{line}  "
        texts = [f"{_quoted(key)}: {_text(held, below)}" for key, held in value.items()]
        return f"{{{below}{f',{below}'.join(texts)}{line}}}" if texts else "{}"
    if isinstance(value, list):
        below = f"{line}  "
        return f"[{below}{f',{below}'.join([_text(item, below) for item in value])}{line}]" if value else "[]"
    return _WORDS[value] if value is None or isinstance(value, bool) else _number(value)


_WORDS = {None: "null", True: "true", False: "false"}


def _number(value: float) -> str:
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
