"""A parameter's default doesn't match its type.

An imported parameter has one type and an optional default, which is sent if no value is given. A default of another
type contradicts it, such as the string `"10"` for an integer, or `null` for a parameter that can't be null. OpenAPI 3.0
forbids such a default, and later versions advise against it.

An integer is also a number, and `1.0` is also an integer. A string that contains `{{` is a template, which is filled in
before it's sent.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import SCALAR_TYPES, Parameter, Report, rule
from preclear_rules.parameters._locations import resolved_place
from preclear_rules.parameters._type_clues import json_type, may_be_null

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Json

_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_NOUNS = {"string": "a string", "array": "an array", "object": "an object", "null": "null", "boolean": "a boolean"}


@rule(on=Parameter, keys=("default",), basis="inferred", source="ActionHTTPParameter.type, default", fix="adapt")
def mismatched_parameter_default(parameter: Parameter) -> Iterator[Report]:
    default, names = parameter.default, parameter.types.names
    if not default or not names or not set(names) <= set(SCALAR_TYPES) or parameter.types.is_unresolved:
        return
    value, type_name = default.value, json_type(default.value)
    if (
        type_name in names
        or (type_name == "integer" and "number" in names)
        or (isinstance(value, str) and "{{" in value)
    ):
        return
    if value is None and any(may_be_null(schema) for schema in parameter.effective_schemas):
        return
    from json import dumps

    from preclear_rules.parameters._default_edits import convert_default

    place, related = resolved_place(parameter, default.place, "the default is written here")
    fact = _NOUNS.get(type_name, "a number")
    shown = f"`{dumps(value, ensure_ascii=False)[:60]}`, {fact}" if isinstance(value, str | int | float) else fact
    message = f"the default of {parameter.label} is {shown}; expected type {' or '.join(names)}"
    edit = convert_default(parameter, is_own=not related)
    yield Report(message, place, help=_suggest_fix(value, names), related=related, edit=edit)


def _suggest_fix(value: Json, names: tuple[str, ...]) -> str:
    if value is None:
        return "remove the default: a parameter without one isn't sent"
    if isinstance(value, dict | list):
        return "write a default of that type, or remove it"
    if not isinstance(value, str):
        return "put the default in quotes" if "string" in names else "write a default of that type, or remove it"
    normalized = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(value.lower(), value.lower().strip())
    is_valid = normalized in ("true", "false") if "boolean" in names else re.fullmatch(_NUMBER, normalized) is not None
    is_valid = is_valid and (names != ("integer",) or "." not in normalized)
    return f"write `{normalized}`, without quotes" if is_valid else "write a default of that type, or remove it"
