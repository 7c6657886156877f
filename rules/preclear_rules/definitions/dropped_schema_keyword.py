"""Schemas use keywords of OpenAPI that JSON Schema does not have.

Definitions are JSON Schema, 2020-12 by default, which has no `nullable`, no `discriminator` and no `xml`, and wants a
number for `exclusiveMinimum` and `exclusiveMaximum`. Whether the import translates them is not said; JSON Schema
itself passes over words that it does not know. Reported once for each keyword and document, at its first place.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, Place, Report, rule, together
from preclear_rules.definitions._earliest import earliest

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
_OBJECTS = ("discriminator", "xml")


@rule(on=Connector, basis="docs", source="Connect documentation, Definitions", severity="info")
def dropped_schema_keyword(connector: Connector) -> Iterator[Report]:
    old = connector.description.version.series == "3.0"
    uses: dict[str, list[Place]] = {word: [] for word in _KEYWORDS}
    for schema in connector.description.schemas:
        value = schema.value
        if isinstance(value, dict) and not uses.keys().isdisjoint(value):
            for word, found in uses.items():
                if word in value and _is_meant(word, value[word], old):
                    found.append(Place(schema.document, (*schema.pointer, word), "key"))
    for word, found in uses.items():
        yield from together(found, partial(_report, word, None if old else _KEYWORDS[word]))


def _report(word: str, advice: str | None, places: Sequence[Place]) -> Report:
    shown = word if word in _OBJECTS else f"{word}: true"
    times = f" (used {len(places)} times)" if len(places) > 1 else ""
    message = f"`{shown}`{times} has no meaning in JSON Schema 2020-12, which definitions are written in"
    return Report(message, earliest(places), help=advice)


def _is_meant(word: str, value: Json, old: bool) -> bool:
    """Whether the keyword says something: what is false or empty says nothing, what is of a wrong kind is told of."""
    if word in _OBJECTS:
        return isinstance(value, dict) and bool(value)
    return value is True and (old or word == "nullable")
