"""An action or trigger name contains `$`, so a definition can't refer to it.

A name can contain ASCII letters, digits, `_`, `-` and `$`. But each definition lists the actions and triggers that use
it by name, and a name in that list can't contain `$`. What the import does with such a name isn't published.

Actions and triggers that use no definition aren't reported. Reported once per document.

No fix: the import accepts the name, and whether its definitions are affected isn't known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, report_group, rule
from preclear_rules._grouping import others_suffix, related_places
from preclear_rules.actions._names import INVALID_CHARACTERS, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place


@rule(on=Connector, basis="contract", source="DefinitionReference.name", severity="warning")
def dollar_in_name(connector: Connector) -> Iterator[Report]:
    with_dollar = [
        operation
        for operation in connector.operations
        if "$" in operation.name.value and not INVALID_CHARACTERS.search(operation.name.value)
    ]
    referring = (
        {id(operation) for definition in connector.definitions for operation in definition.used_by}
        if with_dollar
        else set[int]()
    )
    names = {operation.name.place: operation.name.value for operation in with_dollar if id(operation) in referring}

    def make_report(places: Sequence[Place]) -> Report:
        message = f"name `{shorten(names[places[0]])}` contains `$`, so a definition can't refer to it"
        message += "; expected only ASCII letters, digits, `_` and `-`" + others_suffix(places, "name", "names")
        return Report(message, places[0], help="remove the `$`", related=related_places(places))

    yield from report_group([*names], make_report)
