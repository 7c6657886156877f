"""The keywords of schemas that contain schemas, and what OpenAPI 3.0 writes differently from JSON Schema 2020-12."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.emulator.http.errors import JsonObject

SCHEMA_KEYWORDS = frozenset(
    {
        *("additionalItems", "additionalProperties", "contains", "contentSchema", "else", "if", "items", "not"),
        *("propertyNames", "then", "unevaluatedItems", "unevaluatedProperties"),
    }
)
"""Keywords whose value is a schema."""

SCHEMA_MAP_KEYWORDS = frozenset(
    {"$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties"}
)
"""Keywords whose value has schemas by name. `dependencies` of draft-07 can also have lists of names."""

SCHEMA_LIST_KEYWORDS = frozenset({"allOf", "anyOf", "items", "oneOf", "prefixItems"})
"""Keywords whose value is a list of schemas. `items` of draft-07 can be one."""

_LIMITS = (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))


def translate_3_0(schema: JsonObject) -> JsonObject:
    """Translate `nullable`, boolean limits and `example` of a schema of OpenAPI 3.0; its parts stay as they are."""
    for limit, exclusive in _LIMITS:
        is_exclusive = schema.get(exclusive)
        if isinstance(is_exclusive, bool):
            del schema[exclusive]
            if is_exclusive and limit in schema:
                schema[exclusive] = schema.pop(limit)
    type_name = schema.get("type")
    if schema.pop("nullable", False) is True and isinstance(type_name, str):
        schema["type"] = [type_name, "null"]
        enum = schema.get("enum")
        if isinstance(enum, list) and None not in enum:
            schema["enum"] = [*enum, None]
    if "example" in schema:
        schema.setdefault("examples", [schema["example"]])
        del schema["example"]
    return schema
