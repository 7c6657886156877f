"""A `$ref` points inside a schema, but definitions refer to each other by name.

`#/components/schemas/Order/properties/total` is valid in OpenAPI. But a definition refers to another one by its name,
and a part of a definition has no name. Reported once per definition, at the first reference into it.

No fix: the part needs a name of its own, which is yours to choose.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, Place, RelatedLocation, Report, format_pointer, report_group, rule
from preclear_rules._grouping import others_suffix
from preclear_rules.definitions._earliest import find_earliest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from preclear import Node, Pointer


@rule(on=Connector, basis="inferred", source="Definition.name", severity="warning")
def reference_into_schema(connector: Connector) -> Iterator[Report]:
    description = connector.api
    targets: dict[tuple[int, Pointer], dict[Place, Node]] = {}
    for schema, target in connector.schema_references:
        pointer = target.pointer
        if len(pointer) > 3 and pointer[:2] == ("components", "schemas") and description.resolve(schema) is not None:
            place = Place(schema.document, (*schema.pointer, "$ref"))
            targets.setdefault((id(target.document), pointer[:3]), {})[place] = target
    for by_place in targets.values():
        yield from report_group([*by_place], partial(_report, by_place))


def _report(by_place: Mapping[Place, Node], places: Sequence[Place]) -> Report:
    first = find_earliest(places)
    target = by_place[first]
    inner_path = format_pointer(target.pointer[3:])[1:]
    name = str(target.pointer[2])[:100]
    message = f"`$ref` points to `{inner_path[:100]}` inside definition `{name}`; expected a whole definition"
    message += others_suffix(places, "reference into it", "references into it")
    advice = "move its target to a schema of its own under `components.schemas`"
    return Report(message, first, help=advice, related=(RelatedLocation("the target is here", target.key),))
