"""A header parameter's name begins with `X-Versori-`, and the platform doesn't forward such headers.

The platform reserves these names and doesn't forward a request header with one of them to the API. The action has the
parameter, but its value never arrives. Header names are case-insensitive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Action, Connector, Report, add_usage, rule
from preclear_rules._parameter_items import ParameterItems

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX = "x-versori-"


@rule(on=Connector, basis="docs", source="user documentation", severity="warning", fix="adapt")
def reserved_header(connector: Connector) -> Iterator[Report]:
    items = ParameterItems(connector)
    for parameter in connector.parameters:
        is_reserved = parameter.location.value == "header" and parameter.name.value.lower().startswith(_PREFIX)
        actions = [operation for operation in parameter.used_by if isinstance(operation, Action)]
        if is_reserved and actions:
            from preclear_rules.parameters._edits import leave_out

            message = f"{parameter.label} is not forwarded to the API"
            message += "; expected a name that doesn't begin with `X-Versori-`"
            help = "remove it, or rename it if the API accepts another header"
            edit = leave_out(parameter, items) if len(actions) == len(parameter.used_by) else None
            yield add_usage(parameter, Report(message, parameter, help=help, edit=edit))
