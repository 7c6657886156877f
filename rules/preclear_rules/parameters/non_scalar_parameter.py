"""A parameter is an array or an object, and the import takes scalar parameters alone.

Each parameter of an action or trigger has one type: string, number, integer or boolean. An array or object has no
place there, whether the parameter says so itself or a schema that it refers to.

Most APIs read such a parameter as one text anyway, since that is what goes over the wire: items joined by commas, or
one parameter for each property. Declaring that text is what makes the parameter importable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import SCALARS, Parameter, Report, rule
from preclear_rules.parameters._places import has_place, led_to
from preclear_rules.parameters._serialization import scalar_advice

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Parameter, basis="contract", source="ActionHTTPParameter.type")
def non_scalar_parameter(parameter: Parameter) -> Iterator[Report]:
    kind = parameter.type.value
    if len(parameter.types.values) != 1 or kind not in ("array", "object") or not has_place(parameter):
        return
    at, related = led_to(parameter, parameter.type.place, f"`type: {kind}` is written here")
    message = f"{parameter.label} is an {kind}; expected {', '.join(SCALARS[:-1])} or {SCALARS[-1]}"
    yield Report(message, at, help=scalar_advice(parameter, kind), related=related)
