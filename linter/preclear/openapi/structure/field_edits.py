"""Edits of keys that OpenAPI doesn't define: rename a misspelled one, move one to where it belongs, or remove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.wording import quote_names, quote_text
from preclear.source import Edit, Insert, Remove, Rename, edit_distance

if TYPE_CHECKING:
    from collections.abc import Collection

    from preclear.source import Json, Node

_TEXT_FIELDS = frozenset({"description", "summary", "title", "termsOfService", "version"})
_FLAGS = frozenset({"deprecated", "readOnly", "writeOnly", "nullable", "uniqueItems", "required"})
_OBJECT_FIELDS = frozenset({"schema", "content", "flows", "responses", "properties", "requestBody"})
_MAX_DISTANCE = 2
_MOVED_TYPES = frozenset({"string", "number", "integer", "boolean"})
"""Types of which a parameter's schema needs nothing more."""
_MOVED_KEYWORDS = frozenset({"type", "format", "default", "nullable", "minLength", "maxLength", "minimum", "maximum"})


def edit_misspelled_field(child: Node, suggestion: str | None) -> Edit:
    """Return the edit of `child`, whose key isn't a field, but may stand for `suggestion`.

    Its key is only corrected if the value suits the field.
    """
    name, value = str(child.pointer[-1]), child.value
    is_suitable = (
        (suggestion in _TEXT_FIELDS and isinstance(value, str))
        or (suggestion in _FLAGS and isinstance(value, bool))
        or (suggestion in _OBJECT_FIELDS and isinstance(value, dict))
    )
    if suggestion is None or not is_suitable or edit_distance(name, suggestion, _MAX_DISTANCE) > _MAX_DISTANCE:
        return remove_fields(child)
    title = f"rename it to {quote_text(suggestion)}"
    return Edit("adapt", title, (Rename(child, suggestion),), f"the key {quote_text(name)}")


def remove_fields(*children: Node) -> Edit:
    """Return the edit that removes keys that OpenAPI doesn't define."""
    names = quote_names([str(child.pointer[-1]) for child in children])
    return Edit("adapt", f"remove {names}", tuple(map(Remove, children)), f"{names}, which OpenAPI doesn't define here")


def move_to_schema(holder: Node, child: Node, schema_fields: Collection[str]) -> Edit:
    """Return the edit that moves the keywords of a schema in `holder` to its `schema`, or that removes `child`.

    All keywords move together, so that the edits of several reports about one object are the same.
    """
    keywords: dict[str, Json] = {
        key: value for key, value in holder.mapping.items() if key in schema_fields and key in _MOVED_KEYWORDS
    }
    if "schema" in holder.mapping or "content" in holder.mapping or child.pointer[-1] not in keywords:
        return remove_fields(child)
    schema_type = keywords.get("type")
    if not isinstance(schema_type, str) or schema_type not in _MOVED_TYPES:
        return remove_fields(child)
    nodes = [node for key, node in holder.entries() if key in keywords]
    names = quote_names([*keywords])
    operations: list[Remove | Insert] = [*map(Remove, nodes), Insert(holder, "schema", keywords)]
    return Edit("adapt", f"move {names} to `schema`", tuple(operations), f"{names}, which OpenAPI doesn't define here")
