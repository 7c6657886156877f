"""A value of `enum` or `const` is ruled out by the `type` beside it.

The schema lists `1` and wants a string, so the value that it lists is never valid. Where `type` rules out all values,
nothing fits the schema at all: neither a request nor a response can be right. Mostly quotes are missing, or there are
some too many.

A type counts wherever it is written: in the schema itself, in a part of its `allOf`, or behind a `$ref`. With
`nullable: true`, null is allowed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Related, Report, Schema, rule, together
from preclear_rules._enums import mismatch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Json, Node, Place

_PLURALS = {"array": "lists", "boolean": "booleans", "integer": "integers", "null": "null", "number": "numbers"}
_PLURALS |= {"object": "mappings", "string": "strings"}
_SHOWN = 5


@rule(on=Schema, basis="openapi", source="JSON Schema 2020-12, validation, 6.1")
def mismatched_enum(schema: Schema) -> Iterator[Report]:
    if "enum" not in schema.node.mapping and "const" not in schema.node.mapping:
        return
    found = mismatch(schema)
    if found is None:
        return
    by_place = {value.place: value for value in found.values}
    types = " or ".join(f"`{name}`" for name in found.types)
    expected = " or ".join(_PLURALS[name] for name in found.types)

    def tell(places: Sequence[Place]) -> Report:
        values = [by_place[place] for place in places]
        names = ", ".join(_words(value.value) for value in values[:_SHOWN])
        more = f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else ""
        message = f"{names}{more} in `{found.keyword}` {'is' if len(values) == 1 else 'are'} ruled out by type {types}"
        message += ", so no value fits" if found.all else ""
        related = (Related("the type is here", found.type),)
        advice = _advice(values, found.types, schema.description.version.series == "3.0")
        return Report(f"{message}; expected {expected}", places[0], help=advice, related=related)

    yield from together([*by_place], tell)


def _words(value: Json) -> str:
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a mapping"
    if isinstance(value, str):
        return f'`"{value[:60]}"`'
    return f"`{'null' if value is None else str(value).lower()}`"


def _advice(values: list[Node], types: tuple[str, ...], old: bool) -> str | None:
    held = [value.value for value in values]
    if "string" in types and all(isinstance(value, bool | int | float) for value in held):
        return f"put {'it' if len(held) == 1 else 'them'} in quotes"
    digits = all(isinstance(value, str) and value.isdecimal() for value in held)
    if digits and not {"integer", "number"}.isdisjoint(types):
        return f"write {'it' if len(held) == 1 else 'them'} without quotes"
    if types == ("boolean",):
        return "write `true` and `false`"
    if held == [None]:
        return f"{'add `nullable: true`' if old else 'add `null` to the types'}, or take it out of the list"
    return None
