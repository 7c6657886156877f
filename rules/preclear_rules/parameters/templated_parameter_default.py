"""A parameter's default holds `{{`, which the import reads as a template.

A default that is text may be a template: `{{ .conn.region }}` stands for a variable of the connection. Double braces
that belong to the value itself cannot be told from these: what stands between them is replaced, or fails to be.

Where the template is meant, say so by ignoring the finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Parameter, Report, rule
from preclear_rules.parameters._locations import resolved_place

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Parameter, basis="contract", source="ActionHTTPParameter.default", severity="warning")
def templated_parameter_default(parameter: Parameter) -> Iterator[Report]:
    default = parameter.default
    if not isinstance(default.value, str) or "{{" not in default.value:
        return
    place, related = resolved_place(parameter, default.place, "the default is written here")
    message = f"the default of {parameter.label} holds `{{{{`, and is read as a template; expected plain text"
    yield Report(message, place, help="remove the default, unless a template of the import is meant", related=related)
