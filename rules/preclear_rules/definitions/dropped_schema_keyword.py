"""Schemas use keywords of OpenAPI that JSON Schema does not have.

Definitions are JSON Schema, 2020-12 by default, which has no `nullable`, no `discriminator` and no `xml`, and wants a
number for `exclusiveMinimum` and `exclusiveMaximum`. Whether the import translates them is not said; JSON Schema
itself passes over words that it does not know. Reported once for each keyword and document, at its first place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Node, Report, rule
from preclear_rules.definitions._earliest import earliest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Json

_KEYWORDS = {
    "nullable": "write `null` beside the type: `type: [string, 'null']`",
    "exclusiveMinimum": "write the bound itself: `exclusiveMinimum: 0` without `minimum`",
    "exclusiveMaximum": "write the bound itself: `exclusiveMaximum: 100` without `maximum`",
    "discriminator": "let the branches tell themselves apart, by a `const` or an `enum` in each",
    "xml": None,
}


@rule(on=Connector, basis="docs", source="Connect documentation, Definitions", severity="info")
def dropped_schema_keyword(connector: Connector) -> Iterator[Report]:
    old = connector.description.version.series == "3.0"
    uses: dict[str, list[Node]] = {word: [] for word in _KEYWORDS}
    for schema in connector.description.schemas:
        value = schema.value
        if isinstance(value, dict) and not uses.keys().isdisjoint(value):
            for word, nodes in uses.items():
                if word in value and _is_meant(word, value[word], old):
                    nodes.append(Node(schema.document, (*schema.pointer, word), value[word]))
    for word, nodes in uses.items():
        if nodes:
            shown = word if isinstance(nodes[0].value, dict) else f"{word}: true"
            times = f" (used {len(nodes)} times)" if len(nodes) > 1 else ""
            message = f"`{shown}`{times} has no meaning in JSON Schema 2020-12, which definitions are written in"
            advice = _KEYWORDS[word]
            at = earliest(nodes).key
            yield Report(message, at, help=None if old else advice)


def _is_meant(word: str, value: Json, old: bool) -> bool:
    """Whether the keyword says something: what is false or empty says nothing, what is of a wrong kind is told of."""
    if word in ("discriminator", "xml"):
        return isinstance(value, dict) and bool(value)
    return value is True and (old or word == "nullable")
