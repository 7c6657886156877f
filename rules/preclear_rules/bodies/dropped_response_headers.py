"""A response has headers, which the import drops.

An imported response has a status and the definitions of its body. Its headers aren't imported, such as a `Link` to the
next page, a `Location`, or the remaining rate limit.

You don't have to change anything. Reported once per document, at the first response with headers.

No fix: The import drops headers and nothing else. The document can keep them for other readers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Place, Report, report_group, rule
from preclear_rules._grouping import join_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@rule(on=Connector, keys=("headers",), basis="contract", source="ActionHTTPResponse", severity="info")
def dropped_response_headers(connector: Connector) -> Iterator[Report]:
    header_names: dict[Place, list[str]] = {}
    for operation in connector.operations:
        for response in operation.responses:
            if "headers" not in response.node.mapping:
                continue
            headers = response.node.get("headers")
            if headers is None or headers.key in header_names:
                continue
            # OpenAPI ignores a header named Content-Type, because the media types describe it
            header_names[headers.key] = [name for name in headers.mapping if name.lower() != "content-type"]

    def make_report(places: Sequence[Place]) -> Report:
        names: dict[str, str] = {}
        for name in (name for place in places for name in header_names[place]):
            names.setdefault(name.lower(), name)
        noun, responses = "header" if len(names) == 1 else "headers", f"{len(places):,} responses"
        message = f"response {noun} {join_words([f'`{name}`' for name in names.values()])}"
        message += f" {'is' if len(names) == 1 else 'are'} dropped: an imported response has no headers"
        return Report(message + (f"; {responses} have some" if len(places) > 1 else ""), places[0])

    yield from report_group([place for place, names in header_names.items() if names], make_report)
