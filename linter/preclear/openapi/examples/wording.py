"""What rejects an example, in words, at the value that is rejected."""

from __future__ import annotations

from itertools import islice
from json import JSONEncoder, dumps
from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.examples.evaluator.checks import INTEGERS, identity, is_number, types_of
from preclear.openapi.structure.choices import listing, mapping
from preclear.openapi.structure.wording import LONGEST, below, either, listed, short
from preclear.source import Node, kind_of

if TYPE_CHECKING:
    from preclear.openapi.examples.evaluator.outcome import Failure
    from preclear.openapi.examples.sites import Site
    from preclear.source import Json, Place
    from preclear.source.suggest import Suggester

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
    "regex": "a regular expression (ECMA-262)",
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


def said(failure: Failure, site: Site, suggester: Suggester) -> Said:
    """Put `failure` of the example `site` into words."""
    keyword, schema, node = failure.keyword, failure.schema, failure.node
    name = _name(node, site)
    rule = Node(schema.document, (*schema.pointer, keyword), schema.mapping.get(keyword))
    if keyword == "false":
        return Said(f"{name} is there; its schema is `false`, which nothing fits", node.key, schema.place)
    if keyword in ("required", "dependentRequired", "dependencies"):
        return _missing(failure, name, rule, suggester)
    if keyword in ("additionalProperties", "unevaluatedProperties", "unevaluatedItems", "additionalItems"):
        return _unexpected(failure, name, rule, suggester)
    if keyword in ("anyOf", "oneOf"):
        return _no_choice(failure, name, rule)
    if keyword == "propertyNames":
        return Said(f"{name} is a key that the schema does not allow", node.key, rule.key)
    shown = value_words(node.value)
    if keyword in ("enum", "const") and isinstance(node.value, dict | list):
        shown = short(compact(node.value))
    message = f"{name} is {shown}; the schema wants {_wanted(failure, rule)}"
    if keyword in _COUNTS:
        message = _count(failure, name, rule)
    elif keyword == "uniqueItems":
        message = f"{name} {_repeated(node)}; the schema wants each item once"
    elif keyword == "contains":
        message = _contained(failure, name)
    at = rule.key if keyword in schema.mapping else schema.place
    return Said(message, node.place, at, _advice(failure, rule, suggester))


def _name(node: Node, site: Site) -> str:
    head, _, rest = site.name.partition(" ")
    name = f"{head} {short(rest)}" if rest else short(head)
    return below(node, len(site.value.pointer), name)


def value_words(value: Json) -> str:
    """A value as a person sees it: as JSON, with its kind; its kind alone where it is a mapping or a list."""
    if value is None:
        return "null (empty)"
    if isinstance(value, dict | list):
        return kind_of(value)
    if value == "":
        return "an empty string"
    return f"{quoted(value)}, {kind_of(value)}"


def compact(value: Json) -> str:
    """A value as JSON, no more of it than is quoted."""
    text = ""
    for part in JSONEncoder(ensure_ascii=False).iterencode(value):
        text += part
        if len(text) > LONGEST:
            break
    return text


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
    names = [held if isinstance(held, str) else compact(held) for held in islice(listing(values), 9)]
    if len(listing(values)) > 9:
        return f"one of {', '.join(map(short, names[:6]))} and {len(listing(values)) - 6} more"
    return f"one of {listed(names)}" if len(names) > 1 else listed(names) if names else "none at all"


def _count(failure: Failure, name: str, rule: Node) -> str:
    least, noun = _COUNTS[failure.keyword]
    value = failure.node.value
    length = len(value) if isinstance(value, str | list | dict) else 0
    what = f"{length} {noun}{'' if length == 1 else 's'}"
    if length == 0 and noun != "character":
        return f"{name} is empty; the schema wants {least} {rule.value} {noun}{'' if rule.value == 1 else 's'}"
    shown = f"{quoted(value)}, {what}" if isinstance(value, str) else f"{kind_of(value)} with {what}"
    return f"{name} is {shown}; the schema wants {least} {rule.value}"


def _repeated(node: Node) -> str:
    seen: dict[str, int] = {}
    for number, item in enumerate(node.items(), 1):
        first = seen.setdefault(identity(item.value), number)
        if first != number:
            if isinstance(item.value, dict | list):
                return f"holds equal items {first} and {number}"
            return f"holds {quoted(item.value)} twice"
    return "holds an item twice"


def _contained(failure: Failure, name: str) -> str:
    """How many items fit `contains`, which the failure has as its name, and how many should."""
    schema, count = failure.schema.mapping, failure.names[0]
    least, most = schema.get("minContains", 1), schema.get("maxContains")
    wanted = f"at least {least}" if is_number(least) and int(count) < least else f"at most {most}"
    if least == most:
        wanted = f"exactly {least}"
    items = "1 item that fits" if count == "1" else f"{count} items that fit"
    return f"{name} has {items} `contains`; the schema wants {wanted}"


def _missing(failure: Failure, name: str, rule: Node, suggester: Suggester) -> Said:
    names, node = failure.names, failure.node
    first, *more = names
    what = f"{name} has no {listed(names)}, which the schema requires"
    near = suggester.nearest(first, node.mapping)
    declared = mapping(failure.schema.mapping.get("properties"))
    if near is not None and near not in declared and not more:
        what += f"; is it meant by {short(near)}?"
    place = node.key if isinstance(node.pointer[-1], str) else node.place
    return Said(what, place._replace(missing=first), rule.key)


def _unexpected(failure: Failure, name: str, rule: Node, suggester: Suggester) -> Said:
    names, node = failure.names, failure.node
    first, *more = names
    if isinstance(node.value, list):
        item = Node(node.document, (*node.pointer, int(first)), None)
        where = below(item, len(node.pointer), name)
        return Said(f"{where} is one more than the schema has items", item.place, rule.key)
    known = mapping(failure.schema.mapping.get("properties"))
    child = node.get(first)
    at = child.key if child is not None else node.key
    near = None if more else suggester.nearest(first, known)
    near = None if near in node.mapping else near
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


def _advice(failure: Failure, rule: Node, suggester: Suggester) -> str | None:
    value, schema = failure.node.value, failure.schema.mapping
    if failure.keyword == "enum" and isinstance(value, str):
        near = suggester.nearest(value, listing(rule.value))
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
