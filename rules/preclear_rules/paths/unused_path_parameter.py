"""A path parameter is declared, and the path does not have it.

A path parameter's value has one place, its name in braces within the path. Without the braces the import has a
required parameter that everybody must fill and that goes nowhere. A parameter that several paths share is only
wrong where it is referred to in vain, unless none of them has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Action, Connector, Related, Report, rule
from preclear_rules.paths._parameters import mention
from preclear_rules.paths._templates import broken_brace, template_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Parameter


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, Parameter Object")
def unused_path_parameter(connector: Connector) -> Iterator[Report]:
    for parameter in connector.parameters:
        if parameter.location.value == "path" and parameter.name:
            users = [operation for operation in parameter.used_by if isinstance(operation, Action)]
            vain = [action for action in users if _is_in_vain(parameter, action)]
            if len(vain) == len(users):
                yield from _everywhere(parameter, vain)
                continue
            for action in vain:
                message = f"path parameter `{parameter.name.value[:60]}` is not in `{action.path.value[:100]}`"
                at = mention(parameter, action, connector)
                related = (Related("the path is here", action.path),)
                yield Report(f"{message}{_near(action)}", at, help="take this reference out", related=related)


def _is_in_vain(parameter: Parameter, action: Action) -> bool:
    path = action.path.value
    return parameter.name.value not in template_names(path) and broken_brace(path) is None


def _everywhere(parameter: Parameter, vain: list[Action]) -> Iterator[Report]:
    """Where no path has it, the parameter itself is wrong."""
    paths = list(dict.fromkeys(action.path.value for action in vain))
    if paths:
        where = f"not in `{paths[0][:100]}`"
        if len(paths) > 1:
            where = f"in none of the {len(paths)} paths that use it, first `{paths[0][:100]}`"
        message = f"path parameter `{parameter.name.value[:60]}` is {where}{_near(vain[0])}"
        advice = "write its name as the path has it, or take it out"
        yield Report(message, parameter.name, help=advice, related=(Related("the path is here", vain[0].path),))


def _near(action: Action) -> str:
    """The name in the path that has no parameter yet, where there is just one: it is likely the one that is meant."""
    taken = {each.name.value for each in action.parameters}
    open_names = [name for name in template_names(action.path.value) if name not in taken]
    return f"; did you mean `{open_names[0][:60]}`?" if len(open_names) == 1 else "; expected it there in braces"
