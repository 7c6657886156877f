"""The name of an action or trigger has a `$`, and definitions can't refer to such a name.

A name may have letters, digits, `_`, `-` and `$`. But a definition lists the actions and triggers that use it by their
names, and in that list a name can't have a `$`. What the import does with such a name is not published.

Actions and triggers that use no definition are passed over. Reported once for a document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule, together
from preclear_rules._alike import and_more, further
from preclear_rules.actions._names import OUTSIDE, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place


@rule(on=Connector, basis="contract", source="DefinitionReference.name", severity="warning")
def dollar_in_name(connector: Connector) -> Iterator[Report]:
    named = [each for each in connector.operations if "$" in each.name.value and not OUTSIDE.search(each.name.value)]
    users = {id(each) for definition in connector.definitions for each in definition.used_by} if named else set[int]()
    found = {each.name.place: each.name.value for each in named if id(each) in users}

    def report(places: Sequence[Place]) -> Report:
        message = f"name `{shown(found[places[0]])}` has a `$`, and a definition can't refer to a name with one"
        message += "; expected letters a to z, digits, `_` and `-` only" + and_more(places, "name", "names")
        return Report(message, places[0], help="take the `$` out", related=further(places))

    yield from together([*found], report)
