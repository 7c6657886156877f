"""Infer the kind of an object from its keys, where its place in the document doesn't say it.

In a file that isn't an OpenAPI document, a pointer says nothing about the kind of its value. The kind of many values
can't be inferred: a mapping with only a `description` may be a response, an example or a schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.object_grammar import METHODS
from preclear.openapi.values import as_mapping

if TYPE_CHECKING:
    from preclear.source import Json

_METHODS = frozenset(METHODS)
_SCHEMA_TYPES = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})
_SECURITY_TYPES = ("apiKey", "http", "mutualTLS", "oauth2", "openIdConnect")
_PARAMETER_LOCATIONS = ("body", "cookie", "formData", "header", "path", "query", "querystring")
_NON_SCHEMA_KEYS = ("$ref", "content", "in", "schema", "value", "externalValue", "responses", "operationRef")
"""Keys of other objects: a mapping with one of them isn't taken for a schema."""


def infer_kinds(value: Json) -> tuple[str, ...]:
    """Return the kinds of object that `value` may be, as the grammar names them; empty if its keys don't say."""
    if not isinstance(value, dict) or "$ref" in value:
        return ()
    if value.get("type") in _SECURITY_TYPES and not _is_mapping(value.get("schema")):
        return ("security scheme",)
    if isinstance(value.get("name"), str) and value.get("in") in _PARAMETER_LOCATIONS:
        return ("parameter",)
    if not _METHODS.isdisjoint(value) and any("responses" in as_mapping(value.get(method)) for method in METHODS):
        return ("path item",)
    if any(key.startswith("/") and _is_mapping(entry) for key, entry in value.items()):
        return ("mapping of path items",)
    if _is_body(value):
        return _body_kinds(value)
    return ("schema",) if _is_schema(value) else ()


def describe_other_kind(value: Json, expected_kind: str) -> str | None:
    """Describe `value`, such as `response or request body`, if it clearly isn't of the kind `expected_kind`."""
    kinds = infer_kinds(value)
    if not kinds or expected_kind in kinds:
        return None
    if expected_kind == "header" and kinds == ("schema",) and "properties" not in as_mapping(value):
        return None  # OpenAPI 2.0 has `type` and `description` in the header itself
    return " or ".join(kinds)


def _is_body(value: dict[str, Json]) -> bool:
    """Whether it has `content` with media types, and isn't a parameter or a schema."""
    content = value.get("content")
    has_media_types = isinstance(content, dict) and bool(content) and all("/" in name for name in content)
    return has_media_types and not _has_schema_keyword(value) and "name" not in value and "in" not in value


def _body_kinds(value: dict[str, Json]) -> tuple[str, ...]:
    if "headers" in value or "links" in value:
        return ("response",)
    return ("request body",) if isinstance(value.get("required"), bool) else ("response", "request body")


def _is_schema(value: dict[str, Json]) -> bool:
    return _has_schema_keyword(value) and not any(key in value for key in _NON_SCHEMA_KEYS)


def _has_schema_keyword(value: dict[str, Json]) -> bool:
    """Whether it has a keyword that only schemas have, with a value that a schema could have."""
    types = value.get("type")
    type_list = types if isinstance(types, list) and types else [types]
    return (
        all(isinstance(name, str) and name in _SCHEMA_TYPES for name in type_list)
        or any(isinstance(value.get(key), list) for key in ("allOf", "anyOf", "oneOf", "enum"))
        or any(_is_mapping(value.get(key)) for key in ("properties", "items"))
    )


def _is_mapping(value: Json) -> bool:
    return isinstance(value, dict)
