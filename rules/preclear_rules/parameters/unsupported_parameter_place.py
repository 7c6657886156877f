"""A parameter has an `in` that the import doesn't support.

A parameter can be in the path, the query, a header or a cookie. OpenAPI 3.2 adds `querystring`, which describes the
entire query at once; the import can't hold it. The `body` and `formData` of Swagger 2.0 became request bodies in
OpenAPI 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Parameter, Report, Suggester, rule
from preclear_rules.parameters._locations import LOCATIONS, has_valid_location

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Parameter, basis="contract", source="ActionHTTPParameterIn")
def unsupported_parameter_place(parameter: Parameter) -> Iterator[Report]:
    location = parameter.location
    if has_valid_location(parameter):
        return
    shown = f"parameter `{parameter.name}`" if parameter.name else "parameter"
    message = f"{shown} has `in: {location}`; expected `path`, `query`, `header` or `cookie`"
    yield Report(message, location, help=_suggest_fix(location.value))


def _suggest_fix(location: str) -> str | None:
    if location == "querystring":
        return "declare each field of the query as a parameter with `in: query`"
    if location.lower() in ("body", "formdata", "form"):
        return "describe it under `requestBody`"
    similar_location = Suggester().suggest(location, tuple(LOCATIONS))
    return f"write `in: {similar_location}`" if similar_location else None
