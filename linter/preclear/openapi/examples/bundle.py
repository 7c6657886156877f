"""All schemas that examples are held against as one JSON Schema (2020-12), compiled once, for the fast way.

What it accepts is accepted. What it rejects is looked at again, step by step, for here a few things are read too
strictly: a `null` that `nullable` allows beside `$ref`, a required property that goes the other way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.circles import leading_to
from preclear.openapi.examples.evaluator.checks import FORMATS, INTEGERS, OWN_FORMATS, is_number, is_of, types_of
from preclear.openapi.examples.evaluator.regex import rewritten
from preclear.openapi.examples.weights import weights
from preclear.openapi.structure.choices import listing, mapping
from preclear.source import Node

if TYPE_CHECKING:
    from collections.abc import Callable

    from jsonschema_rs import Validator

    from preclear.openapi.description import Description
    from preclear.openapi.examples.evaluator.dynamic import DynamicReferences
    from preclear.openapi.examples.evaluator.patterns import Patterns
    from preclear.source import Document, Json, Pointer

_HEAVIEST = 64
"""The most evaluations of one value that are left to the validator whatever its size: it cannot be stopped."""
_MOST = 1_000_000
"""The most evaluations of a value and all that is in it that are left to the validator."""
_LARGEST = 20_000
"""The most definitions that are compiled: it takes time as the square of the longest chain of them."""

_MAPS = frozenset({"properties", "patternProperties", "dependentSchemas"})
_LISTS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_ONES = frozenset(
    {
        *("additionalProperties", "items", "not", "if", "then", "else", "contains", "propertyNames"),
        *("unevaluatedProperties", "unevaluatedItems"),
    }
)
_NEW = frozenset(
    {
        *("patternProperties", "dependentSchemas", "prefixItems", "if", "then", "else", "contains", "propertyNames"),
        *("unevaluatedProperties", "unevaluatedItems", "const", "dependentRequired", "minContains", "maxContains"),
    }
)


def _is_count(held: Json) -> bool:
    return is_of(held, ["integer"]) and is_number(held) and held >= 0


def _are_names(held: Json) -> bool:
    return (
        isinstance(held, list) and all(isinstance(name, str) for name in held) and len(set(map(str, held))) == len(held)
    )


_PLAIN: dict[str, Callable[[Json], bool]] = {
    "enum": lambda held: isinstance(held, list),
    "const": lambda held: True,
    "multipleOf": lambda held: is_number(held) and held > 0,
    "uniqueItems": lambda held: isinstance(held, bool),
    "required": _are_names,
    "dependentRequired": lambda held: isinstance(held, dict) and all(map(_are_names, held.values())),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), is_number),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"), _is_count),
    **dict.fromkeys(("minContains", "maxContains"), _is_count),
}


class Bundle:
    """The schemas of one description, asked for by node; all must be added before the first question."""

    def __init__(self, description: Description, patterns: Patterns, dynamic: DynamicReferences) -> None:
        self._references = description.references
        self._old = description.version.series == "3.0"
        self._patterns = patterns
        self._dynamic = dynamic
        self._nodes: dict[str, Node] = {}
        self._undecided: set[str] = set()
        """The definitions that mean one thing or another, by the way that leads to them."""
        self._partial: set[str] = set()
        """The definitions in which something is left out that no validator is there for."""
        self._accepting: dict[str, None] = {}
        self._names: dict[tuple[int, Pointer], str] = {}
        self._waiting: list[tuple[str, Node]] = []
        self._definitions: dict[str, Json] = {}
        self._targets: dict[str, list[str]] = {}
        self._leading: list[str] = []
        self._roots: set[str] = set()
        self._validator: Validator | None = None
        self._compiled = False
        self._converting = ""
        self._weights: dict[str, int] = {}

    def add(self, schema: Node) -> None:
        """Take `schema`, and all that it refers to, into the bundle."""
        self._roots.add(self._name(schema))
        while self._waiting and len(self._definitions) < _LARGEST:
            name, node = self._waiting.pop()
            self._nodes[name] = node
            self._converting = name
            self._leading = self._targets[name] = []
            self._definitions[name] = self._converted(node.value, node.document)

    def accepts(self, schema: Node, value: Json) -> bool:
        """Whether `value` fits `schema`, which was added. False also where that could not be asked."""
        if not self._compiled:
            self._compile()
        name = self._name(schema)
        if self._validator is None or name in self._undecided:
            return False
        weight = self._weights[name]
        if weight > _HEAVIEST and weight * _size(value) > _MOST:
            return False
        try:
            accepted = self._validator.is_valid({name: [value]})
        except ValueError:  # a value that the validator does not take: infinity, deep nesting
            return False
        if accepted and self._partial:
            self._accepting[name] = None
        return accepted

    def note_left_out(self) -> None:
        """Note what was left out of the schemas that have accepted something: to the patterns, the references."""
        reached: dict[str, None] = {}
        stack = list(self._accepting)
        while stack:
            name = stack.pop()
            if name not in reached:
                reached[name] = None
                stack += self._targets[name]
        for name in sorted(self._partial.intersection(reached), key=lambda name: int(name[1:])):
            self._note(self._nodes[name])

    def _note(self, definition: Node) -> None:
        stack = [definition]
        while stack:
            schema = stack.pop()
            for key, held in schema.entries():
                if key in _ONES:
                    stack.append(held)
                elif key in _LISTS:
                    stack += held.items()
                elif key in _MAPS:
                    for name, part in held.entries():
                        if key == "patternProperties":
                            self._patterns.pass_over(name, part.key)
                        stack.append(part)
                elif key == "pattern" and isinstance(held.value, str):
                    self._patterns.pass_over(held.value, held.place)
                elif key == "$recursiveRef" and not self._old:
                    self._dynamic.pass_over(schema)

    def _compile(self) -> None:
        from jsonschema_rs import RegexOptions, validator_for

        self._compiled = True
        if self._waiting:
            return
        self._weights = weights(self._definitions, self._targets)
        self._undecided = leading_to(self._undecided, self._targets)
        roots: dict[str, Json] = {name: {"items": {"$ref": f"#/$defs/{name}"}} for name in sorted(self._roots)}
        schema: dict[str, Json] = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "properties": roots,
            "$defs": self._definitions,
        }
        try:
            self._validator = validator_for(
                schema,
                retriever=_refuse,
                pattern_options=RegexOptions(),
                validate_formats=True,
                formats=OWN_FORMATS,
            )
        except ValueError:  # too deep, or a text that is none in UTF-8: each example then goes the slow way
            self._validator = None

    def _name(self, schema: Node) -> str:
        identity = schema.identity
        name = self._names.get(identity)
        if name is None:
            name = self._names[identity] = f"s{len(self._names)}"
            self._waiting.append((name, schema))
        return name

    def _converted(self, schema: Json, document: Document) -> Json:
        if not isinstance(schema, dict):
            return schema if isinstance(schema, bool) else True
        made: dict[str, Json] = {}
        if "$ref" in schema:
            hop = self._references.follow(Node(document, (), schema))
            if hop is not None and hop.node is not None:
                name = self._name(hop.node)
                self._leading.append(name)
                made["$ref"] = f"#/$defs/{name}"
            if self._old:
                return made
        if not self._old and ("$dynamicRef" in schema or "$recursiveRef" in schema):
            self._follow_dynamic(made, schema, document)
        for key, held in schema.items():
            if self._old and key in _NEW:
                continue
            if key in _ONES:
                made[key] = self._converted(held, document)
            elif key in _MAPS:
                is_named = key != "patternProperties"
                made[key] = {
                    name if is_named else rewritten(name): self._converted(part, document)
                    for name, part in mapping(held).items()
                    if is_named or self._is_usable(name)
                }
            elif key in _LISTS:
                if listing(held):
                    made[key] = [*listing(made.get(key)), *(self._converted(part, document) for part in listing(held))]
            elif key in _PLAIN:
                if _PLAIN[key](held):
                    made[key] = held
            else:
                self._special(made, key, held)
        return self._amended(made, schema)

    def _special(self, made: dict[str, Json], key: str, held: Json) -> None:
        if key == "type":
            names: list[Json] = [*dict.fromkeys(types_of(held))]
            if names:
                made["type"] = names
        elif key == "format":
            if isinstance(held, str) and held in FORMATS:
                made["format"] = held
        elif key == "pattern" and isinstance(held, str) and self._is_usable(held):
            made["pattern"] = rewritten(held)

    def _is_usable(self, pattern: str) -> bool:
        usable = self._patterns.usable(pattern)
        if not usable:
            self._partial.add(self._converting)
        return usable

    def _follow_dynamic(self, made: dict[str, Json], schema: dict[str, Json], document: Document) -> None:
        holder = Node(document, (), schema)
        if self._dynamic.depends_on_scope(holder):
            self._undecided.add(self._converting)
            return
        if "$recursiveRef" in schema:
            self._partial.add(self._converting)
        target = self._references.target(holder, "$dynamicRef")
        if target is not None:
            name = self._name(target)
            self._leading.append(name)
            made["allOf"] = [{"$ref": f"#/$defs/{name}"}]

    def _amended(self, made: dict[str, Json], schema: dict[str, Json]) -> Json:
        """Say in the words of 2020-12 what OpenAPI says in others."""
        if self._old:
            for limit, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
                if schema.get(exclusive) is True and limit in made:
                    made[exclusive] = made.pop(limit)
            if schema.get("nullable") is True:
                if "type" in made:
                    made["type"] = [*dict.fromkeys([*listing(made["type"]), "null"])]
                if "enum" in made and None not in listing(made["enum"]):
                    made["enum"] = [*listing(made["enum"]), None]
        width = schema.get("format")
        if isinstance(width, str) and width in INTEGERS and "integer" in types_of(schema.get("type")):
            low, high = INTEGERS[width]
            least, most = made.get("minimum"), made.get("maximum")
            made["minimum"] = max(low, least) if is_number(least) else low
            made["maximum"] = min(high, most) if is_number(most) else high
        return made


def _size(value: Json) -> int:
    """How many values are in `value`, itself included; no further than to the most that matters."""
    count = 0
    stack = [value]
    while stack and count <= _MOST:
        held = stack.pop()
        count += 1
        if isinstance(held, dict):
            stack.extend(held.values())
        elif isinstance(held, list):
            stack.extend(held)
    return count


def _refuse(uri: str) -> Json:
    raise ValueError(uri)
