"""A path has a name in braces that no path parameter declares.

The import writes `{id}` as `{{ param.id }}`, a parameter of the action. If neither the operation nor its path item
declares a parameter `id` with `in: path`, there's no value to fill in, and the request contains the braces themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Action, Connector, Edit, RelatedLocation, Report, rule
from preclear_rules.paths._path_parameters import PathParameters, declared_names, resolved_names
from preclear_rules.paths._templates import group_by_path, template_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Parameter


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, Path Templating", fix="adapt")
def undeclared_path_parameter(connector: Connector) -> Iterator[Report]:
    for actions in group_by_path(connector.actions):
        names = template_names(actions[0].path.value)
        if all(resolved_names(action).issuperset(names) for action in actions):
            continue
        declared_by_action = [(action, declared_names(action, connector)) for action in actions]
        missing = {
            name: [
                action
                for action, known_names in declared_by_action
                if known_names is not None and name not in known_names
            ]
            for name in names
        }
        path_parameters = {id(action): PathParameters(action) for action in actions} if any(missing.values()) else {}
        for name, lacking_actions in missing.items():
            if lacking_actions:
                intended = dict.fromkeys(path_parameters[id(action)].find_intended(name) for action in lacking_actions)
                yield _report(
                    name, lacking_actions, actions, [candidate for candidate in intended if candidate is not None]
                )


def _report(name: str, lacking_actions: list[Action], actions: list[Action], candidates: list[Parameter]) -> Report:
    from preclear_rules.paths._edits import declare_parameter

    path = actions[0].path
    methods = ", ".join(f"`{action.method.value.lower()}`" for action in lacking_actions)
    subject = f"`{{{name[:60]}}}` in `{path.value[:100]}` isn't a path parameter of {methods}"
    if candidates:
        intended = candidates[0]
        edit: Edit | None = declare_parameter(name, lacking_actions, actions, candidates)
        related = tuple(RelatedLocation(f"{candidate.label[:100]} is here", candidate) for candidate in candidates)
        if intended.name.value == name:
            advice = "give it `in: path` and `required: true`"
            if f"{{{name}}}" not in path.value.partition("?")[0]:
                advice, edit = "remove the `?` and everything after it from the path", None
            message = f"{subject}, which has a {intended.label[:100]}"
            return Report(message, path, help=advice, related=related, edit=edit)
        advice = f"write `{{{intended.name.value[:60]}}}` in the path"
        advice += f", or rename the parameter to `{name[:60]}`" if name == name.strip() else ""
        message = f"{subject}; did you mean `{{{intended.name.value[:60]}}}`?"
        return Report(message, path, help=advice, related=related, edit=edit)
    message = f"{subject}; expected a parameter `{name[:60]}` with `in: path`"
    advice = (
        "declare it once, under `parameters` of the path"
        if len(lacking_actions) > 1
        else "declare it under `parameters`"
    )
    related_actions = lacking_actions[:10] if len(lacking_actions) < len(actions) else []
    related = tuple(RelatedLocation("not declared here", action) for action in related_actions)
    edit = declare_parameter(name, lacking_actions, actions, ())
    return Report(message, path, help=advice, related=related, edit=edit)
