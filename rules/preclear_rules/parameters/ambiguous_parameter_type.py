"""A parameter allows several types, and the import has a place for one.

The type of a parameter is one of string, number, integer and boolean. Where a schema allows a choice, by a list of
types or by `oneOf` or `anyOf`, one of them has to be picked, and what the others allow is lost. Null beside a type is
no choice: a parameter that is null is left out.

Where an array or object is among the choices, the parameter is only importable once that one is taken out: it has no
place at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import SCALARS, Parameter, Related, Report, rule
from preclear_rules.parameters._places import has_place, led_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Place

_SHOWN = 7
"""So many types are named: as many as JSON Schema has."""


@rule(on=Parameter, basis="contract", source="ActionHTTPParameter.type", severity="warning")
def ambiguous_parameter_type(parameter: Parameter) -> Iterator[Report]:
    types = parameter.types
    if len(types.values) < 2 or not has_place(parameter):
        return
    at, related = led_to(parameter, _choice(parameter), "the choice is here")
    related += tuple(Related(f"`{kind.value}` is written here", kind) for kind in types.values[:_SHOWN])
    names = [f"`{name}`" for name in types.names[:_SHOWN]]
    names += [f"{len(types.values) - _SHOWN} more"] if len(types.values) > _SHOWN else []
    scalars = [name for name in types.names if name in SCALARS]
    message = f"{parameter.label} is {', '.join(names[:-1])} or {names[-1]}; expected one type: only one has a place"
    if len(scalars) == len(types.values):
        best = "number" if set(scalars) == {"number", "integer"} else "string"
        yield Report(message, at, help=f"keep `type: {best}`, which can carry them all", related=related)
        return
    best = "string" if "string" in scalars or not scalars else scalars[0]
    help = f"keep `type: {best}`, and take out what is no scalar"
    yield Report(message, at, help=help, related=related, severity="error")


def _choice(parameter: Parameter) -> Place:
    """The list of types, else the keyword that offers the choice, else the parameter."""
    for schema in parameter.conjuncts:
        held = schema.get("type")
        if held is not None:
            return held.place
        for word in ("oneOf", "anyOf", "allOf"):
            offered = schema.get(word)
            if offered is not None:
                return offered.key
    return parameter.place
