"""An action has a path parameter and another parameter with the same name.

The import writes `{id}` in a path as `{{ param.id }}`. If the action also has a parameter `id` in the query, a header
or a cookie, the placeholder can mean either. Which one it stands for isn't published.

The name of a path parameter is never sent, so you can rename it. Reported once per name.

No fix: Which of the two the placeholder stands for isn't published, so another name may not be necessary.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, RelatedLocation, Report, report_group, rule
from preclear_rules._grouping import others_suffix

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from preclear import Action, Parameter, Place

    NameClash = tuple[Parameter, Parameter, Action]  # a parameter, the path parameter of the same name, their action


@rule(on=Connector, basis="inferred", source="ActionPath", severity="info")
def ambiguous_placeholder(connector: Connector) -> Iterator[Report]:
    by_name: dict[str, dict[Place, NameClash]] = {}
    for action in connector.actions:
        names = [parameter.name.value for parameter in action.parameters]
        if len(set(names)) == len(names):
            continue
        placeholders = set(action.template.placeholders)
        path_parameters = {
            parameter.name.value: parameter for parameter in action.parameters if parameter.location.value == "path"
        }
        for other in action.parameters:
            name = other.name.value
            if other.location.value != "path" and name in placeholders and name in path_parameters:
                clash = other, path_parameters[name], action
                by_name.setdefault(name, {}).setdefault(other.place, clash)
    for name, clashes in by_name.items():
        yield from report_group([*clashes], partial(_report, name, clashes))


def _report(name: str, clashes: Mapping[Place, NameClash], places: Sequence[Place]) -> Report:
    other, in_path, action = clashes[places[0]]
    message = f"{other.label} of `{action.label[:100]}` has the same name as its path parameter"
    message += f", so `{{{{ param.{name[:60]} }}}}` can mean either; expected a different name for the path parameter"
    message += others_suffix(places, "parameter", "parameters")
    related = (RelatedLocation("the path parameter is here", in_path),)
    return Report(message, places[0], help="rename it in the path and in `parameters`", related=related)
