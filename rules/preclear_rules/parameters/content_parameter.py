"""A parameter is described by `content`, but the import reads only `schema`.

OpenAPI can describe a parameter by `schema`, or by `content` with one media type if the value is itself a document,
such as a filter in JSON. An imported parameter has a name, a location and a scalar type, but no media type.

Such a value is sent as text, so a parameter of type string can carry it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Parameter, Report, rule
from preclear_rules.parameters._locations import has_valid_location

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Parameter, basis="contract", source="ActionHTTPParameter")
def content_parameter(parameter: Parameter) -> Iterator[Report]:
    content = parameter.node.get("content")
    if content is None or "schema" in parameter.node.mapping or not has_valid_location(parameter):
        return
    media_types = ", ".join(f"`{name}`" for name in content.mapping) or "empty"
    message = f"{parameter.label} is described by `content` ({media_types}); expected `schema` with a scalar type"
    help = "replace `content` with `schema: {type: string}`, which holds the value as text"
    yield Report(message, content.key, help=help)
