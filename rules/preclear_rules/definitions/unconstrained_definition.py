"""The schema of a JSON body is empty: it allows everything, and says nothing.

A definition is what workflows validate the data by and complete its fields from. An empty schema, or one that has
nothing but a description, gives neither. Reported once for a document, at the first such schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, report_group, rule
from preclear_rules._grouping import others_suffix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Node, Place

_ANNOTATIONS = frozenset(
    {"$comment", "default", "deprecated", "description", "example", "examples", "externalDocs"}
    | {"nullable", "readOnly", "title", "writeOnly", "xml"}
)
"""Keywords that a schema may have and still allow everything."""


@rule(on=Connector, basis="docs", source="Connect documentation, Definitions", severity="info")
def unconstrained_definition(connector: Connector) -> Iterator[Report]:
    labels: dict[Place, str] = {}
    seen: set[object] = set()
    for media_type in connector.media_types:
        if media_type.schema is None or not media_type.used_by or not _is_json(media_type.essence):
            continue
        schema = connector.api.resolve(media_type.schema)
        if schema is not None and schema.identity not in seen:
            seen.add(schema.identity)
            if _is_empty(schema):
                labels[schema.key] = media_type.used_by[0].label

    def make_report(places: Sequence[Place]) -> Report:
        message = f"schema of `{labels[places[0]][:100]}` allows everything, so that it validates and completes nothing"
        message += others_suffix(places, "schema", "schemas")
        return Report(message, places[0], help="describe the body: a `type` and, of an object, its `properties`")

    yield from report_group([*labels], make_report)


def _is_json(essence: str) -> bool:
    return essence.endswith(("/json", "+json"))


def _is_empty(schema: Node) -> bool:
    value = schema.value
    if isinstance(value, dict):
        return all(key in _ANNOTATIONS or key.startswith("x-") for key in value)
    return value is True
