"""Tell which nodes of an OpenAPI document are names, text or numbers whose type matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear import Json, Pointer

_NAME_MAPS = frozenset(
    (
        *("schemas", "responses", "parameters", "requestBodies", "headers", "securitySchemes", "links", "callbacks"),
        *("pathItems", "mediaTypes", "paths", "webhooks", "content", "encoding", "variables", "mapping", "scopes"),
        *("security", "properties", "patternProperties", "dependentSchemas", "$defs", "definitions"),
    )
)
"""Keywords whose mappings have names as keys that the author chooses."""

_IGNORED_KEYS = frozenset(("example", "examples", "description", "summary"))
_TEXT_KEYS = frozenset(("title", "version", "operationId", "name", "pattern", "format", "propertyName"))
_NUMBER_KEYS = frozenset(
    (
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength"),
        *("minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains"),
    )
)


def is_name(pointer: Pointer) -> bool:
    """Whether the key at `pointer` is a name that the author chose, outside of examples."""
    return _last_keyword(pointer) == "name of"


def is_text(pointer: Pointer, value: Json) -> bool:
    """Whether the node at `pointer`, in a document with the root `value`, is expected to be text that matters."""
    keyword, is_in_list = _last_keyword(pointer), isinstance(pointer[-1], int) if pointer else False
    if keyword in ("required", "tags"):
        return is_in_list
    if keyword not in ("enum", "const", "default"):
        return keyword in _TEXT_KEYS and not is_in_list
    depth = 2 if is_in_list else 1
    if pointer[-depth] != keyword or is_in_list != (keyword == "enum"):
        return False  # inside a value that is itself a mapping or a list
    holder = _value_at(value, pointer[:-depth])
    if pointer[-depth - 2 : -depth - 1] == ("variables",):
        return True
    schema_type = holder.get("type") if isinstance(holder, dict) else None
    return (
        schema_type == "string"
        or (schema_type is None and is_in_list)
        or (isinstance(schema_type, list) and "string" in schema_type)
    )


def is_number(pointer: Pointer) -> bool:
    """Whether the node at `pointer` can be a number that matters."""
    keyword, is_in_list = _last_keyword(pointer), isinstance(pointer[-1], int) if pointer else False
    if keyword in ("enum", "const", "default"):
        return pointer[-2 if is_in_list else -1] == keyword and is_in_list == (keyword == "enum")
    return keyword in _NUMBER_KEYS and not is_in_list


def _last_keyword(pointer: Pointer) -> str:
    """Return the last keyword in `pointer`, "name of" if it ends in a name, or "" if the node is ignored."""
    keyword, is_name_next = "", False
    for part in pointer:
        if isinstance(part, int):
            is_name_next = is_name_next and keyword == "security"
        elif is_name_next:
            is_name_next, keyword = False, "name of"
        elif part in _IGNORED_KEYS or part.startswith("x-"):
            return ""
        else:
            keyword, is_name_next = part, part in _NAME_MAPS
    return keyword


def _value_at(value: Json, pointer: Pointer) -> Json:
    for part in pointer:
        if isinstance(value, dict):
            value = value.get(str(part))
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
    return value
