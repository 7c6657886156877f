"""A parameter has no type.

The import requires a type for each parameter: string, number, integer or boolean. In OpenAPI, a parameter without a
type accepts any value, which none of these types does.

Other keywords of the schema often show which type is meant, such as an `enum` of strings, `format: int64` or `minimum`.
preclear then suggests that type. Adding it changes nothing for the users of the API.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import SCALAR_TYPES, Parameter, Report, rule
from preclear_rules.parameters._locations import has_valid_location, resolved_place
from preclear_rules.parameters._type_clues import find_type_clue

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Parameter, basis="contract", source="ActionHTTPParameter.type", fix="adapt")
def untyped_parameter(parameter: Parameter) -> Iterator[Report]:
    types, schema, conjuncts = parameter.types, parameter.schema, parameter.effective_schemas
    if types.values or types.is_unresolved or "content" in parameter.node.mapping or not has_valid_location(parameter):
        return
    from preclear_rules.parameters._default_edits import add_type

    expected = f"expected {', '.join(SCALAR_TYPES[:-1])} or {SCALAR_TYPES[-1]}"
    if "schema" not in parameter.node.mapping:
        swagger_type = parameter.node.text("type")  # as in Swagger 2.0
        help = "add `schema: {type: string}`, or whichever scalar type it is"
        if swagger_type in SCALAR_TYPES:
            help = f"move `type: {swagger_type}`, and the keywords that belong to it, into a `schema`"
        message = f"{parameter.label} has no schema, so it has no type; {expected}"
        yield Report(message, types.missing_place, help=help, edit=add_type(parameter, None))
        return
    if not isinstance(parameter.node.mapping["schema"], dict | bool):
        return  # not a schema: reported by invalid-openapi
    type_values = [
        schema_part.mapping["type"] for schema_part in conjuncts if schema_part.mapping.get("type") is not None
    ]
    if any(type_value not in ("null", ["null"]) for type_value in type_values):
        return  # an invalid type: reported by invalid-schema
    clue = next((candidate for candidate in map(find_type_clue, conjuncts) if candidate is not None), None)
    help = "add `type: string` to its schema, or whichever scalar type it is"
    if clue is not None and clue.type in SCALAR_TYPES:
        help = f"add `type: {clue.type}` to its schema, as its `{clue.keyword}` implies"
    message = f"{parameter.label} has no type{' except null' if type_values else ''}; {expected}"
    edit = add_type(parameter, clue)
    if types.ref_place is None or schema is None:
        yield Report(message, types.missing_place, help=help, edit=edit)
    else:
        place, related = resolved_place(parameter, schema.key, "the schema without a type is here")
        yield Report(message, place, help=help, related=related, edit=edit)
