"""A parameter is described by `content` where the import knows `schema` alone.

OpenAPI has two ways to describe a parameter: by `schema`, or by `content` with one media type, for values that are
documents of their own, such as a filter written as JSON. The import holds a name, a place and a scalar type, and has
no place for a media type.

Such a value is text when it is sent, so a parameter of type string can carry it.
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
    media_types = ", ".join(f"`{name}`" for name in content.mapping) or "nothing"
    message = f"{parameter.label} is described by `content` ({media_types}); expected `schema` with a scalar type"
    help = "replace `content` by `schema: {type: string}`, which holds the value as text"
    yield Report(message, content.key, help=help)
