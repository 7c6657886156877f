"""A GET, HEAD, DELETE or TRACE operation has a request body, which has no meaning in HTTP.

OpenAPI 3.0 ignores such a body; 3.1 and 3.2 allow it but advise against it. Servers, proxies and caches don't expect
the body, so they may drop it or reject the request.

No fix: The import holds the body, and some APIs read it. Only you can say whether this one does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_WITHOUT_BODY = ("GET", "HEAD", "DELETE", "TRACE")


@rule(
    on=Connector, keys=("requestBody",), basis="openapi", source="OpenAPI 3.1.1, Operation Object", severity="warning"
)
def unexpected_request_body(connector: Connector) -> Iterator[Report]:
    is_ignored = connector.api.version.series == "3.0"
    fact = "which OpenAPI 3.0 ignores" if is_ignored else "which has no meaning in HTTP"
    for operation in connector.operations:
        body = operation.node.get("requestBody")
        if body is None or body.value is None:
            continue
        method = operation.method.value
        if method in _WITHOUT_BODY:
            message = f"`{operation.label}` has a request body, {fact} for {method}; expected none"
            yield Report(message, body.key, help="use query parameters, or another method")
