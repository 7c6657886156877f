"""A parameter has an `in` that the import doesn't support.

A parameter can be in the path, the query, a header or a cookie. OpenAPI 3.2 adds `querystring`, which describes the
entire query at once; the import can't hold it. The `body` and `formData` of Swagger 2.0 became request bodies in
OpenAPI 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Edit, Parameter, Report, Set, Suggester, add_usage, replace, rule
from preclear_rules._parameter_items import ParameterItems
from preclear_rules.parameters._locations import LOCATIONS, has_valid_location

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="contract", source="ActionHTTPParameterIn", fix="adapt")
def unsupported_parameter_place(connector: Connector) -> Iterator[Report]:
    items = ParameterItems(connector)
    for parameter in connector.parameters:
        location = parameter.location
        if has_valid_location(parameter):
            continue
        shown = f"parameter `{parameter.name}`" if parameter.name else "parameter"
        message = f"{shown} has `in: {location}`; expected `path`, `query`, `header` or `cookie`"
        edit = _correct_case(parameter) or _leave_out(parameter, items)
        yield add_usage(parameter, Report(message, location, help=_suggest_fix(location.value), edit=edit))


def _correct_case(parameter: Parameter) -> Edit | None:
    """Write a location in lower case; None if that isn't one. A misspelled one is left out: a guess could be wrong."""
    location = parameter.location.value.strip().lower()
    is_location = location in LOCATIONS and (location != "path" or parameter.required.value)
    return Edit("safe", f"write `in: {location}`", (Set(parameter.location, location),)) if is_location else None


def _leave_out(parameter: Parameter, items: ParameterItems) -> Edit | None:
    """Leave out a parameter; a shared one stays among the components, in the query, so that it's valid there."""
    from preclear_rules.parameters._edits import leave_out

    edit, node = leave_out(parameter, items), parameter.node
    if edit is None or any(operation.target.place.pointer == node.pointer for operation in edit.operations):
        return edit
    return replace(edit, operations=(*edit.operations, Set(parameter.location, "query")))


def _suggest_fix(location: str) -> str | None:
    if location == "querystring":
        return "declare each field of the query as a parameter with `in: query`"
    if location.lower() in ("body", "formdata", "form"):
        return "describe it under `requestBody`"
    similar_location = Suggester().suggest(location, tuple(LOCATIONS))
    return f"write `in: {similar_location}`" if similar_location else None
