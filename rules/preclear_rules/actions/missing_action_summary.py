"""An operation has no `summary`, so people are shown the action's name instead.

The summary is the line by which a person knows an action in a list. An action does without: its name stands there
then, which is written for programs. Reported once for a document, at the first operation without one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules._alike import and_more

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="contract", source="ActionCommon.summary", severity="info")
def missing_action_summary(connector: Connector) -> Iterator[Report]:
    lacking = {
        action.summary.place: action
        for action in connector.actions
        if not action.summary.value.strip() and isinstance(action.node.mapping.get("summary", ""), str)
    }
    more = and_more([*lacking], "operation", "operations")
    for place, first in lacking.items():
        lack = "an empty `summary`" if first.summary else "no `summary`"
        message = f"`{first.label[:100]}` has {lack}, so that people are shown the action's name{more}"
        yield Report(message, place, help="add a `summary`: a few words that say what it does")
        return
