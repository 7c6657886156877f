"""A value of `enum` or `const` doesn't match the `type` of the schema.

If a schema lists the number `1` but its type is string, that value is never valid. If no value matches the type,
nothing is valid against the schema, so no request or response can be right. The usual cause is missing or extra quotes.

The type can be in the schema itself, in a part of its `allOf`, or in the target of a `$ref`. With `nullable: true`,
null is allowed.

A value that reads as the type, such as `"1"` for an integer, can be fixed safely: it's written as that type. For any
other value, an adaptation removes it, or the whole keyword if no value is left, and allows null if the type is beside
it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, RelatedLocation, Report, Schema, report_group, rule
from preclear_rules._enums import Mismatch, describe_types, find_mismatch, format_value, suggest_fix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place

_MAX_LISTED = 5


@rule(on=Connector, keys=("enum", "const"), basis="openapi", source="JSON Schema 2020-12, validation, 6.1", fix="adapt")
def mismatched_enum(connector: Connector) -> Iterator[Report]:
    with_const = [node for node in connector.schemas_with("const") if "enum" not in node.mapping]
    for node in (*connector.schemas_with("enum"), *with_const):
        schema = Schema(node, connector.api)
        enum_mismatch = find_mismatch(schema)
        if enum_mismatch is not None:
            yield from _report_mismatch(schema, enum_mismatch)


def _report_mismatch(schema: Schema, enum_mismatch: Mismatch) -> Iterator[Report]:
    by_place = {value.place: value for value in enum_mismatch.values}
    types = " or ".join(f"`{name}`" for name in enum_mismatch.types)

    def make_report(places: Sequence[Place]) -> Report:
        from preclear_rules.openapi._enum_edits import edit_values

        values = [by_place[place] for place in places]
        names = ", ".join(format_value(value.value) for value in values[:_MAX_LISTED])
        more = f" and {len(values) - _MAX_LISTED} more" if len(values) > _MAX_LISTED else ""
        verb = "doesn't" if len(values) == 1 else "don't"
        message = f"{names}{more} in `{enum_mismatch.keyword}` {verb} match type {types}"
        message += ", so no value is valid" if enum_mismatch.is_total else ""
        related = (RelatedLocation("the type is here", enum_mismatch.type_node),)
        message += f"; expected {describe_types(enum_mismatch.types)}"
        help = suggest_fix(values, enum_mismatch.types, schema.api.version.series == "3.0")
        return Report(message, places[0], help=help, related=related, edit=edit_values(schema, enum_mismatch, values))

    yield from report_group([*by_place], make_report)
