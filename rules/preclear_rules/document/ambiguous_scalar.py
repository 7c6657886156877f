"""An unquoted YAML scalar stands for text, and some readers make something else of it.

In YAML 1.1 `no`, `off` and `yes` are booleans, `0123` is the number 83 and `2024-05-01` a date; others read all of them
as text. Readers of both kinds are in use, so the same document has other names and values for the next one. And a text
such as `1.10` is a number for everyone: a version that loses its last 0. Quotes end the doubt.

What stands in examples, descriptions and extensions is not looked at, for nothing hangs on it. The letters `y` and `n`,
which hardly a reader still takes for booleans, are only noted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Place, Report, rule
from preclear_rules.document._text_slots import is_name, is_text
from preclear_rules.document._written import no_text, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Document


@rule(on=Connector, basis="practice", source="YAML 1.1 types; YAML 1.2.2, 10.3 Core Schema", severity="warning")
def ambiguous_scalar(connector: Connector) -> Iterator[Report]:
    for document in connector.description.documents:
        yield from _ambiguous(document)
    info = connector.root.get("info")
    for node in (connector.root.get("openapi"), info and info.get("version")):
        fact = no_text(node) if node is not None and not isinstance(node.value, bool) else None
        if node is not None and fact is not None:  # no string, where the specification wants one: more than a doubt
            yield Report(f"{fact}; expected text", node, help="put it in quotes", severity="error")
    for schema in connector.description.schemas:
        options = schema.get("enum") if schema.mapping.get("type") == "string" else None
        for option in options.items() if options is not None else ():
            fact = no_text(option)
            if fact is not None:
                message = f"{fact}, in the `enum` of a string; expected text"
                yield Report(message, option, help="put it in quotes")


def _ambiguous(document: Document) -> Iterator[Report]:
    for pointer, part, text, older in document.ambiguous:
        if not (is_name(pointer) if part == "key" else is_text(pointer, document.value)):
            continue
        place = Place(document, pointer, part)
        if written(place) is None:
            continue
        what = "key" if part == "key" else "text"
        message = f"{what} `{text[:60]}` is {older} for readers of YAML 1.1; expected a text that all read alike"
        two_lines = older.startswith("two lines")
        help = "write the character as an escape, in double quotes" if two_lines else f'put it in quotes: `"{text}"`'
        yield Report(message, place, help=help, severity="info" if len(text) == 1 else None)
