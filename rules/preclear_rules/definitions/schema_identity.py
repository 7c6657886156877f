"""A schema has an identifier, but definitions refer to each other by name.

JSON Schema uses `$id`, `$anchor`, `$dynamicAnchor` and `$dynamicRef` to give a schema an address and to refer to it.
The import identifies a definition only by its name. An `$id` also changes the base URI of every `$ref` inside the
schema. Reported once per keyword and document, at the first use.

No fix: references in other files and tools can use the identifier.
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
    "$id": "remove it, and refer to the schema by `#/components/schemas/…`",
    "$anchor": "remove it, and refer to the schema by `#/components/schemas/…`",
    "$dynamicAnchor": "define the schema that it stands for under `components.schemas`",
    "$dynamicRef": "use a `$ref` to the intended schema",
}


@rule(
    on=Connector,
    keys=("$id", "$anchor", "$dynamicAnchor", "$dynamicRef"),
    basis="contract",
    source="Definition.name",
    severity="warning",
)
def schema_identity(connector: Connector) -> Iterator[Report]:
    if connector.api.version.series == "3.0":
        return  # it has none of these keywords
    uses: dict[str, dict[Place, str]] = {keyword: {} for keyword in _ADVICE}
    for keyword, by_place in uses.items():
        for schema in connector.schemas_with(keyword):
            identifier = schema.text(keyword)
            if identifier is not None:
                by_place[Place(schema.document, (*schema.pointer, keyword), "key")] = identifier
        yield from report_group([*by_place], partial(_report, keyword, by_place))


def _report(keyword: str, by_place: Mapping[Place, str], places: Sequence[Place]) -> Report:
    first = find_earliest(places)
    message = f"`{keyword}: {by_place[first][:100]}` isn't part of a definition, which is identified only by its name"
    return Report(message + others_suffix(places, "schema", "schemas"), first, help=_ADVICE[keyword])
