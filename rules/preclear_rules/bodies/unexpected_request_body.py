"""A GET, HEAD, DELETE or TRACE has a request body, and HTTP gives it no meaning.

OpenAPI 3.0 has such a body ignored; 3.1 and 3.2 allow it and advise against it. On its way to the API it may be
dropped, or the request refused: servers, proxies and caches do not expect it.

It is reported once for each method, at the first operation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Operation, Report, rule
from preclear_rules._alike import and_more, further

if TYPE_CHECKING:
    from collections.abc import Iterator

_WITHOUT_BODY = ("GET", "HEAD", "DELETE", "TRACE")


@rule(on=Connector, basis="openapi", source="OpenAPI 3.1.1, Operation Object", severity="warning")
def unexpected_request_body(connector: Connector) -> Iterator[Report]:
    found: dict[str, list[Operation]] = {}
    for operation in connector.operations:
        if operation.method.value in _WITHOUT_BODY and operation.node.mapping.get("requestBody") is not None:
            found.setdefault(operation.method.value, []).append(operation)
    for method, group in found.items():
        places = [body.key for operation in group if (body := operation.node.get("requestBody")) is not None]
        ignored = connector.description.version.series == "3.0"
        fact = "which OpenAPI 3.0 ignores" if ignored else "which has no meaning in HTTP"
        message = f"`{group[0].label}` has a request body, {fact} for {method}; expected none"
        message += and_more(places, f"{method} operation", f"{method} operations")
        yield Report(message, places[0], help="use query parameters, or another method", related=further(places))
