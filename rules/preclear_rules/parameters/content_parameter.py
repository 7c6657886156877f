"""A parameter is described by `content`, but the import reads only `schema`.

OpenAPI can describe a parameter by `schema`, or by `content` with one media type if the value is itself a document,
such as a filter in JSON. An imported parameter has a name, a location and a scalar type, but no media type.

Such a value is sent as text, so a parameter of type string can carry it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Edit, Parameter, Remove, Report, rule
from preclear_rules.parameters._locations import has_valid_location

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Parameter, basis="contract", source="ActionHTTPParameter", fix="adapt")
def content_parameter(parameter: Parameter) -> Iterator[Report]:
    content = parameter.node.get("content")
    if content is None or "schema" in parameter.node.mapping or not has_valid_location(parameter):
        return
    from preclear_rules.parameters._edits import convert_to_text, replace_schema

    media_types = ", ".join(f"`{name}`" for name in content.mapping) or "empty"
    message = f"{parameter.label} is described by `content` ({media_types}); expected `schema` with a scalar type"
    help = "replace `content` with `schema: {type: string}`, which holds the value as text"
    note = f"The value is a text of the media type {media_types}." if content.mapping else None
    operations = (Remove(content), *replace_schema(parameter, {"type": "string"}, note, convert_to_text))
    loss = f"what `{parameter.name.value[:60]}` contains"
    edit = Edit("adapt", "replace `content` with `schema: {type: string}`", operations, loss)
    yield Report(message, content.key, help=help, edit=edit)
