"""A path parameter is declared, but it isn't in the path.

The value of a path parameter replaces its name in braces in the path. Without the braces, the action has a required
parameter that people must fill in and that's never sent.

A parameter that several paths share is reported only at the references from paths that don't have it, unless no path
has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Action, Connector, Edit, RelatedLocation, Report, rule
from preclear_rules._parameter_items import ParameterItems
from preclear_rules.paths._path_parameters import ParameterReferences, PathParameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Parameter


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, Parameter Object", fix="adapt")
def unused_path_parameter(connector: Connector) -> Iterator[Report]:
    unused_by: dict[int, list[Action]] = {}
    for action in connector.actions:
        for parameter in PathParameters(action).find_unused():
            unused_by.setdefault(id(parameter), []).append(action)
    references, items = ParameterReferences(connector), ParameterItems(connector)
    for parameter in connector.parameters:
        actions = unused_by.get(id(parameter), [])
        if not actions or parameter.location.value != "path" or not parameter.name:
            continue
        if len(actions) == sum(isinstance(operation, Action) for operation in parameter.used_by):
            yield _report_unused(parameter, actions, _remove(parameter, actions, items))
            continue
        for action in actions:
            message = f"path parameter `{parameter.name.value[:60]}` isn't in `{action.path.value[:100]}`"
            related = (RelatedLocation("the path is here", action.path),)
            edit, place = _remove(parameter, actions, items), references.find(parameter, action)
            yield Report(message, place, help="remove this reference", related=related, edit=edit)


def _remove(parameter: Parameter, actions: list[Action], items: ParameterItems) -> Edit | None:
    """Leave `parameter` out of `actions`, whose paths don't have it; None if others share their list."""
    removals = items.removals_from(parameter, actions)
    loss = f"the path parameter `{parameter.name.value[:60]}`, which isn't in the path"
    return Edit("adapt", "remove it", removals, loss) if removals else None


def _report_unused(parameter: Parameter, actions: list[Action], edit: Edit | None) -> Report:
    """Report the parameter itself: no path has it."""
    paths = list(dict.fromkeys(action.path.value for action in actions))
    problem = f"not in `{paths[0][:100]}`"
    if len(paths) > 1:
        problem = f"in none of the {len(paths)} paths that use it, first `{paths[0][:100]}`"
    name = parameter.name.value[:60]
    message = f"path parameter `{name}` is {problem}; expected `{{{name}}}` there"
    related = (RelatedLocation("the path is here", actions[0].path),)
    return Report(message, parameter.name, help="remove it", related=related, edit=edit)
