"""Operations need different auth schemes, and an action has no place to say so.

Credentials belong to the connection, and go to all of its actions. Where some operations take a user's token and others
an administrator's key, no connection with one of them can call all; with both, each action is sent both.

Operations without credentials, and alternatives of which one serves all operations, are passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Related, Report, rule, together
from preclear_rules.auth._needs import Need, best, needs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place

_HELP = "import the operations of each kind as a connector of their own, or connect with all credentials together"


@rule(on=Connector, basis="contract", source="ActionCommon; ConnectionCredentials", severity="warning")
def mixed_security(connector: Connector) -> Iterator[Report]:
    listed = needs(connector)
    if len(listed) < 2:
        return
    credentials = best(listed)
    unmet = [need for need in listed if not need.met_by(credentials)]
    if not unmet:
        return
    met = next(need for need in listed if need.met_by(credentials))
    counted = sorted(listed, key=lambda need: -len(need.actions))
    told = [_told(need, index == 0) for index, need in enumerate(counted[:4])]
    more = f", and there are {len(counted) - 4} more such kinds" if len(counted) > 4 else ""
    message = f"{', '.join(told)}{more}; an action has no `security`: a connection's credentials go to all"
    related = Related(f"{met.label} for `{met.actions[0].label[:100]}`", next(iter(met.securities)))

    def tell(places: Sequence[Place]) -> Report:
        return Report(message, places[0], help=_HELP, related=(related,))

    yield from together([place for need in unmet for place in need.securities], tell)


def _told(need: Need, first: bool) -> str:
    count = len(need.actions)
    if first:
        return f"{count} action{' needs' if count == 1 else 's need'} {need.label}"
    return f"{count} need{'s' if count == 1 else ''} {need.label}"
