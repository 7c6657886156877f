"""A parameter does not say of which type it is.

The import requires a type of each parameter: string, number, integer or boolean. In OpenAPI a parameter without one
takes any value, and there is no such type.

What else the schema says often betrays which type is meant: an `enum` of texts, `format: int64`, a `minimum`. The
type is then proposed; writing it down changes nothing for those who use the API.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import SCALARS, Parameter, Report, rule
from preclear_rules.parameters._places import has_place, led_to
from preclear_rules.parameters._type_clues import type_clue

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Parameter, basis="contract", source="ActionHTTPParameter.type")
def untyped_parameter(parameter: Parameter) -> Iterator[Report]:
    types, schema, conjuncts = parameter.types, parameter.schema, parameter.conjuncts
    if types.values or types.unknown or "content" in parameter.node.mapping or not has_place(parameter):
        return
    expected = f"expected {', '.join(SCALARS[:-1])} or {SCALARS[-1]}"
    if "schema" not in parameter.node.mapping:
        swagger = parameter.node.text("type")  # as Swagger 2.0 has it
        help = "add `schema: {type: string}`, or the scalar type that it has"
        if swagger in SCALARS:
            help = f"move `type: {swagger}`, and what belongs to it, into a `schema`"
        yield Report(f"{parameter.label} has no schema, and so no type; {expected}", types.home, help=help)
        return
    if not isinstance(parameter.node.mapping["schema"], dict | bool):
        return  # no schema at all: told by the official schema
    written = [each.mapping["type"] for each in conjuncts if each.mapping.get("type") is not None]
    if any(kind not in ("null", ["null"]) for kind in written):
        return  # a type that is none: told by the schema's own rule
    clue = next((found for found in map(type_clue, conjuncts) if found is not None), None)
    help = "add `type: string` to its schema, or the scalar type that it has"
    if clue is not None and clue.type in SCALARS:
        help = f"add `type: {clue.type}` to its schema, which is what its `{clue.keyword}` says"
    message = f"{parameter.label} has no type{' but null' if written else ''}; {expected}"
    if types.via is None or schema is None:
        yield Report(message, types.home, help=help)
    else:
        at, related = led_to(parameter, schema.key, "the schema without a type is here")
        yield Report(message, at, help=help, related=related)
