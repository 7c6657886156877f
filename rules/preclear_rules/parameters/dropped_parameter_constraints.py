"""What a parameter's schema says beyond its type has no place in the import.

An action's parameter has one type and perhaps a default. Which values are allowed (`enum`, `const`), how they are
written (`pattern`, `format`) and in which bounds they lie is not held: whoever uses the action can send any value of
the type, and learns what is wrong with it from the API alone.

Nothing has to be changed for that. It is reported once for a document, with the number of parameters for each keyword.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import SCALARS, Connector, Place, Related, Report, rule
from preclear_rules._alike import listed
from preclear_rules.parameters._places import has_place

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength")
_CONSTRAINTS = ("enum", "const", "pattern", "format", *_BOUNDS)


@rule(on=Connector, basis="contract", source="ActionHTTPParameter", severity="info")
def dropped_parameter_constraints(connector: Connector) -> Iterator[Report]:
    found: dict[str, list[Place]] = {}
    constrained: list[str] = []
    for parameter in connector.parameters:
        schema, names = parameter.schema, parameter.types.names
        if schema is None or not names or not set(names) <= set(SCALARS) or not has_place(parameter):
            continue
        held = [(keyword, each) for keyword, each in schema.entries() if keyword in _CONSTRAINTS]
        constrained += [parameter.label] if held else []
        for keyword, each in held:
            found.setdefault(keyword, []).append(each.key)
    if not constrained:
        return
    (_, (first, *_)), *others = found.items()
    alone = not others or len(constrained) == 1
    words = [f"`{keyword}`{'' if alone else f' ({len(places):,})'}" for keyword, places in found.items()]
    parameters = constrained[0] if len(constrained) == 1 else f"{len(constrained):,} parameters"
    message = f"{listed(words, len(words))} of {parameters} {'have' if others else 'has'} no place in the import"
    related = tuple(Related(f"the first `{keyword}`", places[0]) for keyword, places in others)
    yield Report(f"{message}, which holds a type and a default", first, related=related)
