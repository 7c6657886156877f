"""A path parameter is not marked as required.

A path cannot leave one of its segments out, so OpenAPI wants `required: true` on every path parameter. An action's
parameter says whether it is required, too: one that says no invites a call without it, and a path with a hole in
it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Parameter, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Parameter, basis="openapi", source="OpenAPI Specification, Parameter Object")
def optional_path_parameter(parameter: Parameter) -> Iterator[Report]:
    required = parameter.required
    if parameter.location.value != "path" or required.value:
        return
    if required:
        yield Report(f"{_subject(parameter)} has `required: false`; expected `required: true`", required)
    elif "required" not in parameter.node.mapping:
        yield Report(f"{_subject(parameter)} has no `required: true`", required, help="add `required: true`")


def _subject(parameter: Parameter) -> str:
    return f"path parameter `{parameter.name.value[:60]}`" if parameter.name else "path parameter"
