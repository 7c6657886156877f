"""A response has links, which an action has no field for.

A link names an operation that can follow, and the parameters that are filled in from the response. An action's
responses hold only definitions; in a workflow, a person connects one action to the next. Reported once per document, at
the first response with links.

No fix: The import drops links and nothing else. The document can keep them for other readers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, report_group, rule
from preclear_rules._grouping import others_suffix, related_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place


@rule(on=Connector, keys=("links",), basis="contract", source="ActionHTTPResponse", severity="info")
def dropped_links(connector: Connector) -> Iterator[Report]:
    responses = (response for operation in connector.operations for response in operation.responses)
    with_links = [(response, response.node.get("links")) for response in responses if "links" in response.node.mapping]
    by_place = {links.key: response for response, links in with_links if links is not None and links.mapping}

    def make_report(places: Sequence[Place]) -> Report:
        first = by_place[places[0]]
        subject = f"response `{first.status.value[:20]}` of `{first.operation.label[:100]}`"
        message = f"{subject} has `links`, which are dropped: an action has no field for them"
        return Report(
            message + others_suffix(places, "response", "responses"), places[0], related=related_places(places)
        )

    yield from report_group([*by_place], make_report)
