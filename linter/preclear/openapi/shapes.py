"""What a value plainly is, by the keys that tell: for where no place in a document says it.

In a file that is no OpenAPI document itself, a pointer leads to a value and not to a kind of object. Many values may be
of several kinds (a mapping with a `description` alone is a response, an example, a schema): of them nothing is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.grammar import METHODS
from preclear.openapi.structure.choices import mapping

if TYPE_CHECKING:
    from preclear.source.json_value import Json

_TYPES = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})
_SECURITY = ("apiKey", "http", "mutualTLS", "oauth2", "openIdConnect")
_PLACES = ("body", "cookie", "formData", "header", "path", "query", "querystring")
_OF_OTHERS = ("$ref", "content", "in", "schema", "value", "externalValue", "responses", "operationRef")
"""Keys of other objects: a mapping with one of them is no plain schema."""


def shapes(value: Json) -> tuple[str, ...]:
    """The kinds of object that `value` plainly is one of, as the grammar calls them; none where it is undecided."""
    if not isinstance(value, dict) or "$ref" in value:
        return ()
    if value.get("type") in _SECURITY and not _is_mapping(value.get("schema")):
        return ("security scheme",)
    if isinstance(value.get("name"), str) and value.get("in") in _PLACES:
        return ("parameter",)
    if any("responses" in mapping(value.get(method)) for method in METHODS):
        return ("path item",)
    if any(key.startswith("/") and _is_mapping(held) for key, held in value.items()):
        return ("mapping of path items",)
    if _is_body(value):
        return _bodies(value)
    return ("schema",) if _is_schema(value) else ()


def plainly_other(value: Json, wanted: str) -> str | None:
    """What `value` is in words, such as `response or request body`, where it is plainly not of the kind `wanted`."""
    found = shapes(value)
    if not found or wanted in found:
        return None
    if wanted == "header" and found == ("schema",) and "properties" not in mapping(value):
        return None  # so headers were written in OpenAPI 2.0: `type` and `description` in the header itself
    return " or ".join(found)


def _is_body(value: dict[str, Json]) -> bool:
    """Whether its `content` has media types, and it is nothing else that has."""
    content = value.get("content")
    named = isinstance(content, dict) and bool(content) and all("/" in name for name in content)
    return named and not _is_telling(value) and "name" not in value and "in" not in value


def _bodies(value: dict[str, Json]) -> tuple[str, ...]:
    if "headers" in value or "links" in value:
        return ("response",)
    return ("request body",) if isinstance(value.get("required"), bool) else ("response", "request body")


def _is_schema(value: dict[str, Json]) -> bool:
    return _is_telling(value) and not any(key in value for key in _OF_OTHERS)


def _is_telling(value: dict[str, Json]) -> bool:
    """Whether it has a keyword that only schemas have, with a value as theirs are."""
    types = value.get("type")
    listed = types if isinstance(types, list) and types else [types]
    return (
        all(isinstance(each, str) and each in _TYPES for each in listed)
        or any(isinstance(value.get(key), list) for key in ("allOf", "anyOf", "oneOf", "enum"))
        or any(_is_mapping(value.get(key)) for key in ("properties", "items"))
    )


def _is_mapping(value: Json) -> bool:
    return isinstance(value, dict)
