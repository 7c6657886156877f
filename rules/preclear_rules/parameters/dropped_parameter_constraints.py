"""What a parameter's schema says beyond its type has no place in the import.

An action's parameter has one type and perhaps a default. Which values are allowed (`enum`, `const`), how they are
written (`pattern`, `format`) and in which bounds they lie is not held: whoever uses the action can send any value of
the type, and learns what is wrong with it from the API alone.

Nothing has to be changed for that. It is reported once for a document, with the number of parameters for each keyword.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import SCALAR_TYPES, Connector, Place, RelatedLocation, Report, report_group, rule
from preclear_rules._grouping import join_words
from preclear_rules.parameters._locations import has_valid_location

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength")
_CONSTRAINTS = ("enum", "const", "pattern", "format", *_BOUNDS)


@rule(on=Connector, basis="contract", source="ActionHTTPParameter", severity="info")
def dropped_parameter_constraints(connector: Connector) -> Iterator[Report]:
    by_place: dict[Place, tuple[str, str]] = {}
    seen: set[int] = set()
    for parameter in connector.parameters:
        names = parameter.types.names
        if not names or not set(names) <= set(SCALAR_TYPES) or not has_valid_location(parameter):
            continue
        if id(parameter.effective_schemas) in seen:
            continue  # a schema that many refer to
        seen.add(id(parameter.effective_schemas))
        for schema in parameter.effective_schemas:
            for keyword, constraint in schema.entries():
                if keyword in _CONSTRAINTS:
                    by_place[constraint.key] = keyword, parameter.label

    def make_report(places: Sequence[Place]) -> Report:
        labels = {(id(place.document), place.pointer[:-1]): by_place[place][1] for place in places}
        by_keyword: dict[str, list[Place]] = {}
        for place in places:
            by_keyword.setdefault(by_place[place][0], []).append(place)
        (_, (first, *_)), *others = by_keyword.items()
        is_single = not others or len(labels) == 1
        words = [
            f"`{keyword}`{'' if is_single else f' ({len(keyword_places):,})'}"
            for keyword, keyword_places in by_keyword.items()
        ]
        parameters = next(iter(labels.values())) if len(labels) == 1 else f"{len(labels):,} parameters"
        message = (
            f"{join_words(words, len(words))} of {parameters} {'have' if others else 'has'} no place in the import"
        )
        related = tuple(
            RelatedLocation(f"the first `{keyword}`", keyword_places[0]) for keyword, keyword_places in others
        )
        return Report(f"{message}, which holds a type and a default", first, related=related)

    yield from report_group([*by_place], make_report)
