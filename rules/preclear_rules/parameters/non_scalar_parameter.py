"""A parameter is an array or an object, but the import supports only scalar parameters.

Each parameter of an action or trigger has one type: string, number, integer or boolean. It can't be an array or object,
whether the parameter's own schema says so or one that it refers to.

An array or object is sent as text anyway: as items joined by commas, or as one parameter per property. Declare that
text to make the parameter importable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import SCALAR_TYPES, Connector, Report, add_usage, rule
from preclear_rules._parameter_items import ParameterItems
from preclear_rules.parameters._locations import has_valid_location, resolved_place

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="contract", source="ActionHTTPParameter.type", fix="adapt")
def non_scalar_parameter(connector: Connector) -> Iterator[Report]:
    items = ParameterItems(connector)
    for parameter in connector.parameters:
        type_name = parameter.type.value
        is_single = len(parameter.types.values) == 1 and type_name in ("array", "object")
        if not is_single or not has_valid_location(parameter):
            continue
        from preclear_rules.parameters._array_edits import edit_array, edit_object
        from preclear_rules.parameters._serialization import suggest_scalar

        place, related = resolved_place(parameter, parameter.type.place, f"`type: {type_name}` is written here")
        message = f"{parameter.label} is an {type_name}; expected {', '.join(SCALAR_TYPES[:-1])} or {SCALAR_TYPES[-1]}"
        edit = edit_array(parameter, connector, items) if type_name == "array" else edit_object(parameter, items)
        help = suggest_scalar(parameter, type_name)
        yield add_usage(parameter, Report(message, place, help=help, related=related, edit=edit))
