"""All schemas that examples are held against as one JSON Schema (2020-12), compiled once, for the fast way.

What it accepts is accepted. What it rejects is looked at again, step by step, for here a few things are read too
strictly: a `null` that `nullable` allows beside `$ref`, a required property that goes the other way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.examples.costs import compute_costs
from preclear.openapi.examples.evaluator.assertions import (
    CUSTOM_FORMATS,
    INTEGER_FORMATS,
    STRING_FORMATS,
    has_type,
    is_number,
    parse_types,
)
from preclear.openapi.examples.evaluator.regex import rewrite_pattern
from preclear.openapi.graph import find_ancestors
from preclear.openapi.structure.schema_rewriter import as_list, as_mapping
from preclear.source import Node

if TYPE_CHECKING:
    from collections.abc import Callable

    from jsonschema_rs import Validator

    from preclear.openapi.description import ApiDescription
    from preclear.openapi.examples.evaluator.dynamic import DynamicReferences
    from preclear.openapi.examples.evaluator.patterns import PatternMatcher
    from preclear.source import Document, Json, Pointer

_MAX_SAFE_COST = 64
"""The most evaluations of one value that are left to the validator whatever its size: it cannot be stopped."""
_MAX_EVALUATIONS = 1_000_000
"""The most evaluations of a value and all that is in it that are left to the validator."""
_MAX_DEFINITIONS = 20_000
"""The most definitions that are compiled: it takes time as the square of the longest chain of them."""

_SCHEMA_MAP_KEYWORDS = frozenset({"properties", "patternProperties", "dependentSchemas"})
_SCHEMA_LIST_KEYWORDS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_SCHEMA_KEYWORDS = frozenset(
    {
        *("additionalProperties", "items", "not", "if", "then", "else", "contains", "propertyNames"),
        *("unevaluatedProperties", "unevaluatedItems"),
    }
)
_KEYWORDS_SINCE_3_1 = frozenset(
    {
        *("patternProperties", "dependentSchemas", "prefixItems", "if", "then", "else", "contains", "propertyNames"),
        *("unevaluatedProperties", "unevaluatedItems", "const", "dependentRequired", "minContains", "maxContains"),
    }
)


def _is_count(value: Json) -> bool:
    return has_type(value, ["integer"]) and is_number(value) and value >= 0


def _is_name_list(value: Json) -> bool:
    return (
        isinstance(value, list)
        and all(isinstance(name, str) for name in value)
        and len(set(map(str, value))) == len(value)
    )


_KEYWORD_CHECKS: dict[str, Callable[[Json], bool]] = {
    "enum": lambda held: isinstance(held, list),
    "const": lambda held: True,
    "multipleOf": lambda held: is_number(held) and held > 0,
    "uniqueItems": lambda held: isinstance(held, bool),
    "required": _is_name_list,
    "dependentRequired": lambda held: isinstance(held, dict) and all(map(_is_name_list, held.values())),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), is_number),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"), _is_count),
    **dict.fromkeys(("minContains", "maxContains"), _is_count),
}


class FastValidator:
    """The schemas of one description, asked for by node; all must be added before the first question."""

    def __init__(
        self, description: ApiDescription, patterns: PatternMatcher, dynamic_references: DynamicReferences
    ) -> None:
        self._references = description.references
        self._is_3_0 = description.version.series == "3.0"
        self._patterns = patterns
        self._dynamic_references = dynamic_references
        self._nodes: dict[str, Node] = {}
        self._ambiguous_names: set[str] = set()
        """The definitions that mean one thing or another, by the way that leads to them."""
        self._incomplete_names: set[str] = set()
        """The definitions in which something is left out that no validator is there for."""
        self._accepting_names: dict[str, None] = {}
        self._names: dict[tuple[int, Pointer], str] = {}
        self._pending: list[tuple[str, Node]] = []
        self._definitions: dict[str, Json] = {}
        self._targets: dict[str, list[str]] = {}
        self._current_targets: list[str] = []
        self._roots: set[str] = set()
        self._validator: Validator | None = None
        self._is_compiled = False
        self._current_name = ""
        self._costs: dict[str, int] = {}

    def add(self, schema: Node) -> None:
        """Take `schema`, and all that it refers to, into the bundle."""
        self._roots.add(self._definition_name(schema))
        while self._pending and len(self._definitions) < _MAX_DEFINITIONS:
            name, node = self._pending.pop()
            self._nodes[name] = node
            self._current_name = name
            self._current_targets = self._targets[name] = []
            self._definitions[name] = self._convert(node.value, node.document)

    def accepts(self, schema: Node, value: Json) -> bool:
        """Whether `value` fits `schema`, which was added. False also where that could not be asked."""
        if not self._is_compiled:
            self._compile()
        name = self._definition_name(schema)
        if self._validator is None or name in self._ambiguous_names:
            return False
        cost = self._costs[name]
        if cost > _MAX_SAFE_COST and cost * _count_values(value) > _MAX_EVALUATIONS:
            return False
        try:
            is_valid = self._validator.is_valid({name: [value]})
        except ValueError:  # a value that the validator does not take: infinity, deep nesting
            return False
        if is_valid and self._incomplete_names:
            self._accepting_names[name] = None
        return is_valid

    def note_omissions(self) -> None:
        """Note what was left out of the schemas that have accepted something: to the patterns, the references."""
        visited: dict[str, None] = {}
        stack = list(self._accepting_names)
        while stack:
            name = stack.pop()
            if name not in visited:
                visited[name] = None
                stack += self._targets[name]
        for name in sorted(self._incomplete_names.intersection(visited), key=lambda name: int(name[1:])):
            self._note_omissions_in(self._nodes[name])

    def _note_omissions_in(self, definition: Node) -> None:
        stack = [definition]
        while stack:
            schema = stack.pop()
            for key, child in schema.entries():
                if key in _SCHEMA_KEYWORDS:
                    stack.append(child)
                elif key in _SCHEMA_LIST_KEYWORDS:
                    stack += child.items()
                elif key in _SCHEMA_MAP_KEYWORDS:
                    for name, part in child.entries():
                        if key == "patternProperties":
                            self._patterns.note_unsupported(name, part.key)
                        stack.append(part)
                elif key == "pattern" and isinstance(child.value, str):
                    self._patterns.note_unsupported(child.value, child.place)
                elif key == "$recursiveRef" and not self._is_3_0:
                    self._dynamic_references.note_unsupported(schema)

    def _compile(self) -> None:
        from jsonschema_rs import RegexOptions, validator_for

        self._is_compiled = True
        if self._pending:
            return
        self._costs = compute_costs(self._definitions, self._targets)
        self._ambiguous_names = find_ancestors(self._ambiguous_names, self._targets)
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
                formats=CUSTOM_FORMATS,
            )
        except ValueError:  # too deep, or a text that is none in UTF-8: each example then goes the slow way
            self._validator = None

    def _definition_name(self, schema: Node) -> str:
        identity = schema.identity
        name = self._names.get(identity)
        if name is None:
            name = self._names[identity] = f"s{len(self._names)}"
            self._pending.append((name, schema))
        return name

    def _convert(self, schema: Json, document: Document) -> Json:
        if not isinstance(schema, dict):
            return schema if isinstance(schema, bool) else True
        result: dict[str, Json] = {}
        if "$ref" in schema:
            resolution = self._references.follow(Node(document, (), schema))
            if resolution is not None and resolution.node is not None:
                name = self._definition_name(resolution.node)
                self._current_targets.append(name)
                result["$ref"] = f"#/$defs/{name}"
            if self._is_3_0:
                return result
        if not self._is_3_0 and ("$dynamicRef" in schema or "$recursiveRef" in schema):
            self._follow_dynamic(result, schema, document)
        for key, keyword_value in schema.items():
            if self._is_3_0 and key in _KEYWORDS_SINCE_3_1:
                continue
            if key in _SCHEMA_KEYWORDS:
                result[key] = self._convert(keyword_value, document)
            elif key in _SCHEMA_MAP_KEYWORDS:
                is_named = key != "patternProperties"
                result[key] = {
                    name if is_named else rewrite_pattern(name): self._convert(part, document)
                    for name, part in as_mapping(keyword_value).items()
                    if is_named or self._is_supported(name)
                }
            elif key in _SCHEMA_LIST_KEYWORDS:
                if as_list(keyword_value):
                    result[key] = [
                        *as_list(result.get(key)),
                        *(self._convert(part, document) for part in as_list(keyword_value)),
                    ]
            elif key in _KEYWORD_CHECKS:
                if _KEYWORD_CHECKS[key](keyword_value):
                    result[key] = keyword_value
            else:
                self._convert_keyword(result, key, keyword_value)
        return self._translate(result, schema)

    def _convert_keyword(self, result: dict[str, Json], key: str, keyword_value: Json) -> None:
        if key == "type":
            names: list[Json] = [*dict.fromkeys(parse_types(keyword_value))]
            if names:
                result["type"] = names
        elif key == "format":
            if isinstance(keyword_value, str) and keyword_value in STRING_FORMATS:
                result["format"] = keyword_value
        elif key == "pattern" and isinstance(keyword_value, str) and self._is_supported(keyword_value):
            result["pattern"] = rewrite_pattern(keyword_value)

    def _is_supported(self, pattern: str) -> bool:
        is_supported = self._patterns.is_supported(pattern)
        if not is_supported:
            self._incomplete_names.add(self._current_name)
        return is_supported

    def _follow_dynamic(self, result: dict[str, Json], schema: dict[str, Json], document: Document) -> None:
        node = Node(document, (), schema)
        if self._dynamic_references.is_scope_dependent(node):
            self._ambiguous_names.add(self._current_name)
            return
        if "$recursiveRef" in schema:
            self._incomplete_names.add(self._current_name)
        target = self._references.target(node, "$dynamicRef")
        if target is not None:
            name = self._definition_name(target)
            self._current_targets.append(name)
            result["allOf"] = [{"$ref": f"#/$defs/{name}"}]

    def _translate(self, result: dict[str, Json], schema: dict[str, Json]) -> Json:
        """Say in the words of 2020-12 what OpenAPI says in others."""
        if self._is_3_0:
            for limit, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
                if schema.get(exclusive) is True and limit in result:
                    result[exclusive] = result.pop(limit)
            if schema.get("nullable") is True:
                if "type" in result:
                    result["type"] = [*dict.fromkeys([*as_list(result["type"]), "null"])]
                if "enum" in result and None not in as_list(result["enum"]):
                    result["enum"] = [*as_list(result["enum"]), None]
        number_format = schema.get("format")
        if (
            isinstance(number_format, str)
            and number_format in INTEGER_FORMATS
            and "integer" in parse_types(schema.get("type"))
        ):
            low, high = INTEGER_FORMATS[number_format]
            least, most = result.get("minimum"), result.get("maximum")
            result["minimum"] = max(low, least) if is_number(least) else low
            result["maximum"] = min(high, most) if is_number(most) else high
        return result


def _count_values(value: Json) -> int:
    """How many values are in `value`, itself included; no further than to the most that matters."""
    count = 0
    stack = [value]
    while stack and count <= _MAX_EVALUATIONS:
        item = stack.pop()
        count += 1
        if isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
    return count


def _refuse(uri: str) -> Json:
    raise ValueError(uri)
