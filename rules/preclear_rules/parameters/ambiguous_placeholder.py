"""An action has a path parameter and another parameter of the same name.

The import writes `{id}` in a path as `{{ param.id }}`. If the action also has a parameter `id` in the query, a header
or a cookie, the placeholder names both: which value it stands for is not published.

The name of a path parameter is never sent, so you can rename it. Reported once for each name.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from preclear import Connector, Related, Report, rule, together
from preclear_rules._alike import and_more

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from preclear import Action, Parameter, Place


class Clash(NamedTuple):
    """Two parameters of one action that have the same name."""

    other: Parameter
    in_path: Parameter
    action: Action


@rule(on=Connector, basis="inferred", source="ActionPath", severity="info")
def ambiguous_placeholder(connector: Connector) -> Iterator[Report]:
    found: dict[str, dict[Place, Clash]] = {}
    for action in connector.actions:
        placeholders = set(action.template.names)
        in_path = {each.name.value: each for each in action.parameters if each.location.value == "path"}
        for other in action.parameters:
            name = other.name.value
            if other.location.value != "path" and name in placeholders and name in in_path:
                clash = Clash(other, in_path[name], action)
                found.setdefault(name, {}).setdefault(other.place, clash)
    for name, clashes in found.items():
        yield from together([*clashes], partial(_report, name, clashes))


def _report(name: str, clashes: Mapping[Place, Clash], places: Sequence[Place]) -> Report:
    other, in_path, action = clashes[places[0]]
    message = f"{other.label} of `{action.label[:100]}` has the name of its path parameter"
    message += f", so `{{{{ param.{name[:60]} }}}}` can mean either; expected another name for the path parameter"
    message += and_more(places, "parameter", "parameters")
    related = (Related("the path parameter is here", in_path),)
    return Report(message, places[0], help="rename it in the path and in `parameters`", related=related)
