"""The schema of a body has no name, but a definition requires one.

A schema under `components.schemas` is named by its key. An inline schema in a request body or response has no name, and
neither has a schema that a reference finds inside something else: in another operation, in a response, or in the
properties of another schema. Its definition gets a name that you didn't choose. Reported once per document, at the
first such schema or reference.

No fix: the name is yours to choose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, report_group, rule
from preclear_rules._grouping import others_suffix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import MediaType, Place


@rule(on=Connector, basis="inferred", source="Definition.name", severity="info")
def unnamed_definition(connector: Connector) -> Iterator[Report]:
    unnamed: dict[Place, MediaType] = {}
    for media_type in connector.media_types:
        definition, schema = media_type.definition, media_type.schema
        if (
            definition is None
            or schema is None
            or definition.name.is_present
            or not isinstance(definition.node.value, dict)
        ):
            continue
        reference = schema.get("$ref")
        if reference is not None and connector.api.resolve(schema) is None:
            continue  # it doesn't resolve to a schema
        is_inline = reference is None or schema.place == definition.node.place
        unnamed[schema.key if is_inline or reference is None else reference.place] = media_type

    def make_report(places: Sequence[Place]) -> Report:
        label = unnamed[places[0]].used_by[0].label[:100]
        is_reference = places[0].pointer[-1:] == ("$ref",)
        problem = "refers to one that has no name" if is_reference else "is inline and has no name"
        message = f"a schema of `{label}` {problem}, which a definition requires"
        advice = "move it to `components.schemas`, and refer to it by its name there"
        return Report(message + others_suffix(places, "schema", "schemas"), places[0], help=advice)

    yield from report_group([*unnamed], make_report)
