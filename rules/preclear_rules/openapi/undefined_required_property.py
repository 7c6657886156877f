"""A schema requires a property that it doesn't describe.

`required` lists a property that's in no `properties` of the schema, or of the schemas that it includes through `allOf`
or `$ref`. The property must be present, but nothing describes it: it isn't offered anywhere, and any value is valid.
Usually the name was changed in one of the two places.

A branch of `allOf` can require a property that the whole schema describes. A schema that others include isn't reported,
because they may describe the property.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, Suggester, rule
from preclear_rules.openapi._properties import described_properties, find_incomplete, find_mixins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Node
    from preclear_rules.openapi._properties import NodeKey


@rule(on=Connector, basis="practice", source="JSON Schema 2020-12, required", severity="info")
def undefined_required_property(connector: Connector) -> Iterator[Report]:
    incomplete = list(find_incomplete(connector))
    shared: set[NodeKey] = find_mixins(connector) if incomplete else set()
    property_names: dict[NodeKey, set[str] | None] = {}
    reported: set[tuple[NodeKey, str]] = set()
    suggester = Suggester()
    for required, enclosing in incomplete:
        if any(schema.identity in shared for schema in enclosing):
            continue
        outermost = enclosing[-1].identity
        if outermost not in property_names:
            property_names[outermost] = described_properties(enclosing[-1], connector)
        known = property_names[outermost]
        for item in required.items() if known is not None else ():
            name = item.value
            if known is not None and isinstance(name, str) and name not in known and (outermost, name) not in reported:
                reported.add((outermost, name))
                yield _report(name, item, suggester.suggest(name, known))


def _report(name: str, item: Node, similar_name: str | None) -> Report:
    message = f"property `{name[:60]}` is required, but not in `properties`"
    if similar_name is not None:
        return Report(f"{message}; did you mean `{similar_name[:60]}`?", item)
    return Report(
        f"{message}; expected a schema for it", item, help="describe it in `properties`, or remove it from `required`"
    )
