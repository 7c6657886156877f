"""A path has a name in braces that no path parameter declares.

The import writes `{id}` as `{{ param.id }}`, a parameter of the action. Where the operation has no parameter `id`
with `in: path`, of its own or from its path item, nobody can give a value, and the request would hold the braces
themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Action, Connector, Related, Report, rule
from preclear_rules.paths._parameters import declared, is_path_parameter
from preclear_rules.paths._templates import by_path, template_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Parameter


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, Path Templating")
def undeclared_path_parameter(connector: Connector) -> Iterator[Report]:
    for actions in by_path(connector.actions):
        names = template_names(actions[0].path.value)
        known = [(action, declared(action, connector)) for action in actions] if names else []
        for name in names:
            lacking = [action for action, found in known if found is not None and name not in found]
            if lacking:
                yield _report(name, lacking, actions)


def _report(name: str, lacking: list[Action], actions: list[Action]) -> Report:
    path = actions[0].path
    methods = ", ".join(f"`{action.method.value.lower()}`" for action in lacking)
    subject = f"`{{{name[:60]}}}` in `{path.value[:100]}` is no path parameter of {methods}"
    meant = _meant(name, lacking[0])
    if meant is not None:
        related = (Related(f"{meant.label[:100]} is here", meant),)
        if meant.name.value == name:
            advice = "give it `in: path` and `required: true`"
            return Report(f"{subject}, which has a {meant.label[:100]}", path, help=advice, related=related)
        return Report(f"{subject}; did you mean `{{{meant.name.value[:60]}}}`?", path, related=related)
    message = f"{subject}; expected a parameter `{name[:60]}` with `in: path`"
    if len(lacking) == len(actions) > 1:
        return Report(message, path, help="declare it once, under `parameters` of the path")
    methods_here = tuple(Related("it is not declared here", action) for action in lacking[:10])
    return Report(message, path, help="declare it under `parameters`", related=methods_here)


def _meant(name: str, action: Action) -> Parameter | None:
    """The parameter of that name in another place, or the path parameter of a near name that the path does not have."""
    from difflib import get_close_matches

    for each in action.parameters:
        if each.name.value == name:
            return each
    used = template_names(action.path.value)
    spare = [each for each in action.parameters if is_path_parameter(each) and each.name.value not in used]
    folded = {each.name.value.lower(): each for each in spare}
    near = get_close_matches(name.strip().lower()[:100], folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else spare[0] if len(spare) == 1 else None
