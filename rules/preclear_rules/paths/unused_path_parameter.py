"""A path parameter is declared, and the path does not have it.

A path parameter's value has one place, its name in braces within the path. Without the braces the import has a
required parameter that everybody must fill and that goes nowhere. A parameter that several paths share is only
wrong where it is referred to in vain, unless none of them has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Action, Connector, Related, Report, rule
from preclear_rules.paths._parameters import is_path_parameter, meant_parameter, mention
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
                yield Report(message, at, help="take this reference out", related=related)


def _is_in_vain(parameter: Parameter, action: Action) -> bool:
    """Whether the path lacks it, and has no name left that it may be meant for: that is told at the path."""
    path = action.path.value
    names = template_names(path)
    if parameter.name.value in names or broken_brace(path) is not None:
        return False
    known = {each.name.value for each in action.parameters if is_path_parameter(each)}
    return all(meant_parameter(name, action) is not parameter for name in names if name not in known)


def _everywhere(parameter: Parameter, vain: list[Action]) -> Iterator[Report]:
    """Where no path has it, the parameter itself is wrong."""
    paths = list(dict.fromkeys(action.path.value for action in vain))
    if paths:
        where = f"not in `{paths[0][:100]}`"
        if len(paths) > 1:
            where = f"in none of the {len(paths)} paths that use it, first `{paths[0][:100]}`"
        name = parameter.name.value[:60]
        message = f"path parameter `{name}` is {where}; expected `{{{name}}}` there"
        yield Report(message, parameter.name, help="take it out", related=(Related("the path is here", vain[0].path),))
