"""The name of an action or trigger has a `$`, and definitions can't refer to such a name.

A name may have letters, digits, `_`, `-` and `$`. But a definition lists the actions and triggers that use it by their
names, and in that list a name can't have a `$`. What the import does with such a name is not published.

Actions and triggers that use no definition are passed over. Reported once for a document.
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
        message = f"name `{shorten(names[places[0]])}` has a `$`, and a definition can't refer to a name with one"
        message += "; expected letters a to z, digits, `_` and `-` only" + others_suffix(places, "name", "names")
        return Report(message, places[0], help="take the `$` out", related=related_places(places))

    yield from report_group([*names], make_report)
