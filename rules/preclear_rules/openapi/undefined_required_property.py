"""A schema requires a property that it does not describe.

`required` names a property, and no `properties` of the schema has it, nor of anything that belongs to it through
`allOf` or `$ref`. The property must be there, and nothing says what it is: it is offered nowhere, and takes any value.
Mostly it is a name that was changed in one of the two places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules.openapi._properties import described, is_part, mixed_in, spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Node
    from preclear_rules.openapi._properties import Spot


@rule(on=Connector, basis="practice", source="JSON Schema 2020-12, required", severity="info")
def undefined_required_property(connector: Connector) -> Iterator[Report]:
    open_ones = list(_wanting(connector))
    shared: set[Spot] = mixed_in(connector) if open_ones else set()
    for required, schema in open_ones:
        known = None if spot(schema) in shared else described(schema, connector)
        for item in required.items() if known else ():
            name = item.value
            if known and isinstance(name, str) and name not in known:
                message = f"property `{name[:60]}` is required, and `properties` does not have it"
                near = _nearest(name, known)
                if near is not None:
                    yield Report(f"{message}; did you mean `{near[:60]}`?", item)
                else:
                    yield Report(f"{message}; expected a schema for it", item, help="describe it, or leave it out")


def _wanting(connector: Connector) -> Iterator[tuple[Node, Node]]:
    """The `required` of each schema whose own `properties` lacks one of its names, and the schema."""
    beside_ref = connector.description.version.series != "3.0"
    for schema in connector.description.schemas:
        required = schema.get("required")
        if required is None or ("$ref" in schema.mapping and not beside_ref) or is_part(schema):
            continue
        properties = schema.get("properties")
        own = properties.mapping if properties is not None else {}
        if any(isinstance(item.value, str) and item.value not in own for item in required.items()):
            yield required, schema


def _nearest(name: str, known: set[str]) -> str | None:
    from difflib import get_close_matches

    folded = {each.lower().replace("_", "").replace("-", "")[:100]: each for each in sorted(known)[:500]}
    near = get_close_matches(name.lower().replace("_", "").replace("-", "")[:100], folded, n=1, cutoff=0.8)
    return folded[near[0]] if near else None
