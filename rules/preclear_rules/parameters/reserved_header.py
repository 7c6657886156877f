"""A header parameter's name begins with `X-Versori-`, and the platform doesn't forward such headers.

The platform reserves these names and doesn't forward a request header with one of them to the API. The action has the
parameter, but its value never arrives. Header names are case-insensitive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Action, Parameter, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX = "x-versori-"


@rule(on=Parameter, basis="docs", source="user documentation", severity="warning")
def reserved_header(parameter: Parameter) -> Iterator[Report]:
    is_reserved = parameter.location.value == "header" and parameter.name.value.lower().startswith(_PREFIX)
    if is_reserved and any(isinstance(operation, Action) for operation in parameter.used_by):
        message = f"{parameter.label} is not forwarded to the API; expected a name that doesn't begin with `X-Versori-`"
        yield Report(message, parameter, help="remove it, or rename it if the API accepts another header")
