"""Headers of responses have no place in the import.

A response has a status and definitions of its body. What the document says of its headers is not held: a `Link` to the
next page, a `Location`, what is left of a rate limit.

Nothing has to be changed for that. It is reported once for a document, at the first response with headers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Place, Report, report_group, rule
from preclear_rules._grouping import join_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@rule(on=Connector, basis="contract", source="ActionHTTPResponse", severity="info")
def dropped_response_headers(connector: Connector) -> Iterator[Report]:
    header_names: dict[Place, list[str]] = {}
    for operation in connector.operations:
        for response in operation.responses:
            headers = response.node.get("headers")
            if headers is None or headers.key in header_names:
                continue
            # OpenAPI itself ignores a header that is called Content-Type: the media types say it
            header_names[headers.key] = [name for name in headers.mapping if name.lower() != "content-type"]

    def make_report(places: Sequence[Place]) -> Report:
        names: dict[str, str] = {}
        for name in (name for place in places for name in header_names[place]):
            names.setdefault(name.lower(), name)
        noun, responses = "header" if len(names) == 1 else "headers", f"{len(places):,} responses"
        message = f"response {noun} {join_words([f'`{name}`' for name in names.values()])}"
        message += f" {'has' if len(names) == 1 else 'have'} no place in the import"
        return Report(message + (f"; {responses} describe such" if len(places) > 1 else ""), places[0])

    yield from report_group([place for place, names in header_names.items() if names], make_report)
