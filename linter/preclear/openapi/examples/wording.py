"""What rejects an example, in words, at the value that is rejected."""

from __future__ import annotations

from itertools import islice
from json import JSONEncoder, dumps
from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.examples.evaluator.assertions import INTEGER_FORMATS, equality_key, is_number, parse_types
from preclear.openapi.structure.schema_rewriter import as_list, as_mapping
from preclear.openapi.structure.wording import (
    MAX_QUOTED_LENGTH,
    join_alternatives,
    quote_names,
    quote_text,
    relative_label,
)
from preclear.source import Node, describe_type

if TYPE_CHECKING:
    from preclear.openapi.examples.evaluator.result import ExampleFailure
    from preclear.openapi.examples.sites import ExampleSite
    from preclear.source import Json, Place, Suggester

_TYPE_NAMES = {
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
    "uri-reference": "a URI or a relative one",
    "iri": "an IRI such as `https://example.com/a`",
    "iri-reference": "an IRI or a relative one",
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
_LENGTH_PHRASES = {
    "minLength": ("at least", "character"),
    "maxLength": ("at most", "character"),
    "minItems": ("at least", "item"),
    "maxItems": ("at most", "item"),
    "minProperties": ("at least", "key"),
    "maxProperties": ("at most", "key"),
}


class ExplainedFailure(NamedTuple):
    """A failure in words: where it is, and the place of what the schema says."""

    message: str
    place: Place
    schema_place: Place
    help: str | None = None


def explain_failure(failure: ExampleFailure, site: ExampleSite, suggester: Suggester) -> ExplainedFailure:
    """Put `failure` of the example `site` into words."""
    keyword, schema, node = failure.keyword, failure.schema, failure.node
    name = _node_label(node, site)
    keyword_node = Node(schema.document, (*schema.pointer, keyword), schema.mapping.get(keyword))
    if keyword == "false":
        return ExplainedFailure(f"{name} is there; its schema is `false`, which nothing fits", node.key, schema.place)
    if keyword in ("required", "dependentRequired", "dependencies"):
        return _explain_missing(failure, name, keyword_node, suggester)
    if keyword in ("additionalProperties", "unevaluatedProperties", "unevaluatedItems", "additionalItems"):
        return _explain_unexpected(failure, name, keyword_node, suggester)
    if keyword in ("anyOf", "oneOf"):
        return _explain_choice(failure, name, keyword_node)
    if keyword == "propertyNames":
        return ExplainedFailure(f"{name} is a key that the schema does not allow", node.key, keyword_node.key)
    value_text = describe_json(node.value)
    if keyword in ("enum", "const") and isinstance(node.value, dict | list):
        value_text = quote_text(compact_json(node.value))
    message = f"{name} is {value_text}; the schema wants {_describe_expectation(failure, keyword_node)}"
    if keyword in _LENGTH_PHRASES:
        message = _describe_length(failure, name, keyword_node)
    elif keyword == "uniqueItems":
        message = f"{name} {_describe_duplicate(node)}; the schema wants each item once"
    elif keyword == "contains":
        message = _describe_contains(failure, name)
    schema_place = keyword_node.key if keyword in schema.mapping else schema.place
    return ExplainedFailure(message, node.place, schema_place, _advice(failure, keyword_node, suggester))


def _node_label(node: Node, site: ExampleSite) -> str:
    noun, _, example_name = site.name.partition(" ")
    name = f"{noun} {quote_text(example_name)}" if example_name else quote_text(noun)
    return relative_label(node, len(site.value.pointer), name)


def describe_json(value: Json) -> str:
    """A value as a person sees it: as JSON, with its kind; its kind alone where it is a mapping or a list."""
    if value is None:
        return "null (empty)"
    if isinstance(value, dict | list):
        return describe_type(value)
    if value == "":
        return "an empty string"
    return f"{quote_json(value)}, {describe_type(value)}"


def compact_json(value: Json) -> str:
    """A value as JSON, no more of it than is quoted."""
    text = ""
    for part in JSONEncoder(ensure_ascii=False).iterencode(value):
        text += part
        if len(text) > MAX_QUOTED_LENGTH:
            break
    return text


def quote_json(value: Json) -> str:
    """A value as JSON in code, cut to what is quoted; its kind where it is a mapping or a list."""
    if isinstance(value, dict | list):
        return describe_type(value)
    text = dumps(value, ensure_ascii=False)
    if len(text) > MAX_QUOTED_LENGTH:
        text = f"{text[: MAX_QUOTED_LENGTH - 1]}…"
    return f"`{text.replace('`', chr(39))}`"


def _describe_expectation(failure: ExampleFailure, keyword_node: Node) -> str:
    keyword, limit = failure.keyword, keyword_node.value
    if keyword == "type":
        return join_alternatives([_TYPE_NAMES[name] for name in parse_types(limit)])
    if keyword in ("enum", "const"):
        return describe_enum(limit if keyword == "enum" else [limit])
    if keyword == "format":
        if isinstance(limit, str) and limit in INTEGER_FORMATS:
            return f"an integer of {str(limit)[3:]} bits (`{limit}`)"
        return f"{_FORMAT_NAMES.get(str(limit), '')} (format {quote_text(str(limit))})"
    if keyword == "pattern":
        return f"a match of {quote_text(str(limit))}"
    if keyword in _BOUND_PHRASES:
        bound = failure.schema.mapping.get(keyword[9:].lower()) if limit is True else limit
        return _BOUND_PHRASES[keyword].format(quote_json(bound))
    return "what does not fit the schema under `not`"


def describe_enum(values: Json) -> str:
    """What an `enum` allows."""
    names = [value if isinstance(value, str) else compact_json(value) for value in islice(as_list(values), 9)]
    if len(as_list(values)) > 9:
        return f"one of {', '.join(map(quote_text, names[:6]))} and {len(as_list(values)) - 6} more"
    return f"one of {quote_names(names)}" if len(names) > 1 else quote_names(names) if names else "none at all"


def _describe_length(failure: ExampleFailure, name: str, keyword_node: Node) -> str:
    quantifier, noun = _LENGTH_PHRASES[failure.keyword]
    value = failure.node.value
    length = len(value) if isinstance(value, str | list | dict) else 0
    length_text = f"{length} {noun}{'' if length == 1 else 's'}"
    if length == 0 and noun != "character":
        plural = "" if keyword_node.value == 1 else "s"
        return f"{name} is empty; the schema wants {quantifier} {keyword_node.value} {noun}{plural}"
    value_text = (
        f"{quote_json(value)}, {length_text}"
        if isinstance(value, str)
        else f"{describe_type(value)} with {length_text}"
    )
    return f"{name} is {value_text}; the schema wants {quantifier} {keyword_node.value}"


def _describe_duplicate(node: Node) -> str:
    seen: dict[str, int] = {}
    for number, item in enumerate(node.items(), 1):
        first = seen.setdefault(equality_key(item.value), number)
        if first != number:
            if isinstance(item.value, dict | list):
                return f"holds equal items {first} and {number}"
            return f"holds {quote_json(item.value)} twice"
    return "holds an item twice"


def _describe_contains(failure: ExampleFailure, name: str) -> str:
    """How many items fit `contains`, which the failure has as its name, and how many should."""
    schema, count = failure.schema.mapping, failure.names[0]
    least, most = schema.get("minContains", 1), schema.get("maxContains")
    expectation = f"at least {least}" if is_number(least) and int(count) < least else f"at most {most}"
    if least == most:
        expectation = f"exactly {least}"
    items = "1 item that fits" if count == "1" else f"{count} items that fit"
    return f"{name} has {items} `contains`; the schema wants {expectation}"


def _explain_missing(failure: ExampleFailure, name: str, keyword_node: Node, suggester: Suggester) -> ExplainedFailure:
    names, node = failure.names, failure.node
    first, *more = names
    message = f"{name} has no {quote_names(names)}, which the schema requires"
    suggestion = suggester.suggest(first, node.mapping)
    declared = as_mapping(failure.schema.mapping.get("properties"))
    if suggestion is not None and suggestion not in declared and not more:
        message += f"; is it meant by {quote_text(suggestion)}?"
    place = node.key if isinstance(node.pointer[-1], str) else node.place
    return ExplainedFailure(message, place._replace(missing=first), keyword_node.key)


def _explain_unexpected(
    failure: ExampleFailure, name: str, keyword_node: Node, suggester: Suggester
) -> ExplainedFailure:
    names, node = failure.names, failure.node
    first, *more = names
    if isinstance(node.value, list):
        item = Node(node.document, (*node.pointer, int(first)), None)
        item_label = relative_label(item, len(node.pointer), name)
        return ExplainedFailure(f"{item_label} is one more than the schema has items", item.place, keyword_node.key)
    declared = as_mapping(failure.schema.mapping.get("properties"))
    child = node.get(first)
    place = child.key if child is not None else node.key
    suggestion = None if more else suggester.suggest(first, declared)
    suggestion = None if suggestion in node.mapping else suggestion
    message = f"{quote_names(names)} of {name} {'are' if more else 'is'} not in the schema, which allows no other keys"
    return ExplainedFailure(
        f"{message}; did you mean {quote_text(suggestion)}?" if suggestion else message, place, keyword_node.key
    )


def _explain_choice(failure: ExampleFailure, name: str, keyword_node: Node) -> ExplainedFailure:
    node, count = failure.node, len(failure.branches)
    titles = [schema_title(schema) for schema, _ in failure.branches]
    known_titles = [quote_text(found_title) for found_title in titles if found_title]
    titles_text = (
        f" ({', '.join(known_titles[:4])}{'' if len(known_titles) <= 4 else ' …'})"
        if len(known_titles) == len(titles)
        else ""
    )
    value_text = describe_json(node.value)
    types = merge_branch_types(failure)
    if not failure.branches[0][1]:
        message = f"{name} fits {count} schemas under `oneOf`{titles_text}; the schema wants it to fit only one"
    elif types:
        wanted_types = join_alternatives([_TYPE_NAMES[json_type] for json_type in types])
        message = f"{name} is {value_text}; the schema wants {wanted_types}"
    else:
        message = f"{name} is {value_text}, and fits none of the {count} schemas under `{failure.keyword}`{titles_text}"
    return ExplainedFailure(message, node.place, keyword_node.key)


def merge_branch_types(failure: ExampleFailure) -> list[str]:
    """The types that the branches of a choice want, where every one of them fails by the type alone."""
    merged: list[str] = []
    for _, failures in failure.branches:
        types = [
            name
            for nested in failures
            if nested.keyword == "type" and nested.node.pointer == failure.node.pointer
            for name in parse_types(nested.schema.mapping.get("type"))
        ]
        if not types:
            return []
        merged.extend(types)
    return list(dict.fromkeys(merged))


def schema_title(schema: Node) -> str:
    """What a schema is called: the last part of its `$ref`, else its `title`."""
    reference = schema.text("$ref")
    return reference.rpartition("/")[2] if reference else schema.text("title") or ""


def _advice(failure: ExampleFailure, keyword_node: Node, suggester: Suggester) -> str | None:
    value, schema = failure.node.value, failure.schema.mapping
    if failure.keyword == "enum" and isinstance(value, str):
        suggestion = suggester.suggest(value, as_list(keyword_node.value))
        return f"write {quote_text(suggestion)}, if that is meant" if suggestion else None
    if failure.keyword != "type":
        return None
    types = parse_types(keyword_node.value)
    if value is None and schema.get("nullable") is True:
        return "write `type: [..., 'null']`: `nullable` says nothing since OpenAPI 3.1"
    if "string" in types and is_number(value):
        return "put it in quotes"
    if failure.node.pointer[-2:-1] == ("examples",) and types == ["array"]:
        return "write a list as each item of `examples`: every item is an example by itself"
    if isinstance(value, str) and value[:1] in ("{", "[") and not {"object", "array"}.isdisjoint(types):
        return "write the value itself, not its JSON as a text"
    return None
