"""Schemas use keywords of OpenAPI that JSON Schema does not have.

Definitions are JSON Schema, 2020-12 by default, which has no `nullable`, no `discriminator` and no `xml`, and wants a
number for `exclusiveMinimum` and `exclusiveMaximum`. Whether the import translates them is not said; JSON Schema
itself passes over words that it does not know. Reported once for each keyword and document, at its first place.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, Place, Report, report_group, rule
from preclear_rules.definitions._earliest import find_earliest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Json

_KEYWORDS = {
    "nullable": "write `null` beside the type: `type: [string, 'null']`",
    "exclusiveMinimum": "write the bound itself: `exclusiveMinimum: 0` without `minimum`",
    "exclusiveMaximum": "write the bound itself: `exclusiveMaximum: 100` without `maximum`",
    "discriminator": "let the branches tell themselves apart, by a `const` or an `enum` in each",
    "xml": None,
}
_OBJECT_KEYWORDS = ("discriminator", "xml")


@rule(on=Connector, basis="docs", source="Connect documentation, Definitions", severity="info")
def dropped_schema_keyword(connector: Connector) -> Iterator[Report]:
    is_3_0 = connector.api.version.series == "3.0"
    uses: dict[str, list[Place]] = {keyword: [] for keyword in _KEYWORDS}
    for schema in connector.api.schemas:
        value = schema.value
        if isinstance(value, dict) and not uses.keys().isdisjoint(value):
            for keyword, places in uses.items():
                if keyword in value and _has_effect(keyword, value[keyword], is_3_0):
                    places.append(Place(schema.document, (*schema.pointer, keyword), "key"))
    for keyword, places in uses.items():
        yield from report_group(places, partial(_report, keyword, None if is_3_0 else _KEYWORDS[keyword]))


def _report(keyword: str, advice: str | None, places: Sequence[Place]) -> Report:
    shown = keyword if keyword in _OBJECT_KEYWORDS else f"{keyword}: true"
    times = f" (used {len(places)} times)" if len(places) > 1 else ""
    message = f"`{shown}`{times} has no meaning in JSON Schema 2020-12, which definitions are written in"
    return Report(message, find_earliest(places), help=advice)


def _has_effect(keyword: str, value: Json, is_3_0: bool) -> bool:
    """Whether the keyword says something: what is false or empty says nothing, what is of a wrong kind is told of."""
    if keyword in _OBJECT_KEYWORDS:
        return isinstance(value, dict) and bool(value)
    return value is True and (is_3_0 or keyword == "nullable")
