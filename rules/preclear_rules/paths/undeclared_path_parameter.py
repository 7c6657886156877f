"""A path has a name in braces that no path parameter declares.

The import writes `{id}` as `{{ param.id }}`, a parameter of the action. Where the operation has no parameter `id`
with `in: path`, of its own or from its path item, nobody can give a value, and the request would hold the braces
themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Action, Connector, Related, Report, rule
from preclear_rules.paths._parameters import PathParameters, declared
from preclear_rules.paths._templates import by_path, template_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Parameter


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, Path Templating")
def undeclared_path_parameter(connector: Connector) -> Iterator[Report]:
    for actions in by_path(connector.actions):
        names = template_names(actions[0].path.value)
        known = [(action, declared(action, connector)) for action in actions] if names else []
        lacks = {name: [action for action, found in known if found is not None and name not in found] for name in names}
        given = {id(action): PathParameters(action) for action in actions} if any(lacks.values()) else {}
        for name, lacking in lacks.items():
            if lacking:
                meant = dict.fromkeys(given[id(action)].meant(name) for action in lacking)
                yield _report(name, lacking, actions, [each for each in meant if each is not None])


def _report(name: str, lacking: list[Action], actions: list[Action], candidates: list[Parameter]) -> Report:
    path = actions[0].path
    methods = ", ".join(f"`{action.method.value.lower()}`" for action in lacking)
    subject = f"`{{{name[:60]}}}` in `{path.value[:100]}` is no path parameter of {methods}"
    if candidates:
        meant = candidates[0]
        related = tuple(Related(f"{each.label[:100]} is here", each) for each in candidates)
        if meant.name.value == name:
            advice = "give it `in: path` and `required: true`"
            if f"{{{name}}}" not in path.value.partition("?")[0]:
                advice = "take the `?` and what follows it out of the path"
            return Report(f"{subject}, which has a {meant.label[:100]}", path, help=advice, related=related)
        advice = f"write `{{{meant.name.value[:60]}}}` in the path"
        advice += f", or call the parameter `{name[:60]}`" if name == name.strip() else ""
        return Report(f"{subject}; did you mean `{{{meant.name.value[:60]}}}`?", path, help=advice, related=related)
    message = f"{subject}; expected a parameter `{name[:60]}` with `in: path`"
    advice = "declare it once, under `parameters` of the path" if len(lacking) > 1 else "declare it under `parameters`"
    without = lacking[:10] if len(lacking) < len(actions) else []
    return Report(message, path, help=advice, related=tuple(Related("not declared here", each) for each in without))
