"""The document lists several servers; the connector has one base URL.

The first server's URL becomes the base URL of all actions. The others, for other stages or regions, have no place in
the connector: whoever needs one changes the base URL, or imports the document once more with that server first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Related, Report, rule, together
from preclear_rules.connector._base_url import masked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place


@rule(on=Connector, basis="inferred", source="HTTPConnector.baseUrl", severity="info")
def unused_server(connector: Connector) -> Iterator[Report]:
    if not connector.servers or not connector.servers[0].url:
        return
    base = connector.servers[0].url
    others = {each.place: each.url.value for each in connector.servers[1:] if each.url and each.url.value != base.value}

    def tell(places: Sequence[Place]) -> Report:
        names = [f"`{masked(others[place])}`" for place in places]
        left = names[0] if len(names) == 1 else f"{', '.join(names[:-1][:3])} and {names[-1]}"
        if len(names) > 4:
            left = f"{', '.join(names[:3])} and {len(names) - 3} more"
        message = f"{'server' if len(names) == 1 else 'servers'} {left} {'is' if len(names) == 1 else 'are'} left out"
        message += f"; the connector has one base URL, the first server's: `{masked(base.value)}`"
        advice = "put the server first that most connections need" if len(names) > 1 else None
        return Report(message, places[0], help=advice, related=(Related("the base URL", base),))

    yield from together([*others], tell)
