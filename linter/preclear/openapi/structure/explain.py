"""What a failure of the official schema means, in words, and at which key or value it is said."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.structure.choices import EMAIL, URL, listing, mapping
from preclear.openapi.structure.fields import at, conditions_on
from preclear.openapi.structure.schemas import official
from preclear.openapi.structure.unexpected import Trouble, unexpected
from preclear.openapi.structure.wording import (
    OBJECTS,
    bare,
    described,
    holder,
    listed,
    object_at,
    short,
    shown,
    subject,
    types_named,
    where,
)
from preclear.openapi.suggest import suggester
from preclear.source.fault import Related, Report
from preclear.source.numbers import counted
from preclear.source.yaml.scalars import older_reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.openapi.structure.fields import Condition, Steps
    from preclear.source.json_value import Json
    from preclear.source.node import Node
    from preclear.source.suggest import Suggester


class Failure(NamedTuple):
    """A keyword of the schema that a value fails: `steps` lead to the part of the schema that has it.

    `detail` is what the keyword asks for, or, for those about keys, the keys. `around` is the mapping or list that
    holds the value.
    """

    keyword: str
    detail: Json
    node: Node
    steps: Steps
    around: Json = None


_PATTERNS = {
    URL: 'expected a URL: no spaces, and none of `<`, `>`, `"`, `^`, `|` or `\\`',
    EMAIL: "expected an email address",
    "^[^#]*$": "expected a URL without a fragment (`#…`)",
    "^[^#]*#?$": "expected a URL without a fragment (`#…`)",
    "^[A-Za-z_][-A-Za-z0-9._]*$": "expected letters, digits, `-`, `_` and `.`, beginning with a letter or `_`",
    "[^/#?]+$": "expected a name without `/`, `#` or `?` at its end",
    "^[^{}]+$": "expected a name without braces",
}


@cache
def _led(version: str, steps: Steps, above: int) -> tuple[Condition, ...]:
    """Give what `conditions_on` finds: one document fails in the same place of the schema again and again."""
    return conditions_on(official(version), steps, above)


class Explainer:
    """Tells what the failures of one document mean by the schema of `version`."""

    def __init__(self, version: str) -> None:
        self._version = version
        self.suggester = suggester()

    def explain(self, failure: Failure) -> Iterator[Trouble]:
        """Tell a failure; nothing where it only follows from another failure."""
        keyword, detail, node, steps = failure.keyword, failure.detail, failure.node, failure.steps
        led, led_around = _led(self._version, steps, 0), _led(self._version, steps, 1)
        if _unfounded(led, node.value) or _unfounded(led_around, failure.around):
            return
        if keyword in ("additionalProperties", "unevaluatedProperties"):
            yield from unexpected(node, [str(name) for name in listing(detail)], steps, self._version, self.suggester)
        elif keyword == "type":
            yield Trouble(_type(node, detail, steps), grave=True)
        elif keyword == "required":
            missing = _missing(node, str(detail), led, object_at(steps))
            if missing is not None:
                yield Trouble(missing)
        elif keyword in ("enum", "const"):
            options = detail if keyword == "enum" else [detail]
            yield Trouble(_options(node, options, led_around, self.suggester))
        elif keyword == "pattern":
            wanted = _PATTERNS.get(str(detail), f"expected a match of {short(str(detail))}")
            yield Trouble(Report(f"{subject(node)} is {shown(node.value)}; {wanted}", node.place))
        elif keyword == "falseSchema":
            yield Trouble(_excluded(node, led_around), grave=True)
        elif keyword == "uniqueItems":
            yield Trouble(_repeated(node))
        else:
            yield Trouble(_amount(failure, mapping(at(official(self._version), steps))))


def _unfounded(led: tuple[Condition, ...], held: Json) -> bool:
    """Whether a part of the schema was applied only because the field that decides about it is missing."""
    return any(c.test == "is" and c.wanted and c.key not in mapping(held) for c in led)


def _type(node: Node, detail: Json, steps: Steps) -> Report:
    types = [str(name) for name in listing(detail)]
    wanted = types_named(types)
    name = OBJECTS.get(bare(str(steps[1])), "") if len(steps) == 2 else ""
    if name.startswith(("a ", "an ")):
        wanted = f"{name} ({wanted})"
    advice = _null_type(node, "array" in types) or _boolean_word(node.value, types)
    if "string" in types and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        advice = "put it in quotes"
    elif node.pointer[-1:] == ("type",) and isinstance(node.value, list):
        advice = "name one type; OpenAPI 3.0 says `nullable: true` where null is allowed too"
    elif node.pointer[-1:] == ("required",) and isinstance(node.value, bool) and "array" in types:
        advice = "name the property in the `required` of the schema whose property it is"
    elif types == ["boolean"] and isinstance(node.value, int | float) and "exclusive" in str(node.pointer[-1]):
        advice = "put the number under `minimum` or `maximum`, and `true` here: so it is written in OpenAPI 3.0"
    elif node.pointer[-1:] == ("examples",) and types == ["array"] and isinstance(node.value, dict):
        advice = "write the values as a list, without names: so it is in a schema"
    return Report(f"{subject(node)} is {described(node.value)}; expected {wanted}", node.place, help=advice)


def _null_type(node: Node, is_type: bool) -> str | None:
    """What to write for null in the place of a type; `is_type` where OpenAPI has a type of that name."""
    path = [part for part in node.pointer[-2:] if not isinstance(part, int)]
    if node.value is not None or path[-1:] != ["type"]:
        return None
    if not node.document.excerpt(node.place.span):
        return "name the type"
    return 'put it in quotes: `"null"`' if is_type else "remove it: OpenAPI 3.0 says `nullable: true` beside the type"


def _boolean_word(value: Json, types: list[str]) -> str | None:
    """What to write for a text that some readers of YAML take for a boolean, or that is one in quotes."""
    if types != ["boolean"] or not isinstance(value, str):
        return None
    if value in ("true", "false"):
        return f"remove the quotes: `{value}`"
    older = older_reading(value) or ""
    if not older.startswith("the boolean "):
        return None
    return f"write `{older.split()[-1]}`: an unquoted `{value}` is a boolean in YAML 1.1 alone, and text in YAML 1.2"


def _missing(node: Node, name: str, led: tuple[Condition, ...], kind: str) -> Report | None:
    held = node.mapping
    if kind == "responses":
        return None if any(not key.startswith("x-") for key in held) else _no_response(node)
    absent = [condition.key for condition in led if condition.test == "has" and not condition.wanted]
    if absent:
        others = " nor ".join(map(short, dict.fromkeys([*absent, name])))
        return Report(f"{holder(node, kind)} has neither {others}; OpenAPI requires one of them", node.lacks(absent[0]))
    only = where(condition for condition in led if condition.test == "is" and condition.wanted)
    message = f"{holder(node, kind)} has no {short(name)}; OpenAPI requires it"
    advice = "add `required: true`" if kind == "parameter" and name == "required" else None
    return Report(f"{message} {only}".rstrip(), node.lacks(name), help=advice)


def _no_response(node: Node) -> Report:
    message = f"{subject(node)} has no response; expected a status code, such as `200`, or `default`"
    return Report(message, node.lacks("default"))


def _options(node: Node, detail: Json, led: tuple[Condition, ...], suggester: Suggester) -> Report:
    options = listing(detail)
    names = [option if isinstance(option, str) else shown(option).strip("`") for option in options]
    only = where(condition for condition in led if condition.test == "is" and condition.wanted)
    wanted = f"one of {listed(names)}" if len(names) > 1 else listed(names)
    value = node.value
    near = suggester.nearest(value, tuple(names)) if isinstance(value, str) and len(names) > 1 else None
    message = f"{subject(node)} is {shown(value)}; expected {wanted} {only}".rstrip()
    advice = _null_type(node, "null" in names)
    if value == "null" and "null" not in names:
        advice = "OpenAPI 3.0 says `nullable: true` beside the type of the other values"
    return Report(f"{message}; did you mean {short(near)}?" if near else message, node.place, help=advice)


def _excluded(node: Node, led: tuple[Condition, ...]) -> Report:
    beside = [condition.key for condition in led if condition.test == "has" and condition.wanted]
    if beside:
        return Report(f"{subject(node)} stands beside {short(beside[-1])}; expected only one of the two", node.key)
    only = where(condition._replace(wanted=not condition.wanted) for condition in led)
    return Report(f"{subject(node)} has no meaning here; expected it only {only}", node.key)


def _repeated(node: Node) -> Report:
    from json import dumps

    first: dict[str, Node] = {}
    for item in node.items():
        same = first.setdefault(dumps(item.value, sort_keys=True), item)
        if same is not item:
            message = f"{subject(item)} is the same as item {int(same.pointer[-1]) + 1}; expected each only once"
            return Report(message, item.place, related=(Related("the same", same.place),))
    return Report(f"{subject(node)} holds an item twice; expected each only once", node.place)


def _counted(limit: Json) -> str:
    return "one" if limit == 1 else str(limit)


def _amount(failure: Failure, schema: dict[str, Json]) -> Report:
    """Tell of a number or a count that is out of bounds, and of anything else that the schemas may ask for."""
    node, keyword = failure.node, failure.keyword
    value, limit = node.value, failure.detail
    if object_at(failure.steps) == "responses" and keyword == "minProperties":
        return _no_response(node)
    if keyword in ("minItems", "minProperties"):
        return Report(f"{subject(node)} is empty; expected at least {_counted(limit)}", node.place)
    if keyword == "maxProperties":
        return Report(
            f"{subject(node)} has {counted(len(node.mapping), 'entry', 'entries')}; expected at most {_counted(limit)}",
            node.place,
        )
    if keyword in ("minimum", "exclusiveMinimum"):
        wanted = f"{limit} or more" if keyword == "minimum" else f"more than {limit}"
        return Report(f"{subject(node)} is {shown(value)}; expected {wanted}", node.place)
    if keyword == "contains" or (keyword == "not" and "contains" in schema):
        many = "more than one" if keyword == "contains" else "both `in: query` and"
        return Report(f"{subject(node)} has {many} `in: querystring`; expected one such parameter alone", node.key)
    ruled_out = f"which {short(keyword)} in the official schema rules out"
    return Report(f"{subject(node)} is {shown(value)}, {ruled_out}", node.place)
