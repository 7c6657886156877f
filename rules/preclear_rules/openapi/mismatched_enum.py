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
from preclear_rules._enums import advice, expected, mismatch, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place

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

    def tell(places: Sequence[Place]) -> Report:
        values = [by_place[place] for place in places]
        names = ", ".join(words(value.value) for value in values[:_SHOWN])
        more = f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else ""
        message = f"{names}{more} in `{found.keyword}` {'is' if len(values) == 1 else 'are'} ruled out by type {types}"
        message += ", so no value fits" if found.all else ""
        related = (Related("the type is here", found.type),)
        help = advice(values, found.types, schema.description.version.series == "3.0")
        return Report(f"{message}; expected {expected(found.types)}", places[0], help=help, related=related)

    yield from together([*by_place], tell)
