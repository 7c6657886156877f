"""Schemas have identities of their own, and definitions refer to each other by name.

`$id`, `$anchor`, `$dynamicAnchor` and `$dynamicRef` are JSON Schema's ways to give a schema an address and to refer
to it. To the import, a definition is known by its name and by nothing else; an `$id`, moreover, changes what every
`$ref` within the schema starts from. Reported once for each keyword and document, at its first place.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, Place, Report, rule, together
from preclear_rules._alike import and_more
from preclear_rules.definitions._earliest import earliest

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
    if connector.description.version.series == "3.0":
        return  # it has none of these words
    uses: dict[str, dict[Place, str]] = {word: {} for word in _ADVICE}
    for schema in connector.description.schemas:
        value = schema.value
        if isinstance(value, dict) and not uses.keys().isdisjoint(value):
            for word, found in uses.items():
                written = value.get(word)
                if isinstance(written, str):
                    found[Place(schema.document, (*schema.pointer, word), "key")] = written
    for word, found in uses.items():
        yield from together([*found], partial(_report, word, found))


def _report(word: str, found: Mapping[Place, str], places: Sequence[Place]) -> Report:
    first = earliest(places)
    message = f"`{word}: {found[first][:100]}` has no place in a definition, which is known by its name"
    return Report(message + and_more(places, "schema", "schemas"), first, help=_ADVICE[word])
