"""An operation has no `summary`, so people are shown the action's name instead.

The summary is the line by which a person knows an action in a list. An action does without: its name stands there
then, which is written for programs. Reported once for a document, at the first operation without one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, report_group, rule
from preclear_rules._grouping import others_suffix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place


@rule(on=Connector, basis="contract", source="ActionCommon.summary", severity="info")
def missing_action_summary(connector: Connector) -> Iterator[Report]:
    by_place = {
        action.summary.place: action
        for action in connector.actions
        if not action.summary.value.strip() and isinstance(action.node.mapping.get("summary", ""), str)
    }

    def make_report(places: Sequence[Place]) -> Report:
        first = by_place[places[0]]
        problem = "an empty `summary`" if first.summary else "no `summary`"
        message = f"`{first.label[:100]}` has {problem}, so that people are shown the action's name"
        message += others_suffix(places, "operation", "operations")
        return Report(message, places[0], help="add a `summary`: a few words that say what it does")

    yield from report_group([*by_place], make_report)
