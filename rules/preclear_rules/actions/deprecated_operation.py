"""An operation is deprecated, but an action can't be marked as deprecated.

The import creates an action from a deprecated operation as from any other, so nothing about the action warns people not
to use it. Reported once per document, at the first deprecated operation.

No fix: Only you can say whether workflows still need the operation. Exclude `deprecated` to leave all such operations
out of an import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, report_group, rule
from preclear_rules._grouping import others_suffix, related_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place


@rule(on=Connector, keys=("deprecated",), basis="contract", source="ActionHTTP", severity="info")
def deprecated_operation(connector: Connector) -> Iterator[Report]:
    deprecated = [action for action in connector.actions if action.node.mapping.get("deprecated") is True]
    marks = [(action, action.node.get("deprecated")) for action in deprecated]
    by_place = {mark.key: action for action, mark in marks if mark is not None}

    def make_report(places: Sequence[Place]) -> Report:
        message = f"`{by_place[places[0]].label[:100]}` is deprecated, but an action has no field for that"
        message += others_suffix(places, "operation", "operations")
        advice = "say so in the `summary`, or remove deprecated operations from the document that you import"
        return Report(message, places[0], help=advice, related=related_places(places))

    yield from report_group([*by_place], make_report)
