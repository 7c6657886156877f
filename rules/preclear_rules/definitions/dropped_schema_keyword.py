"""A schema uses a keyword of OpenAPI that JSON Schema doesn't have.

Definitions are JSON Schema, 2020-12 by default. It has no `nullable`, `discriminator` or `xml`, and its
`exclusiveMinimum` and `exclusiveMaximum` are numbers. Whether the import translates these keywords isn't documented;
JSON Schema itself ignores unknown keywords. Reported once per keyword and document, at the first use.

No fix: OpenAPI 3.0 has no other keyword for it, and an import that translates the keyword needs it.
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
    "nullable": "add `null` to the types, as in `type: [string, 'null']`",
    "exclusiveMinimum": "set it to the bound, as in `exclusiveMinimum: 0`, and remove `minimum`",
    "exclusiveMaximum": "set it to the bound, as in `exclusiveMaximum: 100`, and remove `maximum`",
    "discriminator": "make the branches distinguishable by a `const` or an `enum` in each",
    "xml": None,
}
_OBJECT_KEYWORDS = ("discriminator", "xml")


@rule(
    on=Connector,
    keys=("nullable", "exclusiveMinimum", "exclusiveMaximum", "discriminator", "xml"),
    basis="docs",
    source="Connect documentation, Definitions",
    severity="info",
)
def dropped_schema_keyword(connector: Connector) -> Iterator[Report]:
    is_3_0 = connector.api.version.series == "3.0"
    for keyword in _KEYWORDS:
        places = [
            Place(schema.document, (*schema.pointer, keyword), "key")
            for schema in connector.schemas_with(keyword)
            if _has_effect(keyword, schema.mapping[keyword], is_3_0)
        ]
        yield from report_group(places, partial(_report, keyword, None if is_3_0 else _KEYWORDS[keyword]))


def _report(keyword: str, advice: str | None, places: Sequence[Place]) -> Report:
    shown = keyword if keyword in _OBJECT_KEYWORDS else f"{keyword}: true"
    times = f" (used {len(places)} times)" if len(places) > 1 else ""
    message = f"`{shown}`{times} has no meaning in JSON Schema 2020-12, which definitions are written in"
    return Report(message, find_earliest(places), help=advice)


def _has_effect(keyword: str, value: Json, is_3_0: bool) -> bool:
    """Whether the keyword has an effect: false and empty values have none; `invalid-openapi` reports other types."""
    if keyword in _OBJECT_KEYWORDS:
        return isinstance(value, dict) and bool(value)
    return value is True and (is_3_0 or keyword == "nullable")
