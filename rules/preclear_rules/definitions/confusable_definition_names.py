"""Two definitions have names that differ only in case or in invalid characters.

The import accepts names that differ only in case. But people can mistake one for the other, and so can anything that
ignores case, such as file systems and some code generators. Names that differ only in characters that the import
doesn't allow, such as `Shop.Pet` and `Shop_Pet`, become the same name once you replace those characters.

No fix: the import accepts both names, and only you know a better one.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, ImportableNames, Report, rule
from preclear_rules._grouping import others_suffix, report_repeats
from preclear_rules.actions._names import shorten
from preclear_rules.definitions._components import named_definitions
from preclear_rules.definitions._confusable_names import describe_likeness, group_confusable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place


@rule(on=Connector, basis="practice", source="Definition.name", severity="warning")
def confusable_definition_names(connector: Connector) -> Iterator[Report]:
    definitions = dict(named_definitions(connector))
    sanitized = {name: ImportableNames.sanitize(name) or name for name in definitions}
    for (first, _), others in group_confusable(sanitized).items():
        descriptions = {definitions[name].place: describe_likeness(name, first, sanitized) for name in others}
        places = [definitions[first].place, *descriptions]
        yield from report_repeats(places, f"`{shorten(first)}` is here", partial(_report, descriptions))


def _report(descriptions: dict[Place, str], places: Sequence[Place]) -> Report:
    message = (
        f"{descriptions[places[0]]}; expected names that are easy to tell apart{others_suffix(places, 'name', 'names')}"
    )
    return Report(message, places[0], help="rename one of them, here and in every `$ref`")
