"""What a schema asks of one value by itself: type, bounds, lengths, formats. JSON Schema 2020-12, validation, 6, 7."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, TypeAlias, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jsonschema_rs import Validator

    from preclear.source import Json

Check: TypeAlias = "Callable[[Json, Json, Mapping[str, Json]], bool]"
"""Takes the value, what the keyword says, and the schema around it; gives whether the value fits."""

FORMATS = frozenset(
    {"date", "date-time", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uuid"}
    | {"uri", "uri-reference", "iri", "iri-reference", "uri-template", "json-pointer", "relative-json-pointer"}
    | {"regex"}
)
"""The formats of texts that are checked: those of JSON Schema 2020-12, validation, 7.3."""


def _is_regex(text: str) -> bool:
    from preclear.openapi.examples.evaluator.ecma_regex import regex_fault

    return regex_fault(text) is None


OWN_FORMATS: dict[str, Callable[[str], bool]] = {"regex": _is_regex}
"""Checks that replace those of jsonschema-rs: its own `regex` accepts what only its engine reads."""

INTEGERS = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}
"""The formats of whole numbers (OpenAPI Specification, Data Type Format), and their bounds, inclusive."""

_TYPES: dict[str, Callable[[Json], bool]] = {
    "array": lambda value: isinstance(value, list),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: is_number(value) and (isinstance(value, int) or value.is_integer()),
    "null": lambda value: value is None,
    "number": lambda value: is_number(value),
    "object": lambda value: isinstance(value, dict),
    "string": lambda value: isinstance(value, str),
}
TYPES = frozenset(_TYPES)


def is_number(value: Json) -> TypeGuard[int | float]:
    """Whether this is a number; `true` is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def types_of(wanted: Json) -> list[str]:
    """The types that a `type` names, whichever way it is written; none where one of them is unknown."""
    names = wanted if isinstance(wanted, list) else [wanted]
    known = [name for name in names if isinstance(name, str) and name in TYPES]
    return known if len(known) == len(names) else []


def is_of(value: Json, types: list[str]) -> bool:
    """Whether `value` is of one of `types`, which are among `TYPES`."""
    return any(_TYPES[name](value) for name in types)


def identity(value: Json) -> str:
    """A text that two values share just where JSON Schema takes them to be equal: 1 and 1.0, not 1 and true."""
    from json import dumps

    return dumps(_normal(value), sort_keys=True)


def _normal(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _normal(held) for key, held in value.items()}
    if isinstance(value, list):
        return [_normal(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


_LISTED: dict[int, tuple[list[Json], frozenset[str]]] = {}
"""Long lists that were looked into lately, by their id, and what is in them."""


def is_listed(value: Json, values: list[Json]) -> bool:
    """Whether `value` is equal to one of `values`; of a long list, what is in it is remembered for a while."""
    same = identity(value)
    if len(values) < 20:
        return same in map(identity, values)
    known = _LISTED.get(id(values))
    if known is None:
        if len(_LISTED) >= 16:
            del _LISTED[next(iter(_LISTED))]
        known = _LISTED[id(values)] = values, frozenset(map(identity, values))
    return same in known[1]


@cache
def format_of(name: str) -> Validator:
    """What checks the format `name`, one of `FORMATS`."""
    from jsonschema_rs import validator_for

    return validator_for({"format": name}, validate_formats=True, formats=OWN_FORMATS)


def _type(value: Json, wanted: Json, schema: Mapping[str, Json]) -> bool:
    names = types_of(wanted)
    return not names or is_of(value, names)


def _format(value: Json, wanted: Json, schema: Mapping[str, Json]) -> bool:
    if not isinstance(wanted, str):
        return True
    if isinstance(value, str):
        return wanted not in FORMATS or format_of(wanted).is_valid(value)
    if is_number(value) and wanted in INTEGERS and "integer" in types_of(schema.get("type")):
        low, high = INTEGERS[wanted]
        return low <= value <= high
    return True


def _multiple(value: Json, wanted: Json, schema: Mapping[str, Json]) -> bool:
    if not is_number(value) or not is_number(wanted) or wanted <= 0:
        return True
    try:
        return (Fraction(str(value)) / Fraction(str(wanted))).denominator == 1
    except ValueError:  # infinity, which a text like `.inf` stands for
        return True


def _exclusive(value: Json, wanted: Json, schema: Mapping[str, Json], bound: str) -> bool:
    limit = schema.get(bound) if wanted is True else wanted  # so OpenAPI 3.0 and 3.1 write it
    if not is_number(value) or not is_number(limit):
        return True
    return value > limit if bound == "minimum" else value < limit


def _unique(value: Json, wanted: Json, schema: Mapping[str, Json]) -> bool:
    return not isinstance(value, list) or wanted is not True or len({identity(item) for item in value}) == len(value)


def _at_least(value: int, wanted: Json) -> bool:
    return not is_number(wanted) or value >= wanted


def _at_most(value: int, wanted: Json) -> bool:
    return not is_number(wanted) or value <= wanted


CHECKS: dict[str, Check] = {
    "type": _type,
    "enum": lambda value, wanted, _: not isinstance(wanted, list) or is_listed(value, wanted),
    "const": lambda value, wanted, _: identity(value) == identity(wanted),
    "format": _format,
    "multipleOf": _multiple,
    "minimum": lambda value, wanted, _: not is_number(value) or not is_number(wanted) or value >= wanted,
    "maximum": lambda value, wanted, _: not is_number(value) or not is_number(wanted) or value <= wanted,
    "exclusiveMinimum": lambda value, wanted, schema: _exclusive(value, wanted, schema, "minimum"),
    "exclusiveMaximum": lambda value, wanted, schema: _exclusive(value, wanted, schema, "maximum"),
    "minLength": lambda value, wanted, _: not isinstance(value, str) or _at_least(len(value), wanted),
    "maxLength": lambda value, wanted, _: not isinstance(value, str) or _at_most(len(value), wanted),
    "minItems": lambda value, wanted, _: not isinstance(value, list) or _at_least(len(value), wanted),
    "maxItems": lambda value, wanted, _: not isinstance(value, list) or _at_most(len(value), wanted),
    "uniqueItems": _unique,
    "minProperties": lambda value, wanted, _: not isinstance(value, dict) or _at_least(len(value), wanted),
    "maxProperties": lambda value, wanted, _: not isinstance(value, dict) or _at_most(len(value), wanted),
}
"""The keywords of 2020-12 that are checked without a look at another schema."""
OLD_CHECKS = {keyword: check for keyword, check in CHECKS.items() if keyword != "const"}
"""Those of OpenAPI 3.0."""
