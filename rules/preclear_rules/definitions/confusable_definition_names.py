"""Two definitions' names differ in case alone, or would be one if they had only characters that the import allows.

To the import, names that differ in case are two names. To a person they are one, and whatever does not tell upper
case from lower case (file names, some languages that code is generated for) takes one definition for the other. Names
that differ in a character that has no place, such as `Shop.Pet` and `Shop_Pet`, become one when that is mended.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules._alike import and_more, repeated
from preclear_rules.actions._names import shown
from preclear_rules.definitions._alike_names import alike_names, likeness
from preclear_rules.definitions._components import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place


@rule(on=Connector, basis="practice", source="Definition.name", severity="warning")
def confusable_definition_names(connector: Connector) -> Iterator[Report]:
    definitions = dict(named(connector))
    for (first, _), others in alike_names(definitions).items():
        facts = {definitions[name].place: likeness(name, first) for name in others}
        places = [definitions[first].place, *facts]
        yield from repeated(places, f"`{shown(first)}` is here", partial(_report, facts))


def _report(facts: dict[Place, str], places: Sequence[Place]) -> Report:
    message = f"{facts[places[0]]}; expected names that can be told apart{and_more(places, 'name', 'names')}"
    return Report(message, places[0], help="rename one of them, here and in every `$ref`")
