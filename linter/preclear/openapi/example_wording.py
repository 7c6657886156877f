"""What rejects an example, in words, at the value that is rejected."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.choices import listing, mapping
from preclear.openapi.example_checks import INTEGERS, identity, is_number, types_of
from preclear.openapi.suggest import nearest
from preclear.openapi.wording import LONGEST, either, listed, short, subject
from preclear.source import Node, kind_of
from preclear.source.numbers import counted

if TYPE_CHECKING:
    from preclear.openapi.example_outcome import Failure
    from preclear.openapi.example_sites import Site
    from preclear.source import Json, Place

_TYPES = {
    "array": "a list",
    "boolean": "a boolean",
    "integer": "an integer",
    "null": "null",
    "number": "a number",
    "object": "a mapping",
    "string": "a string",
}
_FORMATS = {
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
    "hostname": "a host name",
    "idn-hostname": "a host name",
}
_LIMITS = {
    "minimum": "{} or more",
    "maximum": "{} or less",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
}
_COUNTS = {
    "minLength": ("at least", "character"),
    "maxLength": ("at most", "character"),
    "minItems": ("at least", "item"),
    "maxItems": ("at most", "item"),
    "minProperties": ("at least", "key"),
    "maxProperties": ("at most", "key"),
}


class Said(NamedTuple):
    """A failure in words: where it is, and the place of what the schema says."""

    message: str
    at: Place
    schema: Place
    help: str | None = None


def said(failure: Failure, site: Site) -> Said:
    """Put `failure` of the example `site` into words."""
    keyword, schema, node = failure.keyword, failure.schema, failure.node
    name = _name(node, site)
    rule = Node(schema.document, (*schema.pointer, keyword), schema.mapping.get(keyword))
    if keyword == "false":
        return Said(f"{name} is there; its schema is `false`, which nothing fits", node.key, schema.place)
    if keyword in ("required", "dependentRequired", "dependencies"):
        return _missing(failure, name, rule)
    if keyword in ("additionalProperties", "unevaluatedProperties", "unevaluatedItems", "additionalItems"):
        return _unexpected(failure, name, rule)
    if keyword in ("anyOf", "oneOf"):
        return _no_choice(failure, name, rule)
    if keyword == "propertyNames":
        return Said(f"{name} is a key that the schema does not allow", node.key, rule.key)
    message = f"{name} is {value_words(node.value)}; the schema wants {_wanted(failure, rule)}"
    if keyword in _COUNTS:
        message = _count(failure, name, rule)
    elif keyword == "contains":
        message = _contained(failure, name)
    elif keyword == "uniqueItems":
        message = f"{name} holds {_repeated(node)} twice; the schema wants each item once"
    at = rule.key if keyword in schema.mapping else schema.place
    return Said(message, node.place, at, _advice(failure, rule))


def _name(node: Node, site: Site) -> str:
    head, _, rest = site.name.partition(" ")
    name = f"{head} {short(rest)}" if rest else short(head)
    if node.pointer == site.value.pointer:
        return name
    last = node.pointer[-1]
    return f"item {last + 1} of {name}" if isinstance(last, int) and _is_top(node, site) else subject(node)


def _is_top(node: Node, site: Site) -> bool:
    return node.pointer[:-1] == site.value.pointer


def value_words(value: Json) -> str:
    """A value as a person sees it: as JSON, with its kind; its kind alone where it is a mapping or a list."""
    if value is None:
        return "null (empty)"
    if isinstance(value, dict | list):
        return kind_of(value)
    if value == "":
        return "an empty string"
    return f"{quoted(value)}, {kind_of(value)}"


def quoted(value: Json) -> str:
    """A value as JSON in code, cut to what is quoted; its kind where it is a mapping or a list."""
    if isinstance(value, dict | list):
        return kind_of(value)
    text = dumps(value, ensure_ascii=False)
    if len(text) > LONGEST:
        text = f"{text[: LONGEST - 1]}…"
    return f"`{text.replace('`', chr(39))}`"


def _wanted(failure: Failure, rule: Node) -> str:
    keyword, limit = failure.keyword, rule.value
    if keyword == "type":
        return either([_TYPES[name] for name in types_of(limit)])
    if keyword in ("enum", "const"):
        return options(limit if keyword == "enum" else [limit])
    if keyword == "format":
        if isinstance(limit, str) and limit in INTEGERS:
            return f"an integer of {str(limit)[3:]} bits (`{limit}`)"
        return f"{_FORMATS.get(str(limit), '')} (format {short(str(limit))})"
    if keyword == "pattern":
        return f"a match of {short(str(limit))}"
    if keyword in _LIMITS:
        bound = failure.schema.mapping.get(keyword[9:].lower()) if limit is True else limit
        return _LIMITS[keyword].format(quoted(bound))
    return "what does not fit the schema under `not`"


def options(values: Json) -> str:
    """What an `enum` allows."""
    names = [held if isinstance(held, str) else quoted(held).strip("`") for held in listing(values)]
    return f"one of {listed(names)}" if len(names) > 1 else listed(names) if names else "none at all"


def _count(failure: Failure, name: str, rule: Node) -> str:
    least, noun = _COUNTS[failure.keyword]
    value = failure.node.value
    length = len(value) if isinstance(value, str | list | dict) else 0
    what = counted(length, noun)
    if length == 0 and noun != "character":
        return f"{name} is empty; the schema wants {least} {rule.value} {noun}{'' if rule.value == 1 else 's'}"
    shown = f"{quoted(value)}, {what}" if isinstance(value, str) else f"{kind_of(value)} with {what}"
    return f"{name} is {shown}; the schema wants {least} {rule.value}"


def _contained(failure: Failure, name: str) -> str:
    least, most = failure.schema.mapping.get("minContains", 1), failure.schema.mapping.get("maxContains")
    wanted = f"at most {most}" if is_number(most) and failure.fitting > most else f"at least {least}"
    fit = {0: "no item that fits", 1: "1 item that fits"}.get(failure.fitting, f"{failure.fitting:,} items that fit")
    return f"{name} has {fit} `contains`; the schema wants {wanted}"


def _repeated(node: Node) -> str:
    seen: set[str] = set()
    for item in node.items():
        same = identity(item.value)
        if same in seen:
            return f"item {item.pointer[-1]}" if isinstance(item.value, dict | list) else quoted(item.value)
        seen.add(same)
    return "an item"


def _missing(failure: Failure, name: str, rule: Node) -> Said:
    names, node = failure.names, failure.node
    first, *more = names
    what = f"{name} has no {listed(names)}, which the schema requires"
    near = nearest(first, node.mapping)
    declared = mapping(failure.schema.mapping.get("properties"))
    if near is not None and near not in declared and not more:
        what += f"; is it meant by {short(near)}?"
    place = node.key if isinstance(node.pointer[-1], str) else node.place
    return Said(what, place._replace(missing=first), rule.key)


def _unexpected(failure: Failure, name: str, rule: Node) -> Said:
    names, node = failure.names, failure.node
    first, *more = names
    if isinstance(node.value, list):
        item = Node(node.document, (*node.pointer, int(first)), None)
        return Said(f"{subject(item)} is one more than the schema has items", item.place, rule.key)
    known = [key for key in mapping(failure.schema.mapping.get("properties")) if key not in node.mapping]
    child = node.get(first)
    at = child.key if child is not None else node.key
    near = None if more else nearest(first, known)
    message = f"{listed(names)} of {name} {'are' if more else 'is'} not in the schema, which allows no other keys"
    return Said(f"{message}; did you mean {short(near)}?" if near else message, at, rule.key)


def _no_choice(failure: Failure, name: str, rule: Node) -> Said:
    node, count = failure.node, len(failure.branches)
    titles = [title(schema) for schema, _ in failure.branches]
    known = [short(found) for found in titles if found]
    which = f" ({', '.join(known[:4])}{'' if len(known) <= 4 else ' …'})" if len(known) == len(titles) else ""
    shown = value_words(node.value)
    types = merged_types(failure)
    if not failure.branches[0][1]:
        message = f"{name} fits {count} schemas under `oneOf`{which}; the schema wants it to fit only one"
    elif types:
        message = f"{name} is {shown}; the schema wants {either([_TYPES[found] for found in types])}"
    else:
        message = f"{name} is {shown}, and fits none of the {count} schemas under `{failure.keyword}`{which}"
    return Said(message, node.place, rule.key)


def merged_types(failure: Failure) -> list[str]:
    """The types that the branches of a choice want, where every one of them fails by the type alone."""
    found: list[str] = []
    for _, failures in failure.branches:
        types = [
            name
            for each in failures
            if each.keyword == "type" and each.node.pointer == failure.node.pointer
            for name in types_of(each.schema.mapping.get("type"))
        ]
        if not types:
            return []
        found.extend(types)
    return list(dict.fromkeys(found))


def title(schema: Node) -> str:
    """What a schema is called: the last part of its `$ref`, else its `title`."""
    reference = schema.text("$ref")
    return reference.rpartition("/")[2] if reference else schema.text("title") or ""


def _advice(failure: Failure, rule: Node) -> str | None:
    value, schema = failure.node.value, failure.schema.mapping
    if failure.keyword == "enum" and isinstance(value, str):
        near = nearest(value, [held for held in listing(rule.value) if isinstance(held, str)])
        return f"write {short(near)}, if that is meant" if near else None
    if failure.keyword != "type":
        return None
    types = types_of(rule.value)
    if value is None and schema.get("nullable") is True:
        return "write `type: [..., 'null']`: `nullable` says nothing since OpenAPI 3.1"
    if "string" in types and is_number(value):
        return "put it in quotes"
    if failure.node.pointer[-2:-1] == ("examples",) and types == ["array"]:
        return "write a list as each item of `examples`: every item is an example by itself"
    if isinstance(value, str) and value[:1] in ("{", "[") and not {"object", "array"}.isdisjoint(types):
        return "write the value itself, not its JSON as a text"
    return None
