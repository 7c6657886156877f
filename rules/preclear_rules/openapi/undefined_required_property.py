"""A schema requires a property that it doesn't describe.

`required` lists a property that's in no `properties` of the schema, or of the schemas that it includes through `allOf`
or `$ref`. The property must be present, but nothing describes it: it isn't offered anywhere, and any value is valid.
Usually the name was changed in one of the two places.

A branch of `allOf` can require a property that the whole schema describes. A schema that others include isn't reported,
because they may describe the property.

Unless the name is probably a misspelling, the fix describes the property with an empty schema, which allows the same
values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Edit, Insert, Report, Suggester, rule
from preclear_rules.openapi._properties import described_properties, find_incomplete, find_mixins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Node
    from preclear_rules.openapi._properties import NodeKey


@rule(on=Connector, basis="practice", source="JSON Schema 2020-12, required", severity="info", fix="safe")
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
        undefined: dict[str, tuple[Node, str | None]] = {}
        for item in required.items() if known is not None else ():
            name = item.value
            if known is not None and isinstance(name, str) and name not in known and (outermost, name) not in reported:
                reported.add((outermost, name))
                undefined[name] = item, suggester.suggest(name, known)
        names = [name for name, (_, similar_name) in undefined.items() if similar_name is None]
        for name, (item, similar_name) in undefined.items():
            yield _report(name, item, similar_name, _describe(name, names, enclosing[0]))


def _report(name: str, item: Node, similar_name: str | None, edit: Edit | None) -> Report:
    message = f"property `{name[:60]}` is required, but not in `properties`"
    if similar_name is not None:
        return Report(f"{message}; did you mean `{similar_name[:60]}`?", item)
    advice = "describe it in `properties`, or remove it from `required`"
    return Report(f"{message}; expected a schema for it", item, help=advice, edit=edit)


def _describe(name: str, names: list[str], schema: Node) -> Edit | None:
    """Return the edit that adds an empty schema for `name` to the properties of `schema`; all `names` if it has none.

    The edits of several reports about a schema without properties have to be the same.
    """
    properties = schema.get("properties")
    if properties is None:
        operation = Insert(schema, "properties", {other: {} for other in names})
    elif isinstance(properties.value, dict):
        operation = Insert(properties, name, {})
    else:
        return None
    return Edit("safe", f"add `{name[:60]}: {{}}` to `properties`", (operation,))
