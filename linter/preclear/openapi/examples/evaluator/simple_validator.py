"""Accept most examples without compiling their schemas.

An example that is accepted is valid, as the evaluator would find. One that isn't may be valid all the same: the
evaluator decides, and explains. A keyword that isn't known here, such as `not`, accepts nothing.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from preclear.openapi.examples.evaluator.assertions import ASSERTIONS, TYPES, is_member, parse_types
from preclear.openapi.examples.evaluator.budget import CHARACTERS_PER_STEP
from preclear.openapi.values import as_list, as_mapping
from preclear.source import Node, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from preclear.openapi.description import ApiDescription
    from preclear.openapi.examples.evaluator.assertions import Assertion
    from preclear.openapi.examples.evaluator.patterns import PatternMatcher
    from preclear.source import Document, Json

_Applicator: TypeAlias = "Callable[[SimpleValidator, Json, Json, dict[str, Json], Document], bool]"
"""Takes the validator, the value, the keyword's value, the schema around it and its document; returns whether the
keyword accepts the value."""

_MAX_DEPTH = 50
"""The most levels of nested schemas. The evaluator allows more."""
_MAX_STEPS = 20_000
"""The most steps for one example. A step is one value against one schema, or one key or item of a value."""
_MAX_TOTAL_STEPS = 200_000
"""The most steps for all examples, plus one for every `_DOCUMENT_CHARACTERS_PER_STEP` characters of the documents."""
_DOCUMENT_CHARACTERS_PER_STEP = 10
_MAX_SIZE = 1_000
"""The longest text or list that one keyword looks at as a whole: a choice may repeat it with every branch."""
_SHORT_LIST = 20
_MAX_PATTERNS = 200
"""The most patterns that are compiled to see whether they are supported."""

_TYPES_BY_CLASS: dict[type, frozenset[str]] = {
    str: frozenset({"string"}),
    bool: frozenset({"boolean"}),
    int: frozenset({"integer", "number"}),
    dict: frozenset({"object"}),
    list: frozenset({"array"}),
    type(None): frozenset({"null"}),
}
_FRACTION = frozenset({"number"})


class SimpleValidator:
    """The schemas of one description, all of which must be in the dialect of OpenAPI."""

    def __init__(self, description: ApiDescription, patterns: PatternMatcher) -> None:
        self.patterns = patterns
        self._description = description
        self._references = description.references
        self.is_3_0: bool = description.version.series == "3.0"
        self._assertions = _ASSERTIONS_3_0 if self.is_3_0 else _ASSERTIONS
        self._applicators = _APPLICATORS_3_0 if self.is_3_0 else _APPLICATORS
        characters = sum(len(document.text) for document in description.documents)
        self.remaining_steps: int = _MAX_TOTAL_STEPS + characters // _DOCUMENT_CHARACTERS_PER_STEP
        self._steps = 0
        self._depth = 0

    def accepts(self, schema: Node, value: Json) -> bool:
        """Whether `value` is known to be valid against `schema`."""
        if isinstance(value, dict | list) and not self.supports_all_schemas:
            return False
        return self.accepts_value(schema.value, value, schema.document)

    def accepts_value(self, schema: Json, value: Json, document: Document) -> bool:
        """Whether `value` is known to be valid against `schema`, which is in `document`."""
        self._depth = 0
        self._steps = steps = min(_MAX_STEPS, self.remaining_steps)
        is_accepted = self.accepts_part(schema, value, document)
        self.remaining_steps = max(0, self.remaining_steps - (steps - self._steps))
        return is_accepted

    def take_steps(self, count: int) -> bool:
        """Take the steps of one example off those of all, as accepting it would. False if it may take fewer."""
        if count > min(_MAX_STEPS, self.remaining_steps):
            return False
        self.remaining_steps -= count
        return True

    def is_flat(self, schema: Mapping[str, Json]) -> bool:
        """Whether `schema` has neither parts nor a reference nor a pattern: only its own assertions decide."""
        return "$ref" not in schema and self._applicators.keys().isdisjoint(schema)

    @cached_property
    def supports_all_schemas(self) -> bool:
        """Whether the description has no `pattern` that can't be matched, and no `$recursiveRef`.

        For lists and mappings, those are reported wherever a schema leads to them, even if no value meets them.
        """
        texts: set[str] = set()
        for schema in self._description.schemas:
            value = schema.value
            if not isinstance(value, dict):
                continue
            if "pattern" in value and isinstance(value["pattern"], str):
                texts.add(value["pattern"])
            if not self.is_3_0 and ("patternProperties" in value or "$recursiveRef" in value):
                if "$recursiveRef" in value:
                    return False
                texts.update(as_mapping(value["patternProperties"]))
        return len(texts) <= _MAX_PATTERNS and all(map(self.patterns.is_supported, sorted(texts)))

    def accepts_part(self, schema: Json, value: Json, document: Document) -> bool:
        """Whether `value`, a part of the example, is known to be valid against `schema`, which is in `document`."""
        if not isinstance(schema, dict):
            return schema is not False
        self._steps -= 1
        if self._steps < 0 or self._depth >= _MAX_DEPTH:
            return False
        self._depth += 1
        is_accepted = self._accepts_keywords(schema, value, document)
        self._depth -= 1
        return is_accepted

    def spend(self, count: int) -> None:
        """Take `count` steps off those of the example."""
        self._steps -= count

    def accepts_reference(self, value: Json, schema: dict[str, Json], document: Document) -> bool:
        """Whether `value` is known to be valid against the schema that the `$ref` of `schema` leads to."""
        target = None if self._references.has_refused else self._references.target(Node(document, (), schema))
        return target is not None and self.accepts_part(target.value, value, target.document)

    def _accepts_keywords(self, schema: dict[str, Json], value: Json, document: Document) -> bool:
        if self.is_3_0:
            if "$ref" in schema:  # 3.0 ignores everything beside it
                return self.accepts_reference(value, schema, document)
            if value is None and schema.get("nullable") is True:
                return True
        if isinstance(value, str):
            self._steps -= len(value) // CHARACTERS_PER_STEP
            if self._steps < 0 or "{{" in value:
                return False  # a template that is filled in later is neither valid nor invalid
        assertions, applicators = self._assertions, self._applicators
        for keyword, keyword_value in schema.items():
            assertion = assertions.get(keyword)
            if assertion is not None:
                if not assertion(value, keyword_value, schema):
                    return False
            elif keyword in applicators and not applicators[keyword](self, value, keyword_value, schema, document):
                return False
        return True


def _has_type(value: Json, keyword_value: Json, schema: Mapping[str, Json]) -> bool:
    types = _TYPES_BY_CLASS.get(value.__class__, _FRACTION)
    if isinstance(value, float) and value.is_integer():
        types = _TYPES_BY_CLASS[int]
    if isinstance(keyword_value, str):
        return keyword_value in types or keyword_value not in TYPES
    names = parse_types(keyword_value)
    return not names or not types.isdisjoint(names)


def _has_format(value: Json, keyword_value: Json, schema: Mapping[str, Json]) -> bool:
    is_long = isinstance(value, str) and len(value) > _MAX_SIZE
    return not is_long and ASSERTIONS["format"](value, keyword_value, schema)


def _is_in_enum(value: Json, keyword_value: Json, schema: Mapping[str, Json]) -> bool:
    if not isinstance(keyword_value, list):
        return True
    if isinstance(value, dict | list):
        return False
    if len(keyword_value) < _SHORT_LIST:  # `true` and 1 are equal in Python, but not in JSON
        is_boolean = isinstance(value, bool)
        return any(item == value and isinstance(item, bool) is is_boolean for item in keyword_value)
    return is_member(value, keyword_value)


def _is_const(value: Json, keyword_value: Json, schema: Mapping[str, Json]) -> bool:
    return _is_in_enum(value, [keyword_value], schema)


def _has_unique_items(value: Json, keyword_value: Json, schema: Mapping[str, Json]) -> bool:
    if not isinstance(value, list) or keyword_value is not True:
        return True
    return (
        len(value) <= _MAX_SIZE
        and all(isinstance(item, str) for item in value)
        and len({*map(str, value)}) == len(value)
    )


def _accepts_reference(
    validator: SimpleValidator, value: Json, keyword_value: Json, schema: dict[str, Json], document: Document
) -> bool:
    return validator.accepts_reference(value, schema, document)


def _accepts_properties(
    validator: SimpleValidator, value: Json, keyword_value: Json, schema: dict[str, Json], document: Document
) -> bool:
    if not isinstance(value, dict):
        return True
    schemas = as_mapping(keyword_value)
    validator.spend(len(value))
    return all(
        validator.accepts_part(schemas[name], child, document) for name, child in value.items() if name in schemas
    )


def _accepts_additional_properties(
    validator: SimpleValidator, value: Json, keyword_value: Json, schema: dict[str, Json], document: Document
) -> bool:
    if not isinstance(value, dict) or keyword_value is True:
        return True
    declared = as_mapping(schema.get("properties"))
    validator.spend(len(value))
    return all(
        validator.accepts_part(keyword_value, child, document) for name, child in value.items() if name not in declared
    )


def _accepts_items(
    validator: SimpleValidator, value: Json, keyword_value: Json, schema: dict[str, Json], document: Document
) -> bool:
    if not isinstance(value, list):
        return True
    validator.spend(len(value))
    return not isinstance(keyword_value, list) and all(
        validator.accepts_part(keyword_value, item, document) for item in value
    )


def _accepts_all_of(
    validator: SimpleValidator, value: Json, keyword_value: Json, schema: dict[str, Json], document: Document
) -> bool:
    return all(validator.accepts_part(branch, value, document) for branch in as_list(keyword_value))


def _accepts_any_of(
    validator: SimpleValidator, value: Json, keyword_value: Json, schema: dict[str, Json], document: Document
) -> bool:
    branches = as_list(keyword_value)
    return not branches or any(validator.accepts_part(branch, value, document) for branch in branches)


def _accepts_required(
    validator: SimpleValidator, value: Json, keyword_value: Json, schema: dict[str, Json], document: Document
) -> bool:
    return not isinstance(value, dict) or all(name in value for name in as_list(keyword_value) if isinstance(name, str))


def _accepts_pattern(
    validator: SimpleValidator, value: Json, keyword_value: Json, schema: dict[str, Json], document: Document
) -> bool:
    if not isinstance(value, str) or not isinstance(keyword_value, str):
        return True
    if len(value) > _MAX_SIZE or not validator.patterns.is_supported(keyword_value):
        return False
    return validator.patterns.match(keyword_value, value, Place(document, ())) is True


def _accepts_nothing(
    validator: SimpleValidator, value: Json, keyword_value: Json, schema: dict[str, Json], document: Document
) -> bool:
    return False


_ASSERTIONS: dict[str, Assertion] = ASSERTIONS | {
    "type": _has_type,
    "format": _has_format,
    "enum": _is_in_enum,
    "const": _is_const,
    "uniqueItems": _has_unique_items,
}
_ASSERTIONS_3_0 = {keyword: assertion for keyword, assertion in _ASSERTIONS.items() if keyword != "const"}
_APPLICATORS_3_0: dict[str, _Applicator] = {
    "properties": _accepts_properties,
    "additionalProperties": _accepts_additional_properties,
    "items": _accepts_items,
    "allOf": _accepts_all_of,
    "anyOf": _accepts_any_of,
    "required": _accepts_required,
    "pattern": _accepts_pattern,
    "oneOf": _accepts_nothing,
    "not": _accepts_nothing,
}
_UNKNOWN_KEYWORDS = (
    *("$dynamicRef", "$recursiveRef", "patternProperties", "propertyNames", "prefixItems", "contains", "if"),
    *("dependentSchemas", "dependentRequired", "unevaluatedProperties", "unevaluatedItems"),
)
_APPLICATORS: dict[str, _Applicator] = (
    _APPLICATORS_3_0 | {"$ref": _accepts_reference} | dict.fromkeys(_UNKNOWN_KEYWORDS, _accepts_nothing)
)
