"""Webhooks stand where OpenAPI has none, so no trigger is made of them.

Triggers are made of the operations under `webhooks`, a field that OpenAPI has since 3.1. A document of OpenAPI 3.0
that has the field is not valid, and what stands there is not looked at; nor is `x-webhooks`, the extension that some
documents of 3.0 have in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Node


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, OpenAPI Object", severity="warning")
def unread_webhooks(connector: Connector) -> Iterator[Report]:
    is_3_0 = connector.api.version.series == "3.0"
    field = connector.root.get("webhooks")
    if is_3_0 and field is not None and field.mapping:
        message = f"`webhooks` is no field of OpenAPI 3.0, so that no trigger is made of {_count_webhooks(field)}"
        advice = "move the document to OpenAPI 3.1, or take them out"
        yield Report(f"{message}; expected OpenAPI 3.1", field.key, help=advice, severity="error")
    extension = connector.root.get("x-webhooks")
    if extension is not None and extension.mapping:
        message = f"`x-webhooks` is an extension, so that no trigger is made of {_count_webhooks(extension)}"
        advice = "move the document to OpenAPI 3.1, and call it `webhooks`" if is_3_0 else "call it `webhooks`"
        yield Report(f"{message}; expected `webhooks`, which OpenAPI has since 3.1", extension.key, help=advice)


def _count_webhooks(webhooks: Node) -> str:
    number = len(webhooks.mapping)
    return "its 1 webhook" if number == 1 else f"its {number} webhooks"
