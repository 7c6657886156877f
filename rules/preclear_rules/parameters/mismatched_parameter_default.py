"""A parameter's default is not of the parameter's type.

The default is what is sent where nobody gives a value. One of another type than the parameter's, such as the text `"10"`
for an integer, or `null` where nothing says that the parameter may be null, contradicts the type beside it.

A whole number is a number, and `1.0` is an integer too. A text that holds `{{` is a template: it is filled in before it
is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import SCALARS, Node, Parameter, Report, rule
from preclear_rules.parameters._places import led_to
from preclear_rules.parameters._type_clues import type_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Parameter, basis="contract", source="ActionHTTPParameter.default")
def mismatched_parameter_default(parameter: Parameter) -> Iterator[Report]:
    default, names, schema = parameter.default, parameter.types.names, parameter.schema
    if not default or schema is None or not names or not set(names) <= set(SCALARS) or parameter.types.unknown:
        return
    value = default.value
    kind = type_of(value)
    if kind in names or (kind == "integer" and "number" in names) or (isinstance(value, str) and "{{" in value):
        return
    if value is None and _nullable(schema):
        return
    at, related = led_to(parameter, default.place, "the default is written here")
    wanted = " or ".join(f"`{name}`" for name in names)
    shown = {None: "null", True: "true", False: "false"}.get(value, value) if isinstance(value, bool | None) else value
    said = f"a{'n' if kind[0] in 'aio' else ''} {kind}" if isinstance(value, dict | list) else f"`{shown}`"
    fact = f" ({'text' if kind == 'string' else kind})" if isinstance(value, str | int | float) else ""
    message = f"default {said}{fact} of {parameter.label} does not fit its type; expected {wanted}"
    yield Report(message, at, help=_help(value, names), related=related)


def _help(value: object, names: tuple[str, ...]) -> str:
    if value is None:
        return "remove the default: a parameter without one is not sent"
    if isinstance(value, str):
        return "write the default without quotes, or remove it"
    return "put the default in quotes" if "string" in names else "write a default of that type, or remove it"


def _nullable(schema: Node) -> bool:
    """Whether null is allowed: by `nullable`, by a list of types, or by a branch."""
    branches = [each for word in ("oneOf", "anyOf") if (held := schema.get(word)) for each in held.items()]
    return any(
        each.mapping.get("nullable") is True or "null" in (each.mapping.get("type"), *_types(each))
        for each in (schema, *branches)
    )


def _types(schema: Node) -> tuple[object, ...]:
    held = schema.mapping.get("type")
    return tuple(held) if isinstance(held, list) else ()
