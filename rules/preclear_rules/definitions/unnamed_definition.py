"""The schema of a body has no name of its own.

A definition requires a name. A schema under `components.schemas` has its key. One that is written out in a request
body or a response has none, and neither has one that a reference finds inside of something else: in another operation,
in a response, among the properties of another schema. A name has to be made up, and nobody has chosen it. Reported
once for a document, at the first such schema or reference.
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
            continue  # it leads to no schema
        is_inline = reference is None or schema.place == definition.node.place
        unnamed[schema.key if is_inline or reference is None else reference.place] = media_type

    def make_report(places: Sequence[Place]) -> Report:
        label = unnamed[places[0]].used_by[0].label[:100]
        is_reference = places[0].pointer[-1:] == ("$ref",)
        problem = "refers to one that has no name of its own" if is_reference else "is written out and has no name"
        message = f"a schema of `{label}` {problem}, which a definition requires"
        advice = "move it to `components.schemas`, and refer to it by the name that you choose"
        return Report(message + others_suffix(places, "schema", "schemas"), places[0], help=advice)

    yield from report_group([*unnamed], make_report)
