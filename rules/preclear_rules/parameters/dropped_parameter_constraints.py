"""A parameter's schema has constraints, which the import drops.

An action's parameter has a type and an optional default. Allowed values (`enum`, `const`), formats (`pattern`,
`format`) and limits aren't imported. People can send any value of the type, and only the API rejects a wrong one.

You don't have to change anything. Reported once per document, with the number of parameters for each keyword.

No fix: The import drops the constraints and nothing else. The document can keep them for other readers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import SCALAR_TYPES, Connector, Place, RelatedLocation, Report, report_group, rule
from preclear_rules._grouping import join_words
from preclear_rules.parameters._locations import has_valid_location

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Parameter

_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength")
_CONSTRAINTS = frozenset({"enum", "const", "pattern", "format", *_BOUNDS})

_SCALARS = frozenset(SCALAR_TYPES)


@rule(on=Connector, basis="contract", source="ActionHTTPParameter", severity="info")
def dropped_parameter_constraints(connector: Connector) -> Iterator[Report]:
    by_place: dict[Place, tuple[str, Parameter]] = {}
    seen: set[int] = set()
    for parameter in connector.parameters:
        names = parameter.types.names
        if not names or not _SCALARS.issuperset(names) or not has_valid_location(parameter):
            continue
        if id(parameter.effective_schemas) in seen:
            continue  # many parameters can refer to one schema
        seen.add(id(parameter.effective_schemas))
        for schema in parameter.effective_schemas:
            for keyword in schema.mapping:
                if keyword in _CONSTRAINTS:
                    by_place[Place(schema.document, (*schema.pointer, keyword), "key")] = keyword, parameter

    def make_report(places: Sequence[Place]) -> Report:
        parameters = {(id(place.document), place.pointer[:-1]): by_place[place][1] for place in places}
        by_keyword: dict[str, list[Place]] = {}
        for place in places:
            by_keyword.setdefault(by_place[place][0], []).append(place)
        (_, (first, *_)), *others = by_keyword.items()
        is_single = not others or len(parameters) == 1
        words = [
            f"`{keyword}`{'' if is_single else f' ({len(keyword_places):,})'}"
            for keyword, keyword_places in by_keyword.items()
        ]
        label = next(iter(parameters.values())).label if len(parameters) == 1 else f"{len(parameters):,} parameters"
        message = f"{join_words(words, len(words))} of {label} {'are' if others else 'is'} dropped"
        related = tuple(
            RelatedLocation(f"the first `{keyword}`", keyword_places[0]) for keyword, keyword_places in others
        )
        return Report(f"{message}: an imported parameter has only a type and a default", first, related=related)

    yield from report_group([*by_place], make_report)
