"""All schemas of examples as the definitions of one JSON Schema (2020-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.examples.evaluator.assertions import INTEGER_FORMATS, STRING_FORMATS, has_type, parse_types
from preclear.openapi.examples.evaluator.rust_regex import rewrite_pattern
from preclear.openapi.values import as_list, as_mapping, is_number
from preclear.source import Node

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.openapi.description import ApiDescription
    from preclear.openapi.examples.evaluator.dynamic import DynamicReferences
    from preclear.openapi.examples.evaluator.patterns import PatternMatcher
    from preclear.source import Document, Json, Pointer

_MAX_DEFINITIONS = 20_000
"""The most definitions that are compiled: compiling takes time quadratic in the longest chain of references."""

SCHEMA_MAP_KEYWORDS = frozenset({"properties", "patternProperties", "dependentSchemas"})
SCHEMA_LIST_KEYWORDS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
SCHEMA_KEYWORDS = frozenset(
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
    "enum": lambda value: isinstance(value, list),
    "const": lambda value: True,
    "multipleOf": lambda value: is_number(value) and value > 0,
    "uniqueItems": lambda value: isinstance(value, bool),
    "required": _is_name_list,
    "dependentRequired": lambda value: isinstance(value, dict) and all(map(_is_name_list, value.values())),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), is_number),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"), _is_count),
    **dict.fromkeys(("minContains", "maxContains"), _is_count),
}


class SchemaBundle:
    """The schemas of one description, each as a definition with a name, with all the schemas that they refer to."""

    def __init__(
        self, description: ApiDescription, patterns: PatternMatcher, dynamic_references: DynamicReferences
    ) -> None:
        self.nodes: dict[str, Node] = {}
        """The schema of each definition."""
        self.definitions: dict[str, Json] = {}
        self.targets: dict[str, list[str]] = {}
        """The definitions that each definition refers to."""
        self.root_names: set[str] = set()
        """The definitions of the schemas that `add` was called with."""
        self.ambiguous_names: set[str] = set()
        """The definitions whose meaning depends on the schemas that lead to them."""
        self.incomplete_names: set[str] = set()
        """The definitions without a part that the validator doesn't support."""
        self._references = description.references
        self._is_3_0 = description.version.series == "3.0"
        self._patterns = patterns
        self._dynamic_references = dynamic_references
        self._names: dict[tuple[int, Pointer], str] = {}
        self._pending: list[tuple[str, Node]] = []
        self._current_name = ""

    @property
    def is_complete(self) -> bool:
        """Whether every schema that a definition refers to has a definition; False if there are too many."""
        return not self._pending

    def add(self, schema: Node) -> None:
        """Add definitions of `schema` and of all schemas that it refers to."""
        self.root_names.add(self.name_of(schema))
        while self._pending and len(self.definitions) < _MAX_DEFINITIONS:
            name, node = self._pending.pop()
            self.nodes[name] = node
            self._current_name = name
            self.targets[name] = []
            self.definitions[name] = self._convert(node.value, node.document)

    def name_of(self, schema: Node) -> str:
        """Return the name of the definition of `schema`; a schema that has none gets one, to be converted by `add`."""
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
                name = self.name_of(resolution.node)
                self.targets[self._current_name].append(name)
                result["$ref"] = f"#/$defs/{name}"
            if self._is_3_0:
                return result
        if not self._is_3_0 and ("$dynamicRef" in schema or "$recursiveRef" in schema):
            self._follow_dynamic(result, schema, document)
        for key, keyword_value in schema.items():
            if self._is_3_0 and key in _KEYWORDS_SINCE_3_1:
                continue
            if key in SCHEMA_KEYWORDS:
                result[key] = self._convert(keyword_value, document)
            elif key in SCHEMA_MAP_KEYWORDS:
                is_named = key != "patternProperties"
                result[key] = {
                    name if is_named else rewrite_pattern(name): self._convert(part, document)
                    for name, part in as_mapping(keyword_value).items()
                    if is_named or self._is_supported(name)
                }
            elif key in SCHEMA_LIST_KEYWORDS:
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
            self.incomplete_names.add(self._current_name)
        return is_supported

    def _follow_dynamic(self, result: dict[str, Json], schema: dict[str, Json], document: Document) -> None:
        node = Node(document, (), schema)
        if self._dynamic_references.is_scope_dependent(node):
            self.ambiguous_names.add(self._current_name)
            return
        if "$recursiveRef" in schema:
            self.incomplete_names.add(self._current_name)
        target = self._references.target(node, "$dynamicRef")
        if target is not None:
            name = self.name_of(target)
            self.targets[self._current_name].append(name)
            result["allOf"] = [{"$ref": f"#/$defs/{name}"}]

    def _translate(self, result: dict[str, Json], schema: dict[str, Json]) -> Json:
        """Translate what OpenAPI writes differently from 2020-12: `nullable`, boolean limits, integer formats."""
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
