"""Two actions' names differ in nothing but the case of their letters.

To the import these are two names. To a person who picks an action from a list, or writes its name into a workflow,
they are one, and whatever does not tell upper case from lower case takes one for the other. Rename one of them so
that the names say what sets the operations apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Action, Connector, Related, Report, rule
from preclear_rules.actions._names import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@rule(on=Connector, basis="practice", source="ActionCommon.name", severity="warning")
def confusable_action_names(connector: Connector) -> Iterator[Report]:
    named: dict[str, Action] = {}
    for action in connector.actions:
        if action.name:
            named.setdefault(action.name.value, action)
    for name, other in _in_case(named):
        twin = named[other]
        told = f"action name `{shown(name)}` differs from `{shown(other)}` of `{twin.label[:100]}` in case alone"
        related = (Related(f"`{shown(other)}` is here", twin.name),)
        message = f"{told}; expected names that can be told apart"
        yield Report(message, named[name].name, help="rename one of them", related=related)


def _in_case(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give every name that differs from another in case alone, with the first of those; the first with the second."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(name.casefold(), []).append(name)
    for group in groups.values():
        if len(group) > 1:
            yield group[0], group[1]
            yield from ((name, group[0]) for name in group[1:])
