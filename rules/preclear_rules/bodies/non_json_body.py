"""A body has no JSON among its media types, and selectors work on JSON alone.

Any media type can be sent and received, and the import makes a definition for each. Picking fields out of a body and
putting values into it needs JSON, though: `application/json`, or a media type that ends in `+json`. A body that only
comes as a form, as XML or as text is passed on as a whole.

Where the API also speaks JSON, add it to the document. It is reported once for each combination of media types, at the
first such body. Files are not reported, since they have no fields, nor are responses that tell of a failure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Body, Connector, Operation, Place, Report, Response, rule
from preclear_rules._alike import and_more, further, listed
from preclear_rules.bodies._json import is_binary, may_be_json

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="docs", source="definitions and selectors", severity="warning")
def non_json_body(connector: Connector) -> Iterator[Report]:
    found: dict[tuple[str, tuple[str, ...]], dict[Place, Operation]] = {}
    for kind, body, operation in _bodies(connector):
        content = body.node.get("content")
        if content is None or any(may_be_json(each) or is_binary(each) for each in body.media_types):
            continue
        names = tuple(sorted({each.essence for each in body.media_types}))
        if names:
            found.setdefault((kind, names), {}).setdefault(content.key, operation)
    for (kind, names), places in found.items():
        at, operation = next(iter(places.items()))
        shown = listed([f"`{name}`" for name in names])
        message = f"{kind} of `{operation.label}` has only {shown}; expected JSON, which selectors work on"
        message += and_more(tuple(places), kind, f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s")
        help = "add `application/json`, if the API knows it as well"
        yield Report(message, at, help=help, related=further(tuple(places)))


def _bodies(connector: Connector) -> Iterator[tuple[str, Body | Response, Operation]]:
    for operation in connector.operations:
        if operation.request_body is not None:
            yield "request body", operation.request_body, operation
        for response in operation.responses:
            if response.status.value[:1] in ("2", "d"):
                yield "response", response, operation
