"""An unquoted YAML scalar stands for text, and some readers make something else of it.

In YAML 1.1 `no`, `off` and `yes` are booleans and `2024-05-01` is a date; in YAML 1.2 all of them are text. `0123` is a
number in both, 83 in the one and 123 in the other. Readers of both kinds are in use, so the same document has other
names and values for the next one. And a text such as `1.10` is a number for everyone: a version that loses its last 0.
Quotes end the doubt, and a number that is meant as one needs no 0 before it.

What stands in examples, descriptions and extensions is not looked at, for nothing hangs on it. The letters `y` and `n`,
which hardly a reader still takes for booleans, are only noted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Connector, Place, Report, Schema, rule
from preclear_rules._enums import find_mismatch
from preclear_rules.document._expected_types import is_name, is_number, is_text
from preclear_rules.document._source_text import describe_non_text, source_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Node, Pointer

_VERSION = re.compile(r"3\.[0-2]\.0").fullmatch
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+").fullmatch


@rule(on=Connector, basis="practice", source="YAML 1.1 types; YAML 1.2.2, 10.3 Core Schema", severity="warning")
def ambiguous_scalar(connector: Connector) -> Iterator[Report]:
    documents = connector.api.documents
    by_place = {
        Place(document, scalar.pointer, scalar.part): scalar
        for document in documents
        for scalar in document.ambiguous_scalars
    }
    reported: set[Place] = set()
    for node in _text_nodes(connector):
        fact = describe_non_text(node)
        if fact is not None:
            reported.add(node.place)
            scalar = by_place.get(node.place)
            older_text = f", and {scalar.yaml11_meaning} for readers of YAML 1.1" if scalar is not None else ""
            yield Report(f"{fact}{older_text}; expected text", node, help=_suggest_fix(node), severity="error")
    reported.update(_mismatched_places(connector) if by_place else ())
    for place, scalar in by_place.items():
        if place in reported:
            continue
        reports = _report_text(place, scalar.text, scalar.yaml11_meaning)
        if scalar.yaml12_meaning != "text":
            reports = _report_number(place, scalar.text, scalar.yaml12_meaning, scalar.yaml11_meaning)
        yield from (report for report in reports if source_text(place) is not None)
    for document in documents:
        if document.omitted_scalar_count:
            overflow = (
                f"{document.omitted_scalar_count:,} more unquoted scalars mean different things to different readers"
            )
            yield Report(f"{overflow}; only the first 10,000 are checked", Place(document, ()), severity="info")


def _text_nodes(connector: Connector) -> Iterator[Node]:
    """What the specification wants as text, whatever it looks like: to be none is more than a doubt."""
    info = connector.root.get("info")
    for node in (connector.root.get("openapi"), info and info.get("version")):
        if node is not None and not isinstance(node.value, bool):
            yield node


def _mismatched_places(connector: Connector) -> Iterator[Place]:
    """The values of `enum` and `const` that `mismatched-enum` reports."""
    for schema in connector.api.schemas:
        if "enum" in schema.mapping or "const" in schema.mapping:
            enum_mismatch = find_mismatch(Schema(schema, connector.api))
            yield from (value.place for value in enum_mismatch.values) if enum_mismatch is not None else ()


def _suggest_fix(node: Node) -> str:
    """What to write. The version of OpenAPI has three parts: `3.1` in quotes would be none."""
    version = f"{node.value}.0"
    if node.pointer == ("openapi",) and _VERSION(version):
        return f'write all of the version, in quotes: `"{version}"`'
    return "put it in quotes"


def _report_text(place: Place, text: str, older: str) -> Iterator[Report]:
    """What is text in YAML 1.2."""
    if not (is_name(place.pointer) if place.part == "key" else is_text(place.pointer, place.document.value)):
        return
    noun = "key" if place.part == "key" else "text"
    message = f"{noun} `{text[:60]}` is {older} for readers of YAML 1.1; expected a text that all read alike"
    is_two_lines = older.startswith("two lines")
    help = "write the character as an escape, in double quotes" if is_two_lines else f'put it in quotes: `"{text}"`'
    yield Report(message, place, help=help, severity="info" if len(text) == 1 else None)


def _report_number(place: Place, text: str, newer: str, older: str) -> Iterator[Report]:
    """What is a number in YAML 1.2, and in YAML 1.1 another one or text."""
    pointer = place.pointer
    meanings = newer if newer == older else f"{newer}, and {older} for readers of YAML 1.1"
    quote_help = f'put it in quotes: `"{text}"`'
    if place.part == "key":
        if is_name(pointer) and not _is_status(pointer):
            yield Report(f"key `{text}` is {meanings}; expected a text that all read alike", place, help=quote_help)
    elif is_text(pointer, place.document.value):
        is_value = (pointer[-2] if isinstance(pointer[-1], int) else pointer[-1]) in ("enum", "const", "default")
        yield Report(
            f"`{text}` is {meanings}; expected text", place, help=quote_help, severity=None if is_value else "error"
        )
    elif is_number(pointer) and _LEADING_ZERO(text):
        help = f"write `{newer.split()[-1]}`, or put it in quotes if it is text"
        yield Report(f"`{text}` is {meanings}; expected a number that all read alike", place, help=help)


def _is_status(pointer: Pointer) -> bool:
    """Whether a status belongs where the key stands: what is none is told by a rule of its own."""
    return pointer[-2:-1] == ("responses",) and pointer[:1] != ("components",)
