"""Keywords that check a value without other schemas: type, bounds, lengths, formats (2020-12, validation, 6 and 7)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from preclear.openapi.values import is_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jsonschema_rs import Validator

    from preclear.source import Json

Assertion: TypeAlias = "Callable[[Json, Json, Mapping[str, Json]], bool]"
"""Takes the value, the keyword's value and the schema around it; returns whether the value is valid."""

STRING_FORMATS = frozenset(
    {"date", "date-time", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uuid"}
    | {"uri", "uri-reference", "iri", "iri-reference", "uri-template", "json-pointer", "relative-json-pointer"}
    | {"regex"}
)
"""The formats of strings that are checked (JSON Schema 2020-12, validation, 7.3)."""


def _is_regex(text: str) -> bool:
    from preclear.openapi.ecma_regex import regex_error

    return regex_error(text) is None


CUSTOM_FORMATS: dict[str, Callable[[str], bool]] = {"regex": _is_regex}
"""Format checks that replace those of jsonschema-rs, whose `regex` accepts the syntax of its own engine."""

INTEGER_FORMATS = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}
"""The formats of whole numbers (OpenAPI Specification, Data Type Format), and their bounds, inclusive."""

_TYPE_CHECKS: dict[str, Callable[[Json], bool]] = {
    "array": lambda value: isinstance(value, list),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: is_number(value) and (isinstance(value, int) or value.is_integer()),
    "null": lambda value: value is None,
    "number": lambda value: is_number(value),
    "object": lambda value: isinstance(value, dict),
    "string": lambda value: isinstance(value, str),
}
TYPES = frozenset(_TYPE_CHECKS)


def parse_types(keyword_value: Json) -> list[str]:
    """Return the types that a `type` keyword names, alone or in a list; empty if one of them is unknown."""
    names = keyword_value if isinstance(keyword_value, list) else [keyword_value]
    types = [name for name in names if isinstance(name, str) and name in TYPES]
    return types if len(types) == len(names) else []


def has_type(value: Json, types: list[str]) -> bool:
    """Whether `value` has one of `types`, all of which are in `TYPES`."""
    return any(_TYPE_CHECKS[name](value) for name in types)


def equality_key(value: Json) -> str:
    """Return a key that is the same for values that JSON Schema considers equal: 1 and 1.0, but not 1 and true."""
    from json import dumps

    return dumps(_normalize(value), sort_keys=True)


def _normalize(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _normalize(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_normalize(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


_LIST_CACHE: dict[int, tuple[list[Json], frozenset[str]]] = {}
"""Recently used long lists and the equality keys of their items, by the list's id."""


def is_member(value: Json, values: list[Json]) -> bool:
    """Whether `value` equals one of `values`. The keys of long lists are cached."""
    key = equality_key(value)
    if len(values) < 20:
        return key in map(equality_key, values)
    cached = _LIST_CACHE.get(id(values))
    if cached is None:
        if len(_LIST_CACHE) >= 16:
            del _LIST_CACHE[next(iter(_LIST_CACHE))]
        cached = _LIST_CACHE[id(values)] = values, frozenset(map(equality_key, values))
    return key in cached[1]


@cache
def format_validator(name: str) -> Validator:
    """Return the validator of the format `name`, one of `STRING_FORMATS`."""
    from jsonschema_rs import validator_for

    return validator_for({"format": name}, validate_formats=True, formats=CUSTOM_FORMATS)


def _check_type(value: Json, keyword_value: Json, schema: Mapping[str, Json]) -> bool:
    names = parse_types(keyword_value)
    return not names or has_type(value, names)


def _check_format(value: Json, keyword_value: Json, schema: Mapping[str, Json]) -> bool:
    if not isinstance(keyword_value, str):
        return True
    if isinstance(value, str):
        return keyword_value not in STRING_FORMATS or format_validator(keyword_value).is_valid(value)
    if is_number(value) and keyword_value in INTEGER_FORMATS and "integer" in parse_types(schema.get("type")):
        low, high = INTEGER_FORMATS[keyword_value]
        return low <= value <= high
    return True


def _check_multiple_of(value: Json, keyword_value: Json, schema: Mapping[str, Json]) -> bool:
    if not is_number(value) or not is_number(keyword_value) or keyword_value <= 0:
        return True
    from fractions import Fraction

    try:
        return (Fraction(str(value)) / Fraction(str(keyword_value))).denominator == 1
    except ValueError:  # infinity, which YAML writes as `.inf`
        return True


def _check_exclusive(value: Json, keyword_value: Json, schema: Mapping[str, Json], bound: str) -> bool:
    limit = (
        schema.get(bound) if keyword_value is True else keyword_value
    )  # `true` in OpenAPI 3.0, the limit itself in 3.1
    if not is_number(value) or not is_number(limit):
        return True
    return value > limit if bound == "minimum" else value < limit


def _check_unique_items(value: Json, keyword_value: Json, schema: Mapping[str, Json]) -> bool:
    return (
        not isinstance(value, list)
        or keyword_value is not True
        or len({equality_key(item) for item in value}) == len(value)
    )


def _is_at_least(value: int, limit: Json) -> bool:
    return not is_number(limit) or value >= limit


def _is_at_most(value: int, limit: Json) -> bool:
    return not is_number(limit) or value <= limit


ASSERTIONS: dict[str, Assertion] = {
    "type": _check_type,
    "enum": lambda value, limit, _: not isinstance(limit, list) or is_member(value, limit),
    "const": lambda value, limit, _: equality_key(value) == equality_key(limit),
    "format": _check_format,
    "multipleOf": _check_multiple_of,
    "minimum": lambda value, limit, _: not is_number(value) or not is_number(limit) or value >= limit,
    "maximum": lambda value, limit, _: not is_number(value) or not is_number(limit) or value <= limit,
    "exclusiveMinimum": lambda value, limit, schema: _check_exclusive(value, limit, schema, "minimum"),
    "exclusiveMaximum": lambda value, limit, schema: _check_exclusive(value, limit, schema, "maximum"),
    "minLength": lambda value, limit, _: not isinstance(value, str) or _is_at_least(len(value), limit),
    "maxLength": lambda value, limit, _: not isinstance(value, str) or _is_at_most(len(value), limit),
    "minItems": lambda value, limit, _: not isinstance(value, list) or _is_at_least(len(value), limit),
    "maxItems": lambda value, limit, _: not isinstance(value, list) or _is_at_most(len(value), limit),
    "uniqueItems": _check_unique_items,
    "minProperties": lambda value, limit, _: not isinstance(value, dict) or _is_at_least(len(value), limit),
    "maxProperties": lambda value, limit, _: not isinstance(value, dict) or _is_at_most(len(value), limit),
}
"""The assertions of JSON Schema 2020-12, by keyword."""
ASSERTIONS_3_0 = {keyword: check for keyword, check in ASSERTIONS.items() if keyword != "const"}
"""The assertions of OpenAPI 3.0, by keyword."""
