"""An operation is deprecated, and an action has no mark for that.

The import makes an action of a deprecated operation as of any other, and nothing about the action tells people to
use another one. Reported once for a document, at the first deprecated operation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, report_group, rule
from preclear_rules._grouping import others_suffix, related_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place


@rule(on=Connector, basis="contract", source="ActionHTTP", severity="info")
def deprecated_operation(connector: Connector) -> Iterator[Report]:
    marks = [(action, action.node.get("deprecated")) for action in connector.actions]
    by_place = {mark.key: action for action, mark in marks if mark is not None and mark.value is True}

    def make_report(places: Sequence[Place]) -> Report:
        message = f"`{by_place[places[0]].label[:100]}` is deprecated, and an action has no mark for that"
        message += others_suffix(places, "operation", "operations")
        advice = "say so in the `summary`, or take deprecated operations out of the document that is imported"
        return Report(message, places[0], help=advice, related=related_places(places))

    yield from report_group([*by_place], make_report)
