"""The schema of a JSON body is empty, so it allows any value.

Workflows use a definition to validate data and to complete its fields. An empty schema, or one that has only
annotations such as a description, doesn't help with either. Reported once per document, at the first such schema.

No fix: only the API's author knows what the body has.
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
"""Keywords that don't restrict the values that a schema allows."""


@rule(on=Connector, basis="docs", source="Connect documentation, Definitions", severity="info")
def unconstrained_definition(connector: Connector) -> Iterator[Report]:
    labels: dict[Place, str] = {}
    seen: set[object] = set()
    for media_type in connector.media_types:
        definition = media_type.definition
        if media_type.schema is None or not media_type.used_by or definition in seen:
            continue
        schema = connector.api.resolve(media_type.schema) if _is_json(media_type.essence) else None
        if schema is None:
            continue
        if definition is not None:  # most media types share few definitions
            seen.add(definition)
        if _is_empty(schema) and schema.identity not in seen:
            seen.add(schema.identity)
            labels[schema.key] = media_type.used_by[0].label

    def make_report(places: Sequence[Place]) -> Report:
        message = (
            f"schema of `{labels[places[0]][:100]}` allows any value, so it can't validate data or complete fields"
        )
        message += others_suffix(places, "schema", "schemas")
        return Report(message, places[0], help="describe the body: its `type` and, for an object, its `properties`")

    yield from report_group([*labels], make_report)


def _is_json(essence: str) -> bool:
    return essence.endswith(("/json", "+json"))


def _is_empty(schema: Node) -> bool:
    value = schema.value
    if isinstance(value, dict):
        return all(key in _ANNOTATIONS or key.startswith("x-") for key in value)
    return value is True
