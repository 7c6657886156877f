"""Two actions have names that differ only in case.

The import accepts both. But people who pick an action from a list, or type its name in a workflow, can mistake one for
the other, and so can anything that ignores case. Rename one of them so that the names say how the operations differ.

No fix: the import accepts both names, and only you know better ones.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Action, Connector, Report, rule
from preclear_rules._grouping import others_suffix, report_repeats
from preclear_rules.actions._names import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place


@rule(on=Connector, basis="practice", source="ActionCommon.name", severity="warning")
def confusable_action_names(connector: Connector) -> Iterator[Report]:
    by_name: dict[str, Action] = {}
    for action in connector.actions:
        if (action_name := action.name).is_present:
            by_name.setdefault(action_name.value, action)
    groups: dict[str, list[Action]] = {}
    for name, action in by_name.items():
        groups.setdefault(name.casefold(), []).append(action)
    for actions in groups.values():
        if len(actions) > 1:
            by_place = {action.name.place: action for action in actions}
            first = next(iter(by_place.values()))
            yield from report_repeats(
                [*by_place], f"`{shorten(first.name.value)}` is here", partial(_report, first, by_place)
            )


def _report(first: Action, by_place: dict[Place, Action], places: Sequence[Place]) -> Report:
    name = by_place[places[0]].name
    other = f"`{shorten(first.name.value)}` of `{first.label[:100]}`"
    message = f"action name `{shorten(name.value)}` differs from {other} only in case; expected names that are easy to"
    return Report(f"{message} tell apart{others_suffix(places, 'name', 'names')}", name, help="rename one of them")
