"""A schema requires a property that it does not describe.

`required` names a property, and no `properties` of the schema has it, nor of anything that belongs to it through
`allOf` or `$ref`. The property must be there, and nothing says what it is: it is offered nowhere, and takes any value.
Mostly it is a name that was changed in one of the two places. A name that a branch of `allOf` requires may be described
by the whole. Where others make a schema a part of theirs, nothing is said of it: they may describe what it requires.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Node, Report, Suggester, rule
from preclear_rules.openapi._properties import described, is_part, mixed_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear_rules.openapi._properties import Spot


@rule(on=Connector, basis="practice", source="JSON Schema 2020-12, required", severity="info")
def undefined_required_property(connector: Connector) -> Iterator[Report]:
    open_ones = list(_wanting(connector))
    shared: set[Spot] = mixed_in(connector) if open_ones else set()
    names_of: dict[Spot, set[str] | None] = {}
    told: set[tuple[Spot, str]] = set()
    suggester = Suggester()
    for required, whole in open_ones:
        if any(each.identity in shared for each in whole):
            continue
        at = whole[-1].identity
        if at not in names_of:
            names_of[at] = described(whole[-1], connector)
        known = names_of[at]
        for item in required.items() if known is not None else ():
            name = item.value
            if known is not None and isinstance(name, str) and name not in known and (at, name) not in told:
                told.add((at, name))
                yield _report(name, item, suggester.nearest(name, known))


def _report(name: str, item: Node, near: str | None) -> Report:
    message = f"property `{name[:60]}` is required, and `properties` does not have it"
    if near is not None:
        return Report(f"{message}; did you mean `{near[:60]}`?", item)
    return Report(f"{message}; expected a schema for it", item, help="describe it, or leave it out")


def _wanting(connector: Connector) -> Iterator[tuple[Node, list[Node]]]:
    """The `required` of each schema whose own `properties` lacks one of its names.

    With it the schema itself, and around it each one that it is a branch of by `allOf`, up to the whole.
    """
    beside_ref = connector.description.version.series != "3.0"
    for schema in connector.description.schemas:
        required = schema.get("required")
        if required is None or ("$ref" in schema.mapping and not beside_ref):
            continue
        properties = schema.get("properties")
        own = properties.mapping if properties is not None else {}
        if any(isinstance(item.value, str) and item.value not in own for item in required.items()):
            whole = list(_upwards(schema))
            if not is_part(whole[-1]):
                yield required, whole


def _upwards(schema: Node) -> Iterator[Node]:
    """The schema, the one that has it in its `allOf`, and so on."""
    while True:
        yield schema
        document, pointer, _ = schema
        if len(pointer) < 2 or pointer[-2] != "allOf" or not isinstance(pointer[-1], int):
            return
        value = document.value
        for part in pointer[:-2]:
            value = (
                value[str(part)] if isinstance(value, dict) else value[int(part)] if isinstance(value, list) else None
            )
        schema = Node(document, pointer[:-2], value)
