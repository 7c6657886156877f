"""The fields that an object may have, and their conditions, read from the rewritten official schema."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from preclear._patterns import lazy_pattern
from preclear._records import NamedTuple
from preclear.openapi.values import as_list, as_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source import Json

SchemaPath = tuple["str | int", ...]
"""A way into a schema: keys, and indices into its lists."""

_NAME_ALTERNATIVES = lazy_pattern(r"\^\((?:\?:)?([a-zA-Z|]+)\)\$")


class Condition(NamedTuple):
    """A condition on an object: it `has` a field, a field `is` a value or is `like` a pattern; or the opposite."""

    test: Literal["has", "is", "like"]
    key: str
    value: Json = None
    is_positive: bool = True
    is_required: bool = True
    """Whether the field must exist: in JSON Schema, the condition also holds without the field."""

    def is_met_by(self, value: dict[str, Json]) -> bool:
        """Whether it does, of this object."""
        return self._matches(value) == self.is_positive

    def _matches(self, value: dict[str, Json]) -> bool:
        if self.key not in value:
            return not self.is_required
        actual = value[self.key]
        if self.test == "like":
            return not isinstance(actual, str) or re.search(str(self.value), actual) is not None
        return self.test == "has" or actual == self.value


class Field(NamedTuple):
    """A field that an object may have, where all conditions hold."""

    name: str
    conditions: tuple[Condition, ...]


def resolve_path(schema: Json, path: SchemaPath) -> Json:
    """Return the part of `schema` at `path`, or None."""
    for step in path:
        if isinstance(schema, list) and isinstance(step, int) and step < len(schema):
            schema = schema[step]
        elif isinstance(schema, dict) and str(step) in schema:
            schema = schema[str(step)]
        else:
            return None
    return schema


def iter_fields(root: dict[str, Json], schema: Json, outer_conditions: tuple[Condition, ...] = ()) -> Iterator[Field]:
    """Yield every field that `schema`, a part of `root`, defines, once for each set of conditions that allows it."""
    if not isinstance(schema, dict):
        return
    for name, subschema in as_mapping(schema.get("properties")).items():
        if subschema is not False:
            yield Field(name, outer_conditions)
    for pattern in as_mapping(schema.get("patternProperties")):
        names = _NAME_ALTERNATIVES.fullmatch(pattern)
        for name in names[1].split("|") if names else ():
            yield Field(name, outer_conditions)
    if "$ref" in schema:
        yield from iter_fields(root, resolve_path(root, tuple(str(schema["$ref"]).split("/")[1:])), outer_conditions)
    for part in as_list(schema.get("allOf")):
        yield from iter_fields(root, part, outer_conditions)
    for name, part in as_mapping(schema.get("dependentSchemas")).items():
        yield from iter_fields(root, part, (*outer_conditions, Condition("has", name)))
    if "if" in schema:
        yield from iter_fields(root, schema.get("then"), (*outer_conditions, *parse_conditions(schema["if"])))
        yield from iter_fields(
            root, schema.get("else"), (*outer_conditions, *negate_conditions(parse_conditions(schema["if"])))
        )


def parse_conditions(if_schema: Json) -> tuple[Condition, ...]:
    """Parse the schema of an `if` into conditions. Only the forms that the official schemas use are supported."""
    required = as_list(as_mapping(if_schema).get("required"))
    parsed: list[Condition] = []
    for key, subschema in as_mapping(as_mapping(if_schema).get("properties")).items():
        if "const" in as_mapping(subschema):
            parsed.append(Condition("is", key, as_mapping(subschema)["const"], is_required=key in required))
        elif "pattern" in as_mapping(subschema):
            parsed.append(Condition("like", key, as_mapping(subschema)["pattern"], is_required=key in required))
    tested_keys = {condition.key for condition in parsed}
    parsed.extend(Condition("has", str(key)) for key in required if key not in tested_keys)
    return tuple(parsed)


def negate_conditions(terms: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Negate a conjunction. The result is empty for more than one condition, whose negation isn't a conjunction."""
    return (terms[0]._replace(is_positive=not terms[0].is_positive),) if len(terms) == 1 else ()


def find_conditions(root: dict[str, Json], path: SchemaPath, levels_up: int = 0) -> tuple[Condition, ...]:
    """Return the conditions under which the part of `root` at `path` applies.

    They are conditions on the value that is checked there or, if `levels_up` is 1, on the object that contains it.
    """
    levels: list[tuple[Condition, ...]] = [()]
    schema: Json = root
    keyword = ""
    for step in path:
        if keyword:
            if keyword in ("properties", "patternProperties"):
                levels.append(())
            elif keyword == "dependentSchemas":
                levels[-1] += (Condition("has", str(step)),)
            keyword = ""
        elif step in ("properties", "patternProperties", "dependentSchemas", "$defs", "allOf", "oneOf", "anyOf"):
            keyword = str(step)
        elif step in ("then", "else") and "if" in as_mapping(schema):
            terms = parse_conditions(as_mapping(schema)["if"])
            levels[-1] += terms if step == "then" else negate_conditions(terms)
        elif step in ("items", "additionalProperties", "propertyNames"):
            levels.append(())
        schema = resolve_path(schema, (step,))
    return levels[-1 - levels_up] if levels_up < len(levels) else ()
