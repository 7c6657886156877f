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
from preclear_rules._enums import mismatch
from preclear_rules.document._text_slots import is_name, is_number, is_text
from preclear_rules.document._written import no_text, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Node, Pointer

_VERSION = re.compile(r"3\.[0-2]\.0").fullmatch
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+").fullmatch


@rule(on=Connector, basis="practice", source="YAML 1.1 types; YAML 1.2.2, 10.3 Core Schema", severity="warning")
def ambiguous_scalar(connector: Connector) -> Iterator[Report]:
    documents = connector.description.documents
    ambiguous = {Place(at, each.pointer, each.part): each for at in documents for each in at.ambiguous}
    told: set[Place] = set()
    for node in _texts(connector):
        fact = no_text(node)
        if fact is not None:
            told.add(node.place)
            each = ambiguous.get(node.place)
            older = f", and {each.older} for readers of YAML 1.1" if each is not None else ""
            yield Report(f"{fact}{older}; expected text", node, help=_help(node), severity="error")
    told.update(_mismatched(connector) if ambiguous else ())
    for place, each in ambiguous.items():
        if place in told:
            continue
        found = _text(place, each.text, each.older)
        if each.newer != "text":
            found = _number(place, each.text, each.newer, each.older)
        yield from (report for report in found if written(place) is not None)
    for document in documents:
        if document.omitted_ambiguous:
            more = f"{document.omitted_ambiguous:,} more unquoted scalars mean different things to different readers"
            yield Report(f"{more}; only the first 10,000 are checked", Place(document, ()), severity="info")


def _texts(connector: Connector) -> Iterator[Node]:
    """What the specification wants as text, whatever it looks like: to be none is more than a doubt."""
    info = connector.root.get("info")
    for node in (connector.root.get("openapi"), info and info.get("version")):
        if node is not None and not isinstance(node.value, bool):
            yield node


def _mismatched(connector: Connector) -> Iterator[Place]:
    """The values of `enum` and `const` that `mismatched-enum` reports."""
    for schema in connector.description.schemas:
        if "enum" in schema.mapping or "const" in schema.mapping:
            found = mismatch(Schema(schema, connector.description))
            yield from (value.place for value in found.values) if found is not None else ()


def _help(node: Node) -> str:
    """What to write. The version of OpenAPI has three parts: `3.1` in quotes would be none."""
    version = f"{node.value}.0"
    if node.pointer == ("openapi",) and _VERSION(version):
        return f'write all of the version, in quotes: `"{version}"`'
    return "put it in quotes"


def _text(place: Place, text: str, older: str) -> Iterator[Report]:
    """What is text in YAML 1.2."""
    if not (is_name(place.pointer) if place.part == "key" else is_text(place.pointer, place.document.value)):
        return
    what = "key" if place.part == "key" else "text"
    message = f"{what} `{text[:60]}` is {older} for readers of YAML 1.1; expected a text that all read alike"
    two_lines = older.startswith("two lines")
    help = "write the character as an escape, in double quotes" if two_lines else f'put it in quotes: `"{text}"`'
    yield Report(message, place, help=help, severity="info" if len(text) == 1 else None)


def _number(place: Place, text: str, newer: str, older: str) -> Iterator[Report]:
    """What is a number in YAML 1.2, and in YAML 1.1 another one or text."""
    pointer = place.pointer
    both = newer if newer == older else f"{newer}, and {older} for readers of YAML 1.1"
    quoted = f'put it in quotes: `"{text}"`'
    if place.part == "key":
        if is_name(pointer) and not _is_status(pointer):
            yield Report(f"key `{text}` is {both}; expected a text that all read alike", place, help=quoted)
    elif is_text(pointer, place.document.value):
        loose = (pointer[-2] if isinstance(pointer[-1], int) else pointer[-1]) in ("enum", "const", "default")
        yield Report(f"`{text}` is {both}; expected text", place, help=quoted, severity=None if loose else "error")
    elif is_number(pointer) and _LEADING_ZERO(text):
        help = f"write `{newer.split()[-1]}`, or put it in quotes if it is text"
        yield Report(f"`{text}` is {both}; expected a number that all read alike", place, help=help)


def _is_status(pointer: Pointer) -> bool:
    """Whether a status belongs where the key stands: what is none is told by a rule of its own."""
    return pointer[-2:-1] == ("responses",) and pointer[:1] != ("components",)
