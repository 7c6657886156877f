"""An unquoted YAML scalar is meant as text, but some readers read it as another type.

In YAML 1.1, `no`, `off` and `yes` are booleans and `2024-05-01` is a date. In YAML 1.2, they are all text. `0123` is a
number in both, but 83 in one and 123 in the other. Readers of both kinds are in use, so the next tool can find other
names and values in the same document. Text such as `1.10` is a number to every reader, and a version loses its last 0.
Put such text in quotes, and write numbers without a leading 0.

Examples, descriptions and extensions aren't checked, because nothing depends on their type. The letters `y` and `n`,
which hardly any reader still reads as booleans, are only an info.

The fix puts text in quotes, as it's written. A key, and a number with a leading 0, have no fix.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Connector, Edit, Place, Report, Schema, Set, rule
from preclear_rules.document._scalar_reports import report_number, report_text
from preclear_rules.document._source_text import describe_non_text, source_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Node

_VERSION = r"3\.[0-2]\.0"


@rule(
    on=Connector,
    basis="practice",
    source="YAML 1.1 types; YAML 1.2.2, 10.3 Core Schema",
    severity="warning",
    fix="safe",
)
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
            difference = f", and {scalar.yaml11_meaning} in YAML 1.1" if scalar is not None else ""
            message = f"{fact}{difference}; expected text"
            yield Report(message, node, help=_suggest_fix(node), severity="error", edit=_quote(node))
    reported.update(_mismatched_places(connector) if by_place else ())
    for place, scalar in by_place.items():
        if place in reported:
            continue
        if scalar.yaml12_meaning == "text":
            reports = report_text(place, scalar.text, scalar.yaml11_meaning)
        else:
            reports = report_number(place, scalar.text, scalar.yaml12_meaning, scalar.yaml11_meaning)
        yield from (report for report in reports if source_text(place) is not None)
    for document in documents:
        if document.omitted_scalar_count:
            overflow = f"{document.omitted_scalar_count:,} more unquoted scalars are ambiguous"
            yield Report(f"{overflow}; only the first 10,000 are checked", Place(document, ()), severity="info")


def _text_nodes(connector: Connector) -> Iterator[Node]:
    """Yield the version nodes, which must be text: another type is certainly wrong, not just ambiguous."""
    info = connector.root.get("info")
    for node in (connector.root.get("openapi"), info and info.get("version")):
        if node is not None and not isinstance(node.value, bool):
            yield node


def _mismatched_places(connector: Connector) -> Iterator[Place]:
    """Yield the places of the `enum` and `const` values that `mismatched-enum` reports."""
    from preclear_rules._enums import find_mismatch

    for schema in connector.api.schemas:
        if "enum" in schema.mapping or "const" in schema.mapping:
            enum_mismatch = find_mismatch(Schema(schema, connector.api))
            yield from (value.place for value in enum_mismatch.values) if enum_mismatch is not None else ()


def _suggest_fix(node: Node) -> str:
    """Suggest what to write; an OpenAPI version has three parts, so `3.1` in quotes would still be invalid."""
    version = f"{node.value}.0"
    if node.pointer == ("openapi",) and re.fullmatch(_VERSION, version):
        return f'write the full version in quotes: `"{version}"`'
    return "put it in quotes"


def _quote(node: Node) -> Edit | None:
    """Return the edit that writes a version as text."""
    full_version = f"{node.value}.0"
    is_short_version = node.pointer == ("openapi",) and re.fullmatch(_VERSION, full_version)
    text = full_version if is_short_version else source_text(node.place)
    return Edit("safe", f'write `"{text[:60]}"`', (Set(node, text),)) if text is not None else None
