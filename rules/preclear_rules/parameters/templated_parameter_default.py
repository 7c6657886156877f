"""A parameter's default contains `{{`, which the import reads as a template.

A default that's a string can be a template: `{{ .conn.region }}` stands for a variable of the connection. Double braces
that belong to the value look the same: the import replaces what's between them, or fails to.

If you mean a template, suppress the finding.

No fix: Whether the braces are a template or belong to the value is known only to the author.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Parameter, Report, rule
from preclear_rules.parameters._locations import resolved_place

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Parameter, keys=("default",), basis="contract", source="ActionHTTPParameter.default", severity="warning")
def templated_parameter_default(parameter: Parameter) -> Iterator[Report]:
    default = parameter.default
    if not isinstance(default.value, str) or "{{" not in default.value:
        return
    place, related = resolved_place(parameter, default.place, "the default is written here")
    message = f"the default of {parameter.label} contains `{{{{`, so it is read as a template; expected plain text"
    yield Report(message, place, help="remove the default, unless you mean a template", related=related)
