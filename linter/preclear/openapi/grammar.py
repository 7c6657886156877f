"""Which objects an OpenAPI document is made of, and under which fields they stand.

Only what can hold a `$ref` or a schema, or leads to something that can, is in here: what a field may contain beyond
that is the official JSON Schema's matter. Field names as in the OpenAPI Specification 3.0.4, 3.1.1 and 3.2.0, section
"Schema" (fixed fields of each object); those of a Schema Object of 3.1 as in JSON Schema 2020-12.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Shape: TypeAlias = Literal["one", "list", "map", "either"]


class Child(NamedTuple):
    """What stands under a field: one object, a list of them or a mapping from names to them; and of which kind.

    `either` is one or a list.
    """

    shape: Shape
    kind: str

    @property
    def whole(self) -> str:
        """The kind of what stands under the field as a whole: `mapping of schemas`, `list of parameters`."""
        if self.shape == "one":
            return self.kind
        many = f"{self.kind[:-1]}ies" if self.kind.endswith("y") else f"{self.kind}s"
        return f"{'mapping' if self.shape == 'map' else 'list'} of {many}"


METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
"""The methods that a path item has fields for (3.2 adds `query`)."""

COMPONENTS = {
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
"""The sections of `components` and what they hold."""

_CONTENT = {
    "schema": Child("one", "schema"),
    "itemSchema": Child("one", "schema"),
    "examples": Child("map", "example"),
    "encoding": Child("map", "encoding"),
}
_PARAMETER = {
    "schema": Child("one", "schema"),
    "content": Child("map", "media type"),
    "examples": Child("map", "example"),
}
_SCHEMA_3_0 = {
    "properties": Child("map", "schema"),
    "items": Child("one", "schema"),
    "additionalProperties": Child("one", "schema"),
    "allOf": Child("list", "schema"),
    "anyOf": Child("list", "schema"),
    "oneOf": Child("list", "schema"),
    "not": Child("one", "schema"),
}
_SCHEMA_3_1 = _SCHEMA_3_0 | {
    "prefixItems": Child("list", "schema"),
    "contains": Child("one", "schema"),
    "patternProperties": Child("map", "schema"),
    "propertyNames": Child("one", "schema"),
    "if": Child("one", "schema"),
    "then": Child("one", "schema"),
    "else": Child("one", "schema"),
    "dependentSchemas": Child("map", "schema"),
    "unevaluatedItems": Child("one", "schema"),
    "unevaluatedProperties": Child("one", "schema"),
    "contentSchema": Child("one", "schema"),
    "$defs": Child("map", "schema"),
    "definitions": Child("map", "schema"),
}

SCHEMA_OF_ANY_DIALECT = _SCHEMA_3_1 | {
    "items": Child("either", "schema"),
    "additionalItems": Child("one", "schema"),
    "dependencies": Child("map", "schema"),
}
"""The fields of a schema that is in 2020-12 or in draft-07."""

_OBJECTS: dict[str, dict[str, Child]] = {
    "document": {
        "paths": Child("map", "path item"),
        "webhooks": Child("map", "path item"),
        "components": Child("one", "components"),
    },
    "components": {section: Child("map", kind) for section, kind in COMPONENTS.items()},
    "path item": {
        "parameters": Child("list", "parameter"),
        **{method: Child("one", "operation") for method in METHODS},
    },
    "operation": {
        "parameters": Child("list", "parameter"),
        "requestBody": Child("one", "request body"),
        "responses": Child("map", "response"),
        "callbacks": Child("map", "callback"),
    },
    "callback": {},
    "parameter": _PARAMETER,
    "header": _PARAMETER,
    "request body": {"content": Child("map", "media type")},
    "response": {
        "headers": Child("map", "header"),
        "content": Child("map", "media type"),
        "links": Child("map", "link"),
    },
    "media type": _CONTENT,
    "encoding": {"headers": Child("map", "header")},
    "link": {},
    "example": {},
    "security scheme": {},
}


def grammar(series: str) -> dict[str, dict[str, Child]]:
    """The fields of every kind of object in this series (`3.0`, `3.1`, `3.2`) that lead to further objects."""
    objects = _OBJECTS | {"schema": _SCHEMA_3_0 if series == "3.0" else _SCHEMA_3_1}
    if series == "3.2":
        objects["path item"] = objects["path item"] | {
            "query": Child("one", "operation"),
            "additionalOperations": Child("map", "operation"),
        }
        objects["media type"] = objects["media type"] | {
            "prefixEncoding": Child("list", "encoding"),
            "itemEncoding": Child("one", "encoding"),
        }
        objects["encoding"] = objects["encoding"] | {"encoding": Child("map", "encoding")}
    if series == "3.0":
        objects["document"] = {key: child for key, child in objects["document"].items() if key != "webhooks"}
    return objects


REFERABLE = frozenset(COMPONENTS.values())
"""The kinds of object that may be a `$ref` in place of themselves (a media type only in 3.2)."""


def referable(series: str) -> frozenset[str]:
    """The kinds of object that may be a `$ref` in place of themselves in this series."""
    return REFERABLE if series == "3.2" else REFERABLE - {"media type"}
