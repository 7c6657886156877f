"""Which places in an OpenAPI document hold a text that something hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear import Json, Pointer

_NAMED = frozenset(
    (
        *("schemas", "responses", "parameters", "requestBodies", "headers", "securitySchemes", "links", "callbacks"),
        *("pathItems", "mediaTypes", "paths", "webhooks", "content", "encoding", "variables", "mapping", "scopes"),
        *("security", "properties", "patternProperties", "dependentSchemas", "$defs", "definitions"),
    )
)
"""The keywords whose mappings have names of the author's as keys."""

_UNREAD = frozenset(("example", "examples", "description", "summary"))
_TEXTS = frozenset(("title", "version", "operationId", "name", "pattern", "format", "propertyName"))
_NUMBERS = frozenset(
    (
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength"),
        *("minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains"),
    )
)


def is_name(pointer: Pointer) -> bool:
    """Whether the key that `pointer` leads to is a name that the author chose, and not part of an example."""
    return _last_word(pointer) == "name of"


def is_text(pointer: Pointer, value: Json) -> bool:
    """Whether a text belongs where `pointer` leads to in a document that holds `value`, and something hangs on it."""
    word, in_list = _last_word(pointer), isinstance(pointer[-1], int) if pointer else False
    if word in ("required", "tags"):
        return in_list
    if word not in ("enum", "const", "default"):
        return word in _TEXTS and not in_list
    depth = 2 if in_list else 1
    if pointer[-depth] != word or in_list != (word == "enum"):
        return False  # a part of a value that is a mapping or a list itself
    holder = _at(value, pointer[:-depth])
    if pointer[-depth - 2 : -depth - 1] == ("variables",):
        return True
    kind = holder.get("type") if isinstance(holder, dict) else None
    return kind == "string" or (kind is None and in_list) or (isinstance(kind, list) and "string" in kind)


def is_number(pointer: Pointer) -> bool:
    """Whether a number may belong where `pointer` leads to, and something hangs on it."""
    word, in_list = _last_word(pointer), isinstance(pointer[-1], int) if pointer else False
    if word in ("enum", "const", "default"):
        return pointer[-2 if in_list else -1] == word and in_list == (word == "enum")
    return word in _NUMBERS and not in_list


def _last_word(pointer: Pointer) -> str:
    """The last keyword on the way, "name of" where the way ends with a name, "" where nobody reads what is there."""
    word, name_next = "", False
    for part in pointer:
        if isinstance(part, int):
            name_next = name_next and word == "security"
        elif name_next:
            name_next, word = False, "name of"
        elif part in _UNREAD or part.startswith("x-"):
            return ""
        else:
            word, name_next = part, part in _NAMED
    return word


def _at(value: Json, pointer: Pointer) -> Json:
    for part in pointer:
        if isinstance(value, dict):
            value = value.get(str(part))
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
    return value
