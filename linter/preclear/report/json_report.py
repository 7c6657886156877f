"""The JSON format, version 1.

Non-ASCII characters are escaped, so that the bytes are the same on every terminal and control characters have no
effect. The second `#` of `##` is escaped too, because `##[` starts a command of pipeline runners anywhere in a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from json import dumps
from json.encoder import encode_basestring_ascii as _quote
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.report.edit_json import edit_to_json
from preclear.report.fixes.json_object import fixes_to_json
from preclear.report.positions import position_to_json
from preclear.report.rule_pages import page_url
from preclear.source import EDIT_LEVEL_RANK, format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from preclear.edit import Fixes
    from preclear.engine import Finding
    from preclear.project import Results
    from preclear.source import Json

FORMAT_VERSION = 1
"""Increases when a field is removed or changes its meaning. A new field doesn't change it."""


_BATCH_SIZE = 1_000  # findings that are written at once


class LongObject(NamedTuple):
    """A JSON object with long lists, given as iterators, which are written in pieces."""

    fields: Mapping[str, Json | Iterator[Json]]


Item: TypeAlias = "Json | LongObject"


def format_json(results: Results) -> str:
    """Return the report, ending with a newline."""
    return "".join(stream_json(results))


def stream_json(results: Results, fixes: Fixes | None = None) -> Iterator[str]:
    """Yield the report in pieces, because all of it can take much memory. `fixes` are what was fixed before it."""
    summary: dict[str, Json] = {
        "files": len(results.files),
        "errors": results.counts["error"],
        "warnings": results.counts["warning"],
        "infos": results.counts["info"],
        "fixable": {level: results.fixable[level] for level in EDIT_LEVEL_RANK},
    }
    if results.adaptable is not None:
        summary["adaptable"] = results.adaptable.number
    if results.omitted:
        summary["omitted"] = omitted_to_json(results)
    head: dict[str, Json] = {"version": FORMAT_VERSION, "summary": summary}
    if fixes is not None:
        head |= fixes_to_json(fixes)
    yield from stream_object(head, "findings", map(finding_to_json, results.findings))


def stream_object(
    before: dict[str, Json], name: str, items: Iterable[dict[str, Json]], after: dict[str, Json] | None = None
) -> Iterator[str]:
    """Yield an object in pieces, ending with a newline: the fields `before`, a long list `name`, the fields `after`."""
    yield from stream_lists(before, ((name, items),), after)


def stream_lists(
    before: dict[str, Json],
    lists: Iterable[tuple[str, Iterable[Item]]],
    after: dict[str, Json] | None = None,
) -> Iterator[str]:
    """Yield an object in pieces, ending with a newline: the fields `before`, long lists by name, the fields `after`.

    Lists are read in batches. An item can have long lists of its own.
    """
    yield dump_json(before).removesuffix("\n}\n")
    for name, items in lists:
        yield f',\n  "{name}": ['
        yield from _stream_list(items, "\n  ")
    yield dump_json(after).replace("{\n", ",\n", 1) if after else "\n}\n"


def stream_array(items: Iterable[Item]) -> Iterator[str]:
    """Yield a long list in pieces, ending with a newline."""
    yield "["
    yield from _stream_list(items, "\n")
    yield "\n"


def _stream_list(items: Iterable[Item], newline: str) -> Iterator[str]:
    """Yield the items of a list and its closing bracket; `newline` is a newline with the indentation of the list."""
    remaining = iter(items)
    inner_newline = f"{newline}  "
    start = ""
    while batch := [*islice(remaining, _BATCH_SIZE)]:
        texts: list[str] = []
        for item in batch:
            if isinstance(item, LongObject):
                yield escape_commands("".join(texts))
                texts.clear()
                yield f"{start}{inner_newline}"
                yield from _stream_long_object(item, inner_newline)
            else:
                texts.append(f"{start}{inner_newline}{_dump(item, inner_newline)}")
            start = ","
        yield escape_commands("".join(texts))
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
            yield escape_commands(_dump(value, inner_newline))
        start = ","
    yield f"{newline}}}"


def omitted_to_json(results: Results) -> list[Json]:
    """Return the number of omitted findings by rule and file."""
    return [{"rule": rule, "path": path, "count": number} for (rule, path), number in sorted(results.omitted.items())]


def dump_json(value: Json) -> str:
    """Return `value` as indented JSON, ending with a newline."""
    return escape_commands(_dump(value, "\n")) + "\n"


def escape_commands(text: str) -> str:
    """Escape what starts a command of a pipeline's runner in the text of a JSON value."""
    return text.replace("##", "#\\u0023")


def _dump(value: Json, newline: str) -> str:
    """Return `value` as the standard library formats it with an indent of 2, but several times faster.

    `newline` is a newline with the indentation of the value.
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
    """Return the object of one finding."""
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
        "fix": edit_to_json(finding.edit),
    }
