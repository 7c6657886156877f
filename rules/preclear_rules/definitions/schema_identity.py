"""Schemas have identities of their own, and definitions refer to each other by name.

`$id`, `$anchor`, `$dynamicAnchor` and `$dynamicRef` are JSON Schema's ways to give a schema an address and to refer
to it. To the import, a definition is known by its name and by nothing else; an `$id`, moreover, changes what every
`$ref` within the schema starts from. Reported once for each keyword and document, at its first place.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, Place, Report, report_group, rule
from preclear_rules._grouping import others_suffix
from preclear_rules.definitions._earliest import find_earliest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_ADVICE = {
    "$id": "take it out, and refer to the schema by `#/components/schemas/…`",
    "$anchor": "take it out, and refer to the schema by `#/components/schemas/…`",
    "$dynamicAnchor": "write out what it is to stand for, as a schema of its own",
    "$dynamicRef": "write a `$ref` to the schema that is meant",
}


@rule(on=Connector, basis="contract", source="Definition.name", severity="warning")
def schema_identity(connector: Connector) -> Iterator[Report]:
    if connector.api.version.series == "3.0":
        return  # it has none of these words
    uses: dict[str, dict[Place, str]] = {keyword: {} for keyword in _ADVICE}
    for schema in connector.api.schemas:
        value = schema.value
        if isinstance(value, dict) and not uses.keys().isdisjoint(value):
            for keyword, by_place in uses.items():
                identifier = value.get(keyword)
                if isinstance(identifier, str):
                    by_place[Place(schema.document, (*schema.pointer, keyword), "key")] = identifier
    for keyword, by_place in uses.items():
        yield from report_group([*by_place], partial(_report, keyword, by_place))


def _report(keyword: str, by_place: Mapping[Place, str], places: Sequence[Place]) -> Report:
    first = find_earliest(places)
    message = f"`{keyword}: {by_place[first][:100]}` has no place in a definition, which is known by its name"
    return Report(message + others_suffix(places, "schema", "schemas"), first, help=_ADVICE[keyword])
