"""Operations need different auth schemes, and an action has no place to say so.

Credentials belong to the connection, and go to all of its actions. Where some operations take a user's token and others
an administrator's key, no connection with one of them can call all; with both, each action is sent both.

Operations without credentials, and alternatives of which one serves all operations, are passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, RelatedLocation, Report, report_group, rule
from preclear_rules.auth._requirements import SecurityNeed, find_best_credentials, find_needs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place

_HELP = "import the operations of each kind as a connector of their own, or connect with all credentials together"


@rule(on=Connector, basis="contract", source="ActionCommon; ConnectionCredentials", severity="warning")
def mixed_security(connector: Connector) -> Iterator[Report]:
    all_needs = find_needs(connector)
    if len(all_needs) < 2:
        return
    credentials = find_best_credentials(all_needs)
    unmet = [need for need in all_needs if not need.is_met_by(credentials)]
    if not unmet:
        return
    met_need = next(need for need in all_needs if need.is_met_by(credentials))
    by_size = sorted(all_needs, key=lambda need: -len(need.actions))
    descriptions = [_describe_need(need, index == 0) for index, need in enumerate(by_size[:4])]
    more = f", and there are {len(by_size) - 4} more such kinds" if len(by_size) > 4 else ""
    message = f"{', '.join(descriptions)}{more}; an action has no `security`: a connection's credentials go to all"
    related = RelatedLocation(
        f"{met_need.label} for `{met_need.actions[0].label[:100]}`", next(iter(met_need.securities))
    )

    def make_report(places: Sequence[Place]) -> Report:
        return Report(message, places[0], help=_HELP, related=(related,))

    yield from report_group([place for need in unmet for place in need.securities], make_report)


def _describe_need(need: SecurityNeed, is_first: bool) -> str:
    count = len(need.actions)
    if is_first:
        return f"{count} action{' needs' if count == 1 else 's need'} {need.label}"
    return f"{count} need{'s' if count == 1 else ''} {need.label}"
