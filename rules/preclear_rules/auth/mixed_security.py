"""Operations need different auth schemes, but an action has no `security` of its own.

Credentials belong to the connection and are sent with all of its actions. If some operations need a user's token and
others an administrator's key, a connection with only one of them can't call every action. A connection with both sends
both with every action.

Operations without credentials don't count, and nothing is reported if one set of credentials works for all operations.

No fix: each group of operations needs a connector, or credentials, of its own. `preclear adapt` can select one group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, RelatedLocation, Report, report_group, rule
from preclear_rules.auth._requirements import SecurityNeed, find_best_credentials, find_needs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place

_HELP = "import each group of operations as its own connector, or create connections with all of the credentials"


@rule(
    on=Connector, keys=("security",), basis="contract", source="ActionCommon; ConnectionCredentials", severity="warning"
)
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
    more = f", and there are {len(by_size) - 4} more combinations" if len(by_size) > 4 else ""
    message = f"{', '.join(descriptions)}{more}; expected the same for all"
    message += ", because a connection sends its credentials with every action"
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
