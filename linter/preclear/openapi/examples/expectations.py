"""Phrases for what a keyword of a schema expects of a value, and for what is wrong with it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from preclear.openapi.examples.evaluator.assertions import INTEGER_FORMATS, equality_key, parse_types
from preclear.openapi.values import as_list, is_number
from preclear.openapi.wording import compact_json, join_alternatives, quote_json, quote_names, quote_text
from preclear.source import describe_type

if TYPE_CHECKING:
    from preclear.openapi.examples.evaluator.result import ExampleFailure
    from preclear.source import Json, Node

TYPE_NAMES = {
    "array": "a list",
    "boolean": "a boolean",
    "integer": "an integer",
    "null": "null",
    "number": "a number",
    "object": "a mapping",
    "string": "a string",
}
_FORMAT_NAMES = {
    "date": "a date such as `2026-01-31`",
    "date-time": "a date and time such as `2026-01-31T12:00:00Z`",
    "time": "a time with its offset such as `12:00:00Z`",
    "duration": "a duration such as `P1DT12H`",
    "email": "an email address",
    "idn-email": "an email address",
    "uri": "a URI such as `https://example.com/a`",
    "uri-reference": "a URI or a relative reference",
    "iri": "an IRI such as `https://example.com/a`",
    "iri-reference": "an IRI or a relative reference",
    "uri-template": "a URI template such as `/pets/{id}`",
    "json-pointer": "a JSON Pointer such as `/pets/0`",
    "relative-json-pointer": "a relative JSON Pointer such as `1/name`",
    "uuid": "a UUID: 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12",
    "ipv4": "an IPv4 address",
    "ipv6": "an IPv6 address",
    "regex": "a regular expression (ECMA-262)",
    "hostname": "a host name",
    "idn-hostname": "a host name",
}
_BOUND_PHRASES = {
    "minimum": "{} or more",
    "maximum": "{} or less",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
}
LENGTH_PHRASES = {
    "minLength": ("at least", "character"),
    "maxLength": ("at most", "character"),
    "minItems": ("at least", "item"),
    "maxItems": ("at most", "item"),
    "minProperties": ("at least", "key"),
    "maxProperties": ("at most", "key"),
}


def describe_expectation(failure: ExampleFailure, keyword_node: Node) -> str:
    """Describe what the failed keyword, at `keyword_node`, expects."""
    keyword, limit = failure.keyword, keyword_node.value
    if keyword == "type":
        return join_alternatives([TYPE_NAMES[name] for name in parse_types(limit)])
    if keyword in ("enum", "const"):
        return describe_enum(limit if keyword == "enum" else [limit])
    if keyword == "format":
        if isinstance(limit, str) and limit in INTEGER_FORMATS:
            return f"a {str(limit)[3:]}-bit integer (`{limit}`)"
        return f"{_FORMAT_NAMES.get(str(limit), '')} (format {quote_text(str(limit))})"
    if keyword == "pattern":
        return f"a match of {quote_text(str(limit))}"
    if keyword in _BOUND_PHRASES:
        bound = failure.schema.mapping.get(keyword[9:].lower()) if limit is True else limit
        return _BOUND_PHRASES[keyword].format(quote_json(bound))
    return "a value that the schema under `not` rejects"


def describe_enum(values: Json) -> str:
    """Describe the values that an `enum` allows."""
    names = [value if isinstance(value, str) else compact_json(value) for value in islice(as_list(values), 9)]
    if len(as_list(values)) > 9:
        return f"one of {', '.join(map(quote_text, names[:6]))} and {len(as_list(values)) - 6} more"
    return f"one of {quote_names(names)}" if len(names) > 1 else quote_names(names) if names else "none at all"


def describe_length(failure: ExampleFailure, name: str, keyword_node: Node) -> str:
    """Describe a string, list or mapping that is too short or too long; the message begins with `name`."""
    quantifier, noun = LENGTH_PHRASES[failure.keyword]
    value = failure.node.value
    length = len(value) if isinstance(value, str | list | dict) else 0
    length_text = f"{length} {noun}{'' if length == 1 else 's'}"
    if length == 0 and noun != "character":
        plural = "" if keyword_node.value == 1 else "s"
        return f"{name} is empty; the schema expects {quantifier} {keyword_node.value} {noun}{plural}"
    value_text = (
        f"{quote_json(value)}, {length_text}"
        if isinstance(value, str)
        else f"{describe_type(value)} with {length_text}"
    )
    return f"{name} is {value_text}; the schema expects {quantifier} {keyword_node.value}"


def describe_duplicate(node: Node) -> str:
    """Describe the first duplicate item of the list at `node`."""
    seen: dict[str, int] = {}
    for number, item in enumerate(node.items(), 1):
        first = seen.setdefault(equality_key(item.value), number)
        if first != number:
            if isinstance(item.value, dict | list):
                return f"has equal items {first} and {number}"
            return f"has {quote_json(item.value)} twice"
    return "has an item twice"


def describe_contains(failure: ExampleFailure, name: str) -> str:
    """Describe how many items match `contains` (the name of the failure) and how many should."""
    schema, count = failure.schema.mapping, failure.names[0]
    least, most = schema.get("minContains", 1), schema.get("maxContains")
    expectation = f"at least {least}" if is_number(least) and int(count) < least else f"at most {most}"
    if least == most:
        expectation = f"exactly {least}"
    items = "1 item that matches" if count == "1" else f"{count} items that match"
    return f"{name} has {items} `contains`; the schema expects {expectation}"
