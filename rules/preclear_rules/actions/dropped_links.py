"""A response has links, and an action has no place for them.

A link says which operation can follow, and which of its parameters are to be filled from the response. An action's
responses hold definitions only; in a workflow it is the person who connects one action with the next. Reported once
for a document, at the first response with links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule, together
from preclear_rules._alike import and_more, further

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place


@rule(on=Connector, basis="contract", source="ActionHTTPResponse", severity="info")
def dropped_links(connector: Connector) -> Iterator[Report]:
    responses = (response for operation in connector.operations for response in operation.responses)
    listed = [(response, response.node.get("links")) for response in responses]
    found = {links.key: response for response, links in listed if links is not None and links.mapping}

    def tell(places: Sequence[Place]) -> Report:
        first = found[places[0]]
        subject = f"response `{first.status.value[:20]}` of `{first.operation.label[:100]}`"
        message = f"{subject} has `links`, and an action has no place for them"
        return Report(message + and_more(places, "response", "responses"), places[0], related=further(places))

    yield from together([*found], tell)
