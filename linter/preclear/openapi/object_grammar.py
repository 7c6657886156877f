"""The objects of an OpenAPI document, and the fields that contain them.

Only objects that can contain a `$ref` or a schema, at whatever depth, are listed here. The official JSON Schemas say
what else a field may contain. Field names as in the OpenAPI Specification 3.0.4, 3.1.1 and 3.2.0, section
"Schema" (fixed fields of each object); those of a Schema Object of 3.1 as in JSON Schema 2020-12.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from preclear._records import NamedTuple

Shape: TypeAlias = Literal["one", "list", "map", "either"]


class FieldSpec(NamedTuple):
    """The shape and kind of a field's value: one object, a list of objects, or a mapping from names to objects.

    The shape `either` is one object or a list.
    """

    shape: Shape
    kind: str

    @property
    def container_kind(self) -> str:
        """The kind of the whole value: `mapping of schemas`, `list of parameters`, or the kind of the one object."""
        if self.shape == "one":
            return self.kind
        plural = f"{self.kind[:-1]}ies" if self.kind.endswith("y") else f"{self.kind}s"
        return f"{'mapping' if self.shape == 'map' else 'list'} of {plural}"


METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
"""The methods that are fields of a path item (3.2 adds `query`)."""

COMPONENT_SECTIONS = {
    "schemas": "schema",
    "responses": "response",
    "parameters": "parameter",
    "examples": "example",
    "requestBodies": "request body",
    "headers": "header",
    "securitySchemes": "security scheme",
    "links": "link",
    "callbacks": "callback",
    "pathItems": "path item",
    "mediaTypes": "media type",
}
"""The kind of object in each section of `components`."""

_MEDIA_TYPE_FIELDS = {
    "schema": FieldSpec("one", "schema"),
    "itemSchema": FieldSpec("one", "schema"),
    "examples": FieldSpec("map", "example"),
    "encoding": FieldSpec("map", "encoding"),
}
_PARAMETER_FIELDS = {
    "schema": FieldSpec("one", "schema"),
    "content": FieldSpec("map", "media type"),
    "examples": FieldSpec("map", "example"),
}
_SCHEMA_FIELDS_3_0 = {
    "properties": FieldSpec("map", "schema"),
    "items": FieldSpec("one", "schema"),
    "additionalProperties": FieldSpec("one", "schema"),
    "allOf": FieldSpec("list", "schema"),
    "anyOf": FieldSpec("list", "schema"),
    "oneOf": FieldSpec("list", "schema"),
    "not": FieldSpec("one", "schema"),
}
_SCHEMA_FIELDS_3_1 = _SCHEMA_FIELDS_3_0 | {
    "prefixItems": FieldSpec("list", "schema"),
    "contains": FieldSpec("one", "schema"),
    "patternProperties": FieldSpec("map", "schema"),
    "propertyNames": FieldSpec("one", "schema"),
    "if": FieldSpec("one", "schema"),
    "then": FieldSpec("one", "schema"),
    "else": FieldSpec("one", "schema"),
    "dependentSchemas": FieldSpec("map", "schema"),
    "unevaluatedItems": FieldSpec("one", "schema"),
    "unevaluatedProperties": FieldSpec("one", "schema"),
    "contentSchema": FieldSpec("one", "schema"),
    "$defs": FieldSpec("map", "schema"),
    "definitions": FieldSpec("map", "schema"),
}

ANY_DIALECT_SCHEMA_FIELDS = _SCHEMA_FIELDS_3_1 | {
    "items": FieldSpec("either", "schema"),
    "additionalItems": FieldSpec("one", "schema"),
    "dependencies": FieldSpec("map", "schema"),
}
"""The fields of a schema that may be written in 2020-12 or in draft-07."""

_OBJECT_FIELDS: dict[str, dict[str, FieldSpec]] = {
    "document": {
        "paths": FieldSpec("map", "path item"),
        "webhooks": FieldSpec("map", "path item"),
        "components": FieldSpec("one", "components"),
    },
    "components": {section: FieldSpec("map", kind) for section, kind in COMPONENT_SECTIONS.items()},
    "path item": {
        "parameters": FieldSpec("list", "parameter"),
        **{method: FieldSpec("one", "operation") for method in METHODS},
    },
    "operation": {
        "parameters": FieldSpec("list", "parameter"),
        "requestBody": FieldSpec("one", "request body"),
        "responses": FieldSpec("map", "response"),
        "callbacks": FieldSpec("map", "callback"),
    },
    "callback": {},
    "parameter": _PARAMETER_FIELDS,
    "header": _PARAMETER_FIELDS,
    "request body": {"content": FieldSpec("map", "media type")},
    "response": {
        "headers": FieldSpec("map", "header"),
        "content": FieldSpec("map", "media type"),
        "links": FieldSpec("map", "link"),
    },
    "media type": _MEDIA_TYPE_FIELDS,
    "encoding": {"headers": FieldSpec("map", "header")},
    "link": {},
    "example": {},
    "security scheme": {},
}


def grammar(series: str) -> dict[str, dict[str, FieldSpec]]:
    """Return the fields that contain objects, by kind of object, in this series (`3.0`, `3.1`, `3.2`)."""
    objects = _OBJECT_FIELDS | {"schema": _SCHEMA_FIELDS_3_0 if series == "3.0" else _SCHEMA_FIELDS_3_1}
    if series == "3.2":
        objects["path item"] = objects["path item"] | {
            "query": FieldSpec("one", "operation"),
            "additionalOperations": FieldSpec("map", "operation"),
        }
        objects["media type"] = objects["media type"] | {
            "prefixEncoding": FieldSpec("list", "encoding"),
            "itemEncoding": FieldSpec("one", "encoding"),
        }
        objects["encoding"] = objects["encoding"] | {"encoding": FieldSpec("map", "encoding")}
    if series == "3.0":
        objects["document"] = {key: spec for key, spec in objects["document"].items() if key != "webhooks"}
    return objects


REFERABLE_KINDS = frozenset(COMPONENT_SECTIONS.values())
"""The kinds of object that a `$ref` may replace (a media type only in 3.2)."""


def referable_kinds(series: str) -> frozenset[str]:
    """Return the kinds of object that a `$ref` may replace in this series."""
    return REFERABLE_KINDS if series == "3.2" else REFERABLE_KINDS - {"media type"}
