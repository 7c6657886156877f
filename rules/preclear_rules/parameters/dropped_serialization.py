"""A parameter is written in a way that the import has no place for.

An action's parameter has a name, a place and a type. How its value is put into the request is not held: `style: matrix`
and `style: label` in a path, `allowReserved` and `allowEmptyValue` in a query. An API that insists on its own way may
not understand what is sent without it.

What changes nothing for a single value, such as `explode`, is not reported. Each keyword is reported once, at the
first parameter that has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import SCALARS, Connector, Node, Parameter, Report, rule
from preclear_rules._alike import and_more, further

if TYPE_CHECKING:
    from collections.abc import Iterator

_EFFECTS = {
    ("path", "style", "matrix"): ("writes it as `;{name}=value`", "simple"),
    ("path", "style", "label"): ("writes it as `.value`", "simple"),
    ("cookie", "style", "cookie"): ("writes it without percent-encoding", "form"),
    ("query", "allowReserved", "true"): ("leaves `/`, `?` and the like as they are", "false"),
    ("query", "allowEmptyValue", "true"): ("allows `{name}` without a value", "false"),
}
"""What each does to a single value, and what stands there by default (OpenAPI 3.1.1, Parameter Object)."""
_ADVICE = {
    "style": "check that the API reads the value as it is written by default",
    "allowReserved": "check that the API reads the value percent-encoded, too",
    "allowEmptyValue": "say in the description which value stands for an empty one",
}


@rule(on=Connector, basis="contract", source="ActionHTTPParameter", severity="warning")
def dropped_serialization(connector: Connector) -> Iterator[Report]:
    found: dict[tuple[str, str], list[tuple[Parameter, Node]]] = {}
    for parameter in connector.parameters:
        names = parameter.types.names
        if not names or not set(names) <= set(SCALARS):
            continue  # that it has no scalar type is told with what to do about its style
        for keyword in _ADVICE:
            held = parameter.node.get(keyword)
            if held is not None and (parameter.location.value, keyword, _written(held)) in _EFFECTS:
                found.setdefault((keyword, _written(held)), []).append((parameter, held))
    for (keyword, value), group in found.items():
        (parameter, held), *_ = group
        effect, usual = _EFFECTS[parameter.location.value, keyword, value]
        effect = effect.replace("{name}", parameter.name.value)
        what = f"`{keyword}: {value}` of {parameter.label} {effect}"
        message = f"{what}, which has no place in the import; expected `{usual}`"
        places = [each.place for _, each in group]
        message += and_more(places, "parameter", "parameters")
        yield Report(message, held, help=_ADVICE[keyword], related=further(places))


def _written(held: Node) -> str:
    return "true" if held.value is True else str(held.value) if isinstance(held.value, str) else ""
