"""Accept small values by a rewritten official schema, read keyword by keyword.

To import the validator and to compile a schema takes longer than to interpret it for a small document. A value that is
accepted here is valid. One that isn't may be valid all the same: the validator decides, and its failures are explained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from preclear.openapi.structure.official_schemas.plain_values import count_plain_values
from preclear.openapi.structure.official_schemas.schema_patterns import UndecidedError, matches
from preclear.openapi.values import as_list, as_mapping

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.source import Json

_Keyword: TypeAlias = "Callable[[SchemaInterpreter, Json, Json, dict[str, Json], set[str] | None], bool]"
"""Takes the interpreter, the keyword's value, the value, the schema around the keyword, and a set for the names of the
properties that the schema evaluates, if needed. Returns whether the value is valid."""

_MAX_VALUES = 1_500
"""The most values that are interpreted, all in all. For more, the validator is faster."""
_MAX_ITEMS = 50
"""The longest list whose items are compared with each other."""

_DEFINITION_PREFIX = "#/$defs/"


class SchemaInterpreter:
    """Interprets the schema of a version of OpenAPI, as `official_schemas.official_schema` returns it."""

    def __init__(self, schema: dict[str, Json]) -> None:
        self._schema = schema
        self._remaining_values = _MAX_VALUES
        self._definitions = as_mapping(schema["$defs"])

    def accepts(self, kind: str, value: Json) -> bool:
        """Whether `value` is small and known to be valid as `kind`, a key of `official_schemas.OBJECT_KINDS`."""
        count = count_plain_values(value, self._remaining_values)
        if count is None:
            self._remaining_values = 0
            return False
        self._remaining_values -= count
        schema = as_mapping(as_mapping(self._schema["properties"])[kind])["items"]
        try:
            return self.is_valid(schema, value, None)
        except UndecidedError:
            return False

    def is_valid(self, schema: Json, value: Json, evaluated: set[str] | None) -> bool:
        """Whether `value` is valid against `schema`; adds the names of its properties that `schema` evaluates."""
        if not isinstance(schema, dict):
            return schema is True
        if "unevaluatedProperties" in schema:
            names = set[str]()
            if not self._accepts_keywords(schema, value, names):
                return False
            if isinstance(value, dict):
                rest = schema["unevaluatedProperties"]
                if not all(self.is_valid(rest, child, None) for name, child in value.items() if name not in names):
                    return False
                if evaluated is not None:
                    evaluated.update(value)
            return True
        return self._accepts_keywords(schema, value, evaluated)

    def accepts_property(self, schema: Json, name: str, value: Json, evaluated: set[str] | None) -> bool:
        """Whether the `value` of the property `name` is valid against `schema`, which thereby evaluates it."""
        if evaluated is not None:
            evaluated.add(name)
        return self.is_valid(schema, value, None)

    def resolve(self, reference: Json) -> Json:
        """Return the definition that a `$ref` of the schema refers to."""
        target: Json = self._definitions
        for name in str(reference).removeprefix(_DEFINITION_PREFIX).split("/"):
            if not isinstance(target, dict) or name not in target:
                raise UndecidedError
            target = target[name]
        return target

    def _accepts_keywords(self, schema: dict[str, Json], value: Json, evaluated: set[str] | None) -> bool:
        for name, keyword_value in schema.items():
            keyword = _KEYWORDS.get(name)
            if keyword is not None:
                if not keyword(self, keyword_value, value, schema, evaluated):
                    return False
            elif name not in _CHECKED_WITH_OTHERS:
                raise UndecidedError
        return True


_TYPES: dict[type, str] = {
    dict: "object",
    list: "array",
    str: "string",
    bool: "boolean",
    int: "integer",
    type(None): "null",
}


def _check_type(_: SchemaInterpreter, types: Json, value: Json, *__: object) -> bool:
    name = _TYPES.get(value.__class__)
    if name is None:  # a number with a fraction, or a whole one that is written with it
        if types == "number":
            return True
        raise UndecidedError
    if types.__class__ is str:
        return name == types or (name == "integer" and types == "number")
    names = as_list(types)
    return name in names or (name == "integer" and "number" in names)


def _check_enum(_: SchemaInterpreter, allowed: Json, value: Json, *__: object) -> bool:
    values = as_list(allowed)
    if not all(isinstance(item, str | bool) for item in values):
        raise UndecidedError
    return isinstance(value, str | bool) and value in values


def _check_const(interpreter: SchemaInterpreter, allowed: Json, value: Json, *_: object) -> bool:
    return _check_enum(interpreter, [allowed], value)


def _check_required(_: SchemaInterpreter, names: Json, value: Json, *__: object) -> bool:
    return not isinstance(value, dict) or all(name in value for name in as_list(names))


def _check_pattern(_: SchemaInterpreter, pattern: Json, value: Json, *__: object) -> bool:
    return not isinstance(value, str) or matches(str(pattern), value)


def _check_minimum(is_exclusive: bool) -> _Keyword:
    def check(_: SchemaInterpreter, limit: Json, value: Json, *__: object) -> bool:
        if not isinstance(value, int | float) or isinstance(value, bool):
            return True
        if not isinstance(limit, int | float):
            raise UndecidedError
        return value > limit or (value == limit and not is_exclusive)

    return check


def _check_size(kind: type[dict[str, Json]] | type[list[Json]], is_minimum: bool) -> _Keyword:
    def check(_: SchemaInterpreter, limit: Json, value: Json, *__: object) -> bool:
        if not isinstance(limit, int):
            raise UndecidedError
        if not isinstance(value, kind):
            return True
        return len(value) >= limit if is_minimum else len(value) <= limit

    return check


def _check_unique_items(_: SchemaInterpreter, is_required: Json, value: Json, *__: object) -> bool:
    if is_required is not True or not isinstance(value, list):
        return True
    if len(value) > _MAX_ITEMS or any(item in value[:number] for number, item in enumerate(value)):
        raise UndecidedError  # to Python, 1 equals true
    return True


def _follow(
    interpreter: SchemaInterpreter,
    reference: Json,
    value: Json,
    schema: dict[str, Json],
    evaluated: set[str] | None,
) -> bool:
    return interpreter.is_valid(interpreter.resolve(reference), value, evaluated)


def _apply_all(
    interpreter: SchemaInterpreter,
    branches: Json,
    value: Json,
    schema: dict[str, Json],
    evaluated: set[str] | None,
) -> bool:
    return all(interpreter.is_valid(branch, value, evaluated) for branch in as_list(branches))


def _apply_condition(
    interpreter: SchemaInterpreter,
    condition: Json,
    value: Json,
    schema: dict[str, Json],
    evaluated: set[str] | None,
) -> bool:
    names = None if evaluated is None else set[str]()
    is_met = interpreter.is_valid(condition, value, names)
    if is_met and evaluated is not None and names is not None:
        evaluated |= names
    return interpreter.is_valid(schema.get("then" if is_met else "else", True), value, evaluated)


def _apply_dependent_schemas(
    interpreter: SchemaInterpreter,
    schemas: Json,
    value: Json,
    schema: dict[str, Json],
    evaluated: set[str] | None,
) -> bool:
    return not isinstance(value, dict) or all(
        interpreter.is_valid(dependent, value, evaluated)
        for name, dependent in as_mapping(schemas).items()
        if name in value
    )


def _apply_items(interpreter: SchemaInterpreter, items: Json, value: Json, *_: object) -> bool:
    return not isinstance(value, list) or all(interpreter.is_valid(items, item, None) for item in value)


def _apply_property_names(interpreter: SchemaInterpreter, names: Json, value: Json, *_: object) -> bool:
    return not isinstance(value, dict) or all(interpreter.is_valid(names, name, None) for name in value)


def _apply_properties(
    interpreter: SchemaInterpreter,
    properties: Json,
    value: Json,
    schema: dict[str, Json],
    evaluated: set[str] | None,
) -> bool:
    if not isinstance(value, dict) or not isinstance(properties, dict):
        return True
    for name, child in value.items():
        if name in properties and not interpreter.accepts_property(properties[name], name, child, evaluated):
            return False
    return True


def _apply_pattern_properties(
    interpreter: SchemaInterpreter,
    properties: Json,
    value: Json,
    schema: dict[str, Json],
    evaluated: set[str] | None,
) -> bool:
    if not isinstance(value, dict):
        return True
    for pattern, subschema in as_mapping(properties).items():
        for name, child in value.items():
            if matches(pattern, name) and not interpreter.accepts_property(subschema, name, child, evaluated):
                return False
    return True


def _apply_additional_properties(
    interpreter: SchemaInterpreter,
    additional: Json,
    value: Json,
    schema: dict[str, Json],
    evaluated: set[str] | None,
) -> bool:
    if not isinstance(value, dict):
        return True
    declared, patterns = as_mapping(schema.get("properties")), as_mapping(schema.get("patternProperties"))
    for name, child in value.items():
        is_additional = name not in declared and not any(matches(pattern, name) for pattern in patterns)
        if is_additional and not interpreter.accepts_property(additional, name, child, evaluated):
            return False
    return True


_KEYWORDS: dict[str, _Keyword] = {
    "type": _check_type,
    "enum": _check_enum,
    "const": _check_const,
    "required": _check_required,
    "pattern": _check_pattern,
    "minimum": _check_minimum(is_exclusive=False),
    "exclusiveMinimum": _check_minimum(is_exclusive=True),
    "minItems": _check_size(list, is_minimum=True),
    "minProperties": _check_size(dict, is_minimum=True),
    "maxProperties": _check_size(dict, is_minimum=False),
    "uniqueItems": _check_unique_items,
    "$ref": _follow,
    "allOf": _apply_all,
    "if": _apply_condition,
    "dependentSchemas": _apply_dependent_schemas,
    "items": _apply_items,
    "propertyNames": _apply_property_names,
    "properties": _apply_properties,
    "patternProperties": _apply_pattern_properties,
    "additionalProperties": _apply_additional_properties,
}
_CHECKED_WITH_OTHERS = frozenset({"then", "else", "unevaluatedProperties", "$defs"})
