"""A path parameter is declared, and the path does not have it.

A path parameter's value has one place, its name in braces within the path. Without the braces the import has a
required parameter that everybody must fill and that goes nowhere. A parameter that several paths share is only
wrong where it is referred to in vain, unless none of them has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Action, Connector, Related, Report, rule
from preclear_rules.paths._parameters import Mentions, PathParameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Parameter


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, Parameter Object")
def unused_path_parameter(connector: Connector) -> Iterator[Report]:
    in_vain: dict[int, list[Action]] = {}
    for action in connector.actions:
        for parameter in PathParameters(action).in_vain():
            in_vain.setdefault(id(parameter), []).append(action)
    mentions = Mentions(connector)
    for parameter in connector.parameters:
        vain = in_vain.get(id(parameter), [])
        if not vain or parameter.location.value != "path" or not parameter.name:
            continue
        if len(vain) == sum(isinstance(operation, Action) for operation in parameter.used_by):
            yield _everywhere(parameter, vain)
            continue
        for action in vain:
            message = f"path parameter `{parameter.name.value[:60]}` is not in `{action.path.value[:100]}`"
            related = (Related("the path is here", action.path),)
            yield Report(message, mentions.find(parameter, action), help="take this reference out", related=related)


def _everywhere(parameter: Parameter, vain: list[Action]) -> Report:
    """Where no path has it, the parameter itself is wrong."""
    paths = list(dict.fromkeys(action.path.value for action in vain))
    where = f"not in `{paths[0][:100]}`"
    if len(paths) > 1:
        where = f"in none of the {len(paths)} paths that use it, first `{paths[0][:100]}`"
    name = parameter.name.value[:60]
    message = f"path parameter `{name}` is {where}; expected `{{{name}}}` there"
    return Report(message, parameter.name, help="take it out", related=(Related("the path is here", vain[0].path),))
