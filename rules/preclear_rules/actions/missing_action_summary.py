"""An operation has no `summary`, so people see the action's name instead.

People recognize an action in a list by its summary. An action without one is listed by its name, which is written for
programs. Reported once per document, at the first operation without a summary.

No fix: Only the API's author can say in a few words what the operation does.
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
        if isinstance(summary := action.node.mapping.get("summary", ""), str) and not summary.strip()
    }

    def make_report(places: Sequence[Place]) -> Report:
        first = by_place[places[0]]
        problem = "an empty `summary`" if first.summary else "no `summary`"
        message = f"`{first.label[:100]}` has {problem}, so people see the action's name instead"
        message += others_suffix(places, "operation", "operations")
        return Report(message, places[0], help="add a `summary` that says in a few words what it does")

    yield from report_group([*by_place], make_report)
