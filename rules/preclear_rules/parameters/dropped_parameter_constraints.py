"""What a parameter's schema says beyond its type has no place in the import.

An action's parameter has one type and perhaps a default. Which values are allowed (`enum`, `const`), how they are
written (`pattern`, `format`) and in which bounds they lie is not held: whoever uses the action can send any value of
the type, and learns what is wrong with it from the API alone.

Nothing has to be changed for that. It is reported once for a document, with the number of parameters for each keyword.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import SCALARS, Connector, Place, Related, Report, rule, together
from preclear_rules._alike import listed
from preclear_rules.parameters._places import has_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength")
_CONSTRAINTS = ("enum", "const", "pattern", "format", *_BOUNDS)


@rule(on=Connector, basis="contract", source="ActionHTTPParameter", severity="info")
def dropped_parameter_constraints(connector: Connector) -> Iterator[Report]:
    found: dict[Place, tuple[str, str]] = {}
    seen: set[int] = set()
    for parameter in connector.parameters:
        names = parameter.types.names
        if not names or not set(names) <= set(SCALARS) or not has_place(parameter):
            continue
        if id(parameter.conjuncts) in seen:
            continue  # a schema that many refer to
        seen.add(id(parameter.conjuncts))
        for schema in parameter.conjuncts:
            for keyword, each in schema.entries():
                if keyword in _CONSTRAINTS:
                    found[each.key] = keyword, parameter.label

    def tell(places: Sequence[Place]) -> Report:
        labels = {(id(place.document), place.pointer[:-1]): found[place][1] for place in places}
        by_keyword: dict[str, list[Place]] = {}
        for place in places:
            by_keyword.setdefault(found[place][0], []).append(place)
        (_, (first, *_)), *others = by_keyword.items()
        alone = not others or len(labels) == 1
        words = [f"`{keyword}`{'' if alone else f' ({len(held):,})'}" for keyword, held in by_keyword.items()]
        parameters = next(iter(labels.values())) if len(labels) == 1 else f"{len(labels):,} parameters"
        message = f"{listed(words, len(words))} of {parameters} {'have' if others else 'has'} no place in the import"
        related = tuple(Related(f"the first `{keyword}`", held[0]) for keyword, held in others)
        return Report(f"{message}, which holds a type and a default", first, related=related)

    yield from together([*found], tell)
