"""The document lists several servers, but the connector has one base URL.

The first server's URL becomes the base URL of all actions. The others, such as those for other stages or regions,
aren't imported. To use one of them, change the base URL, or import the document again with that server first.

No fix: the import takes the first server whether or not others are listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, RelatedLocation, Report, report_group, rule
from preclear_rules.connector._base_url import mask_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place


@rule(on=Connector, basis="inferred", source="HTTPConnector.baseUrl", severity="info")
def unused_server(connector: Connector) -> Iterator[Report]:
    if not connector.servers or not connector.servers[0].url:
        return
    base_url = connector.servers[0].url
    others = {
        server.place: server.url.value
        for server in connector.servers[1:]
        if server.url and server.url.value != base_url.value
    }

    def make_report(places: Sequence[Place]) -> Report:
        names = [f"`{mask_url(others[place])}`" for place in places]
        server_names = names[0] if len(names) == 1 else f"{', '.join(names[:-1][:3])} and {names[-1]}"
        if len(names) > 4:
            server_names = f"{', '.join(names[:3])} and {len(names) - 3} more"
        subject = f"server {server_names} is" if len(names) == 1 else f"servers {server_names} are"
        message = f"{subject} not imported"
        message += f"; the connector has one base URL, the first server's: `{mask_url(base_url.value)}`"
        advice = "put the server that most connections need first" if len(names) > 1 else None
        return Report(message, places[0], help=advice, related=(RelatedLocation("the base URL", base_url),))

    yield from report_group([*others], make_report)
