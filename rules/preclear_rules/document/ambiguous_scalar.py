"""An unquoted YAML scalar stands for text, and some readers make something else of it.

In YAML 1.1 `no`, `off` and `yes` are booleans, `0123` is the number 83 and `2024-05-01` a date; in YAML 1.2 all of them
are text. Readers of both kinds are in use, so the same document has other names and values for the next one. And a text
such as `1.10` is a number for everyone: a version that loses its last 0.

Quotes end the doubt. What stands in examples, descriptions and extensions is not looked at: nothing hangs on it. The letters
`y` and `n`, which hardly a reader still takes for booleans, are only noted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Document, Node, Place, Report, rule
from preclear_rules.document._text_slots import is_name, is_text

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="practice", source="YAML 1.1 types; YAML 1.2.2, 10.3 Core Schema", severity="warning")
def ambiguous_scalar(connector: Connector) -> Iterator[Report]:
    for document in connector.description.documents:
        yield from _ambiguous(document)
    version = (connector.root.get("info") or connector.root).get("version")
    for node in (connector.root.get("openapi"), version):
        if node is not None:
            yield from _number(node)
    for schema in connector.description.schemas:
        held = schema.mapping
        if held.get("type") == "string" and isinstance(held.get("enum"), list):
            for option in Node(schema.document, (*schema.pointer, "enum"), held["enum"]).items():
                yield from _number(option, "warning" if isinstance(option.value, bool) else "warning")


def _ambiguous(document: Document) -> Iterator[Report]:
    for pointer, part, text, older in document.ambiguous:
        place = Place(document, pointer, part)
        if part == "key":
            ...
