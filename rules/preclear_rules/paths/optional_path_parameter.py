"""A path parameter isn't marked as required.

A path can't omit one of its segments, so OpenAPI requires `required: true` on every path parameter. An action's
parameter also says whether it's required. If it doesn't, people can call the action without a value, and the path has a
gap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Edit, Parameter, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Parameter, basis="openapi", source="OpenAPI Specification, Parameter Object", fix="safe")
def optional_path_parameter(parameter: Parameter) -> Iterator[Report]:
    required = parameter.required
    if parameter.location.value != "path" or required.value:
        return
    from preclear_rules._edits import set_field

    edit = Edit("safe", "add `required: true`", (set_field(parameter.node, "required", True),))
    if required:
        yield Report(f"{_subject(parameter)} has `required: false`; expected `required: true`", required, edit=edit)
    elif "required" not in parameter.node.mapping:
        yield Report(f"{_subject(parameter)} has no `required: true`", required, help="add `required: true`", edit=edit)


def _subject(parameter: Parameter) -> str:
    return f"path parameter `{parameter.name.value[:60]}`" if parameter.name else "path parameter"
