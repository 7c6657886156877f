"""A document has webhooks in a field that its OpenAPI version doesn't have, so no triggers are created.

The import creates triggers from the operations under `webhooks`, a field that OpenAPI has since 3.1. A 3.0 document
with that field is invalid, and its webhooks aren't read. Neither are those under `x-webhooks`, an extension that some
3.0 documents use instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Edit, Remove, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Node


@rule(
    on=Connector,
    keys=("webhooks", "x-webhooks"),
    basis="openapi",
    source="OpenAPI Specification, OpenAPI Object",
    severity="warning",
    fix="adapt",
)
def unread_webhooks(connector: Connector) -> Iterator[Report]:
    is_3_0 = connector.api.version.series == "3.0"
    field = connector.root.get("webhooks")
    if is_3_0 and field is not None and field.mapping:
        message = f"`webhooks` isn't a field of OpenAPI 3.0, so no trigger is created from {_count_webhooks(field)}"
        advice = "move the document to OpenAPI 3.1, or remove them"
        edit = Edit("adapt", "remove `webhooks`", (Remove(field),), _count_webhooks(field))
        yield Report(f"{message}; expected OpenAPI 3.1", field.key, help=advice, severity="error", edit=edit)
    extension = connector.root.get("x-webhooks")
    if extension is not None and extension.mapping:
        message = f"`x-webhooks` is an extension, so no trigger is created from {_count_webhooks(extension)}"
        advice = (
            "move the document to OpenAPI 3.1, and rename it to `webhooks`" if is_3_0 else "rename it to `webhooks`"
        )
        yield Report(f"{message}; expected `webhooks`, which OpenAPI has since 3.1", extension.key, help=advice)


def _count_webhooks(webhooks: Node) -> str:
    number = len(webhooks.mapping)
    return "its 1 webhook" if number == 1 else f"its {number} webhooks"
